"""Forms for the tests of the form language."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mus_desktop.formspec.problems import BrokenFormError, Problem
from mus_desktop.formspec.reader import form_from_definition, read_form
from mus_desktop.model.form import Form

DATA = Path(__file__).parent.parent / "data"
FORMS = Path(__file__).parent.parent.parent / "forms"

HEAD = 'language = 1\nid = "prove"\nversion = 1\ntitle = "Prøve"\norganisation = "Lillevig Kommune"\n'
TAB = '[[tab]]\nkey = "fane"\ntitle = "Fane"\n'
NOTE = '[[tab.field]]\nkind = "notes"\nkey = "note"\ntitle = "Note"\n'


@pytest.fixture
def forms_folder() -> Path:
    return FORMS


@pytest.fixture
def data() -> Path:
    return DATA


@pytest.fixture(scope="session")
def every_kind() -> Form:
    return read_form(DATA / "forms" / "every-kind").form


@pytest.fixture(scope="session")
def kobenhavn() -> Form:
    return read_form(FORMS / "kobenhavn-buf").form


@pytest.fixture
def written() -> Callable[..., str]:
    """The text of a small form: ``field`` lines for its one field, ``top`` lines for the form itself."""

    def write(field: str = NOTE, *, top: str = "", head: str = HEAD, tab: str = TAB) -> str:
        field = field if field.startswith("[[") or not field else f"[[tab.field]]\n{field}"
        return f"{head}{top}\n{tab}{field}\n"

    return write


@pytest.fixture
def problems_of() -> Callable[[str], tuple[Problem, ...]]:
    """The problems of a form given as text; none if it is read."""

    def read(text: str) -> tuple[Problem, ...]:
        definition: dict[str, Any] = tomllib.loads(text)
        try:
            form_from_definition(definition, "prøve")
        except BrokenFormError as error:
            return error.problems
        return ()

    return read
