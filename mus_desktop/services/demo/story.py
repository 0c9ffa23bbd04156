"""The demo as written in TOML files: a fictional leader, the employees, and the forms' own filled examples."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from mus_desktop.formspec.reader import read_folder
from mus_desktop.model.form import Form
from mus_desktop.model.group import INDIVIDUAL
from mus_desktop.model.people import Leader
from mus_desktop.model.period import PeriodKind, PeriodRule
from mus_desktop.model.terms import Purpose

EXAMPLE = "example.toml"
_WORKPLACE = "workplace.toml"

StoryTable = Mapping[str, Any]
"""A table of a story, as it is in the file."""


@dataclass(frozen=True, slots=True)
class Story:
    """The day the demo plays on, the leader, the employees with their conversations, and those held with a group.

    ``texts`` are stored in the settings by key; ``local`` holds the workplace's own questions on forms.
    """

    today: date
    leader: Leader
    default_form: str
    period: PeriodRule
    employees: tuple[StoryTable, ...]
    groups: tuple[StoryTable, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    local: tuple[StoryTable, ...] = ()


def read_story(folder: Path, forms: Path | None = None) -> Story:
    """Return the demo written in the TOML files of ``folder``.

    :param forms: the folder of forms whose filled examples are included, each as an employee of this leader.
    """
    table = _read(folder / _WORKPLACE)
    leader = Leader(**table["leader"])
    teams = _read(folder / table["groups"])
    employees = [_read(folder / name) for name in table["employees"]]
    return Story(
        today=table["today"],
        leader=leader,
        default_form=table["default_form"],
        period=PeriodRule(PeriodKind(table["period"]["kind"])),
        employees=(*employees, *teams["employee"], *(_examples(forms, leader) if forms else ())),
        groups=tuple(teams["conversation"]),
        texts=table["texts"],
        local=tuple(table["local"]),
    )


def _examples(forms: Path, leader: Leader) -> list[StoryTable]:
    """Return the filled example of every form for a yearly MUS with one employee."""
    files = [found.source_path.with_name(EXAMPLE) for found in read_folder(forms).forms if _is_for_one(found.form)]
    return [_with_leader(_read(file), leader) for file in files if file.is_file()]


def _is_for_one(form: Form) -> bool:
    return form.purpose is Purpose.MUS and INDIVIDUAL in form.held


def _with_leader(example: StoryTable, leader: Leader) -> StoryTable:
    """Return the example as if its employee worked for ``leader``.

    The leader for whom the example was written is named by its key ``leader``.
    """
    own = example.get("leader", "")
    rest = {key: value for key, value in example.items() if key != "leader"}
    if not own:
        return rest
    # The full name is replaced first, then the first name alone, also in the genitive (*Mettes*).
    first, other = own.split(" ", 1)[0], leader.name.split(" ", 1)[0]
    return _in_texts(rest, lambda text: re.sub(rf"\b{first}(?=s?\b)", other, text.replace(own, leader.name)))  # type: ignore[no-any-return]  # a table stays a table


def _in_texts(table: Any, change: Callable[[str], str]) -> Any:
    if isinstance(table, str):
        return change(table)
    if isinstance(table, Mapping):
        return {key: _in_texts(value, change) for key, value in table.items()}
    return [_in_texts(value, change) for value in table] if isinstance(table, list) else table


def _read(file: Path) -> StoryTable:
    return tomllib.loads(file.read_text("utf-8"))
