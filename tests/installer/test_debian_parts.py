"""The parts of the Debian package agree with the program: its commands, and the plugins its self-test needs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from installer.debian import site_packages
from installer.debian.build import PARTS, program_version
from mus_desktop import __version__
from mus_desktop.cli.commands import parse
from mus_desktop.storage.policy.policy import Policy
from mus_desktop.ui.self_test.qt_plugins import needed_plugins, plugin_file

README = Path(__file__).parents[2] / "installer" / "README.md"


def commands(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return the names of the commands that users see."""
    with pytest.raises(SystemExit):
        parse(["--help"])
    return re.findall(r"^    (\w+)(?:  |$)", capsys.readouterr().out, re.MULTILINE)


@pytest.mark.parametrize("page", ["mus-desktop.1", "mus-desktop.da.1"])
def test_the_manual_pages_name_every_command(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = (PARTS / page).read_text("utf-8")
    found = commands(capsys)
    assert len(found) >= 8
    assert [name for name in found if not re.search(rf"^\.B\w* \"?{name}\b", text, re.MULTILINE)] == []


def test_the_package_has_every_plugin_that_the_self_test_needs() -> None:
    shipped = {f"{name}.so" for name in site_packages._PLUGINS}
    assert {plugin_file(name, "linux") for name in needed_plugins("linux")} <= shipped


def test_the_page_for_it_names_every_key_of_the_policy() -> None:
    text = README.read_text("utf-8")
    assert [key for key in Policy._fields if f"| `{key}` |" not in text] == []
    example = text[text.index("```toml") : text.index("```", text.index("```toml") + 3)]
    assert [key for key in Policy._fields if f"\n{key} = " not in example] == []


def test_the_version_is_the_one_that_the_program_states() -> None:
    assert program_version() == __version__
