"""The commands about the data as a whole: list the conversations, check everything, create the demo."""

from __future__ import annotations

import argparse
import json
import sys

from mus_desktop.app import make_demo
from mus_desktop.cli.exit_codes import DONE, FAILED
from mus_desktop.cli.opened_data import data_folder, open_workplace


def demo(options: argparse.Namespace) -> int:
    """Create a fictional leader's data, documents and screenshots in a folder."""
    for line in make_demo(options.folder):
        print(line)
    return DONE


def conversations(options: argparse.Namespace) -> int:
    """List the conversations."""
    with open_workplace(data_folder(options)) as workplace:
        lines = [
            {
                "id": line.conversation.id,
                "employee": ", ".join(line.people),
                "form": line.form_id,
                "status": line.status.danish,
                "date": line.conversation.on_date.isoformat() if line.conversation.on_date else None,
            }
            for line in workplace.conversations.all()
        ]
    if options.json:
        print(json.dumps(lines, ensure_ascii=False, indent=2))
    else:
        for line in lines:
            day = line["date"] or "–"
            print(f"{line['id']:>5}  {day:<10}  {line['status']:<13}  {line['employee']}  ({line['form']})")
    return DONE


def check(options: argparse.Namespace) -> int:
    """Report the faults of database, forms and settings."""
    with open_workplace(data_folder(options)) as workplace:
        findings, remarks = workplace.health(), workplace.remarks()
        # Opening has shown it on stderr already.
        policy = [workplace.policy.notice] if workplace.policy.notice else []
    failed = bool(findings or policy)
    if options.json:
        result = {"ok": not failed, "findings": [*findings, *policy], "remarks": remarks}
        print(json.dumps(result, ensure_ascii=False, indent=2))
    for finding in () if options.json else findings:
        print(finding, file=sys.stderr)
    if not (failed or options.json):
        print("Alt er i orden.")
    for remark in () if options.json else remarks:
        print(f"Bemærk: {remark}")
    return FAILED if failed else DONE
