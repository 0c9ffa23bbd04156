"""The command ``check --policy``: names every mistake in IT's policy file, or says what the file decides."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator

from mus_desktop import paths
from mus_desktop.cli.exit_codes import DONE, FAILED
from mus_desktop.errors import KnownError
from mus_desktop.storage.policy.installed_policy import read_policy
from mus_desktop.storage.policy.policy import Policy


def check_policy(options: argparse.Namespace) -> int:
    """Read the policy file ``options.policy``; the usual one need not exist."""
    if not os.path.lexists(options.policy):
        if options.policy != paths.policy_file():
            raise KnownError(f"Filen {options.policy} findes ikke. Se efter, om navnet er rigtigt.")
        print(json.dumps({"ok": True, "policy": None}) if options.json else f"Der er ingen fil {options.policy}.")
        return DONE
    installed = read_policy(options.policy)
    if options.json:
        decided = {key: _plain(value) for key, value in installed.policy._asdict().items()}
        policy = None if installed.mistakes else decided
        report = {"ok": not installed.mistakes, "mistakes": installed.mistakes, "policy": policy}
        print(json.dumps(report, ensure_ascii=False, indent=2))
    elif not installed.mistakes:
        print(*(list(_meanings(installed.policy)) or ["Filen er i orden og bestemmer ingenting."]), sep="\n")
    for mistake in () if options.json else installed.mistakes:
        print(f"{options.policy}: {mistake}", file=sys.stderr)
    return FAILED if installed.mistakes else DONE


def _plain(value: object) -> object:
    """Return a value of the policy as JSON can hold it."""
    if isinstance(value, tuple):
        return [str(one) for one in value]
    return value if value is None or isinstance(value, int) else str(value)


def _meanings(policy: Policy) -> Iterator[str]:
    if policy.form:
        yield f"form: skemaet {policy.form} er standardskema; lederen kan vælge et andet."
    if policy.organisation:
        yield f"organisation: {policy.organisation} foreslås som arbejdsplads; lederen kan rette den."
    if policy.backup_target:
        yield f"backup_target: backup kommer også til at ligge i {policy.backup_target}; lederen kan fjerne stedet."
    if policy.backup_retention_days:
        yield f"backup_retention_days: backupper gemmes i højst {policy.backup_retention_days} dage."
    for place in policy.allowed_places:
        yield f"allowed_places: databasen må ligge i {place}."
