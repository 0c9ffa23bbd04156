"""The installed program under wine, for the tests that ``make windows-test`` runs; no other run collects them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.real_screen import Screen, real_screen
from tests.windows.installed import Installed, Leader
from tests.windows.wine import Wine, new_wine

collect_ignore_glob = [] if "MUS_WINDOWS_TEST" in os.environ else ["test_*.py"]


@pytest.fixture(scope="session")
def wine() -> Iterator[Wine]:
    """The prefix of all tests."""
    with new_wine("prefix") as made:
        yield made


@pytest.fixture
def pc(wine: Wine) -> Iterator[Installed]:
    """A PC without the program and without its data."""
    installed = Installed(wine)
    try:
        yield installed
    finally:
        wine.kill_programs()
        shutil.rmtree(installed.data, ignore_errors=True)
        shutil.rmtree(installed.documents, ignore_errors=True)


@pytest.fixture
def installed(pc: Installed) -> Installed:
    """The program, installed and not started yet."""
    if not pc.uninstaller.exists():
        pc.install()
    return pc


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    """A screen as small as those of the PCs in use."""
    with real_screen(tmp_path / "hjem", "1366x768") as made:
        yield made


@pytest.fixture
def leader(installed: Installed, screen: Screen) -> Leader:
    """A person in front of the installed program."""
    return Leader(installed, screen)
