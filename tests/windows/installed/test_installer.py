"""The installer under wine: an upgrade, a program that is open, and the end; the data are never touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from installer.windows.build import build_launchers, build_program_folder, build_setup, finish_program_folder
from installer.windows.settings import BuildSettings
from mus_desktop import __version__
from tests.windows.installed.program import NAME, Installed, Leader
from tests.windows.wine import PLACE

IS_OPEN, IS_NEWER = 3, 5
"""The exit codes of the installer when the program is open, and when a newer version is installed."""
KEY = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\MUSDesktop"
GONE = "lib/mus_desktop/gone.py"


@pytest.fixture(scope="module")
def previous() -> Path:
    """An installer of an earlier version, with a file of the program's that the new one no longer has."""
    settings = BuildSettings(version="0.0.1", quick=True, work=PLACE / "previous", output=PLACE / "previous")
    build_program_folder(settings)
    (settings.program / GONE).touch()
    build_launchers(settings)
    finish_program_folder(settings)
    return build_setup(settings)


def start_menu(pc: Installed) -> list[Path]:
    return list(
        (pc.wine.home / "AppData" / "Roaming" / "Microsoft" / "Windows" / "Start Menu").rglob("MUS Desktop.lnk")
    )


def employees(pc: Installed) -> list[str]:
    workplace = pc.stored()
    try:
        assert workplace.health() == []
        return [employee.name for employee in workplace.staff.everyone()]
    finally:
        workplace.close()


def test_an_upgrade_removes_old_files_and_the_end_keeps_the_data(pc: Installed, previous: Path) -> None:
    if pc.complete:
        pc.uninstall()
    pc.install(previous)
    assert "0.0.1" in pc.command("--version")
    assert (pc.folder / GONE).exists()
    pc.prepare().close()
    pc.install()
    assert __version__ in pc.command("--version")
    assert __version__ in pc.wine.run("reg", "query", KEY, "/v", "DisplayVersion")
    assert not (pc.folder / GONE).exists()
    assert not [path.name for path in pc.folder.iterdir() if "version" in path.name], "nothing half installed"
    assert len(start_menu(pc)) == 1
    pc.command("check")
    assert employees(pc) == [NAME]
    pc.install(previous, expected=IS_NEWER)
    pc.uninstall()
    assert start_menu(pc) == []
    pc.wine.run("reg", "query", KEY, expected=1)
    assert employees(pc) == [NAME]
    pc.install()
    pc.command("check")


def test_nothing_is_changed_while_the_program_is_open(leader: Leader) -> None:
    leader.installed.prepare().close()
    leader.start()
    leader.installed.install(expected=IS_OPEN)
    leader.installed.uninstall(expected=IS_OPEN)
    assert __version__ in leader.installed.command("--version")
    leader.quit()
    assert employees(leader.installed) == [NAME]
