"""The installed program under wine, on a screen with a keyboard."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.real_screen import Screen, real_screen
from tests.windows.installed.program import SHARE, Installed, Leader
from tests.windows.unit_tests import make_python
from tests.windows.wine import OUTPUT, Wine, new_wine


@pytest.fixture(scope="session")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    """A screen as small as those of the PCs in use."""
    with real_screen(tmp_path_factory.mktemp("screen") / "hjem", "1366x768") as made:
        yield made


@pytest.fixture(scope="session")
def wine(screen: Screen) -> Iterator[Wine]:
    """The prefix of all tests; its drive H is a share."""
    with new_wine("prefix", screen.env["DISPLAY"]) as made:
        made.map_drive("h", made.folder / SHARE)
        yield made


@pytest.fixture(scope="session")
def windows_python() -> Path:
    """The complete Python for Windows."""
    return make_python()


@pytest.fixture
def pc(wine: Wine) -> Iterator[Installed]:
    """A PC without data; a test before may have installed the program."""
    installed = Installed(wine)
    try:
        yield installed
    finally:
        wine.kill_programs()
        for folder in (installed.data, installed.documents):
            shutil.rmtree(folder, ignore_errors=True)
        for file in installed.share.iterdir():
            file.unlink()


@pytest.fixture
def installed(pc: Installed) -> Installed:
    """The program, installed and not started yet."""
    if not pc.complete:
        pc.install()
    return pc


@pytest.fixture
def leader(installed: Installed, screen: Screen, request: pytest.FixtureRequest) -> Iterator[Leader]:
    """A person in front of the installed program; the last thing they saw is among the pictures."""
    person = Leader(installed, screen)
    yield person
    screen.picture(OUTPUT / "pictures" / "last" / f"{request.node.name}.png")
