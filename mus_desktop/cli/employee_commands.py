"""The command that imports a staff list. The employees who are gone are only listed: the leader decides about them."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import Any

from mus_desktop.cli.exit_codes import DONE
from mus_desktop.cli.opened_data import data_folder, open_workplace
from mus_desktop.model.staff_list.import_text import cpr_sentence
from mus_desktop.model.staff_list.staff_comparison import ChangeKind, StaffChange, StaffComparison
from mus_desktop.services.staff_import.staff_file import read_staff_file
from mus_desktop.services.staff_import.staff_import import OpenedList

_STORED = (ChangeKind.NEW, ChangeKind.CHANGED)
_TITLES = {
    ChangeKind.NEW: "Nye",
    ChangeKind.CHANGED: "Ændrede",
    ChangeKind.GONE: "Ikke på listen (ændres ikke)",
    ChangeKind.UNCHANGED: "Uændrede",
}


def import_staff(options: argparse.Namespace) -> int:
    """Read a staff list, and store who is new and changed, unless it is a dry run."""
    source = read_staff_file(options.file)
    with open_workplace(data_folder(options)) as workplace:
        service = workplace.staff_import
        opened = service.opened(source)
        found = service.compared(opened.table, opened.columns)
        if not options.dry_run:
            service.store(change for change in found.changes if change.kind in _STORED)
    if options.json:
        print(json.dumps(_as_json(opened, found, stored=not options.dry_run), ensure_ascii=False, indent=2))
    else:
        print(*_lines(opened, found, stored=not options.dry_run), sep="\n")
    return DONE


def _lines(opened: OpenedList, found: StaffComparison, *, stored: bool) -> Iterator[str]:
    for kind, title in _TITLES.items():
        changes = found.of_kind(kind)
        yield f"{title}: {len(changes)}"
        for change in changes if kind is not ChangeKind.UNCHANGED else ():
            namesake = ["samme navn som en anden medarbejder"] if change.same_person else []
            yield f"  {'; '.join((change.after.name, *change.details, *namesake))}"
    yield f"Rækker med fejl: {len(found.mistakes)}"
    for mistake in found.mistakes:
        yield f"  Linje {mistake.line}: {mistake.reason}"
    yield from opened.remarks
    if opened.table.cpr_numbers:
        yield cpr_sentence(opened.table.cpr_numbers)
    yield "Gemt. Importen kan fortrydes i programmet." if stored else "Intet er gemt."


def _as_json(opened: OpenedList, found: StaffComparison, *, stored: bool) -> dict[str, Any]:
    columns = zip(opened.table.headings, opened.columns, strict=True)
    return {
        "stored": stored,
        "columns": [{"heading": heading, "column": column.value or None} for heading, column in columns],
        **{kind.value: [_person(change) for change in found.of_kind(kind)] for kind in ChangeKind},
        "refused": [{"line": mistake.line, "reason": mistake.reason} for mistake in found.mistakes],
        "cpr_numbers_removed": opened.table.cpr_numbers,
        "remarks": list(opened.remarks),
    }


def _person(change: StaffChange) -> dict[str, Any]:
    return {
        "id": change.after.id or None,
        "name": change.after.name,
        "numbers": list(change.after.numbers),
        "lines": list(change.lines),
        "changes": list(change.details),
        "same_name_as": change.same_person.after.id if change.same_person else None,
    }
