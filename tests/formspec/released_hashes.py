"""Released forms are frozen: ``released.toml`` holds the SHA-256 of each released ``form.toml``.

A conversation is bound to the definition it was held on, so the words of a released version must never change.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mus_desktop.formspec.form_toml import FILE_NAME

RELEASED = "released.toml"


def file_hash(file: Path) -> str:
    """Return the SHA-256, in hexadecimal, of the bytes of ``file``, with each line end counted as one character."""
    return hashlib.sha256(file.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def frozen_problems(forms_folder: Path) -> list[str]:
    """Return each difference from ``released.toml``, in Danish; empty when every released form is unchanged."""
    released = tomllib.loads((forms_folder / RELEASED).read_text("utf-8"))
    files = {_named(file)["id"]: file for file in sorted(forms_folder.glob(f"*/{FILE_NAME}"))}
    problems = [f"{form_id} er udgivet, men har ingen mappe" for form_id in released if form_id not in files]
    for form_id, file in files.items():
        problems += _of_form(form_id, file, released.get(form_id, {}))
    return problems


def _of_form(form_id: str, file: Path, hashes: Mapping[str, str]) -> list[str]:
    version, now = _named(file)["version"], file_hash(file)
    newest = max((int(number) for number in hashes), default=0)
    # A form under work is newer than every release of it; a lower number is a mistake in ``form.toml``.
    if version < newest:
        return [f"{form_id}: version {version} er ældre end den udgivne version {newest}"]
    if hashes.get(str(version), now) != now:
        return [f"{form_id}: version {version} er udgivet og må ikke ændres; sæt version = {newest + 1} (er nu {now})"]
    return []


def _named(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text("utf-8-sig"))
