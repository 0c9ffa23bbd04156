"""Released forms never change their words, and the check that says so really fails."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from mus_desktop.formspec.reader import read_folder
from tests.formspec.released_hashes import RELEASED, frozen_problems


@pytest.fixture
def copied(forms_folder: Path, tmp_path: Path) -> Path:
    shutil.copytree(forms_folder, tmp_path / "forms")
    return tmp_path / "forms"


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_bytes(text.replace(old, new, 1).encode())


def test_the_shipped_forms_are_as_they_were_released(forms_folder: Path) -> None:
    assert frozen_problems(forms_folder) == []
    released = tomllib.loads((forms_folder / RELEASED).read_text("utf-8"))
    assert sorted(released) == sorted(file.parent.name for file in forms_folder.glob("*/form.toml"))


def test_the_shipped_forms_can_all_be_read(forms_folder: Path) -> None:
    found = read_folder(forms_folder)
    assert found.failures == ()
    assert [form.form.id for form in found.forms] == [form.source_path.parent.name for form in found.forms]


@pytest.mark.parametrize(("old", "new"), [("Hvilken effekt", "Hvilken virkning"), ("min_rows = 3", "min_rows = 4")])
def test_a_changed_form_is_caught(copied: Path, old: str, new: str) -> None:
    edit(copied / "kobenhavn-buf" / "form.toml", old, new)
    (problem,) = frozen_problems(copied)
    assert "version 1 er udgivet og må ikke ændres; sæt version = 2" in problem


def test_a_changed_form_under_a_new_version_is_fine(copied: Path) -> None:
    edit(copied / "kobenhavn-buf" / "form.toml", "Hvilken effekt", "Hvilken virkning")
    edit(copied / "kobenhavn-buf" / "form.toml", "version = 1", "version = 2")
    assert frozen_problems(copied) == []


def test_an_older_version_or_a_missing_form_is_caught(copied: Path) -> None:
    edit(copied / RELEASED, "[kobenhavn-buf]\n", f'[kobenhavn-buf]\n2 = "{"0" * 64}"\n')
    with (copied / RELEASED).open("a", encoding="utf-8") as file:
        file.write(f'[borte]\n1 = "{"0" * 64}"\n')
    assert frozen_problems(copied) == [
        "borte er udgivet, men har ingen mappe",
        "kobenhavn-buf: version 1 er ældre end den udgivne version 2",
    ]


def test_line_ends_of_windows_are_not_a_change(copied: Path) -> None:
    file = copied / "kobenhavn-buf" / "form.toml"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert frozen_problems(copied) == []
