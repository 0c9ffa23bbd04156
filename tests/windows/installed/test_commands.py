"""The installed program's commands under wine, and what its installer does with the program and with the data."""

from __future__ import annotations

import subprocess
import zipfile

from installer.windows.settings import BuildSettings
from mus_desktop.storage.backup import restore
from tests.windows.installed.program import NAME, Installed

PASSWORD = "blåbærgrød på Fanø"  # noqa: S105 - of a test
UNINSTALL = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\MUSDesktop"


def test_the_self_test_passes(installed: Installed) -> None:
    installed.command("check", "--self-test")


def test_the_demo_makes_documents_and_screenshots(installed: Installed) -> None:
    folder = installed.wine.drive_c / "demo"
    installed.command("demo", folder)
    assert len(list(folder.glob("dokumenter/**/*.docx"))) > 20
    assert len(list(folder.glob("billeder/**/*.png"))) > 10
    assert NAME not in installed.command("--data", folder, "check")


def test_a_backup_on_a_mapped_drive_is_whole_and_its_key_is_kept_by_windows(installed: Installed) -> None:
    """Windows keeps the key with DPAPI: the second backup needs no password, unless that file is damaged."""
    workplace = installed.prepare()
    workplace.safety.backup_key.choose(PASSWORD)
    workplace.close()
    target = "H:\\"
    installed.command("backup", "--to", target, env={"MUS_BACKUP_PASSWORD": PASSWORD})
    assert (installed.data / "backup-key.dpapi").exists()
    installed.command("backup", "--to", target)
    files = sorted(installed.share.glob("*.musbackup"))
    assert len(files) == 2
    for file in files:
        assert restore.check(file).remark is None
        assert NAME.encode() not in file.read_bytes()
        installed.command("verify", f"H:\\{file.name}")
    (installed.data / "backup-key.dpapi").write_bytes(b"of another user")
    assert "adgangskode" in installed.command("backup", "--to", target, expected=1).lower()


def test_data_on_a_mapped_drive_are_refused(installed: Installed) -> None:
    assert "netværksdrev" in installed.command("--data", "H:\\MUS", "check", expected=1)


def test_the_stand_in_for_a_library_of_windows_is_not_shipped(installed: Installed) -> None:
    settings = BuildSettings()
    places = [path.name for folder in (installed.folder, settings.program) for path in folder.rglob("*")]
    if settings.portable.exists():
        places += zipfile.ZipFile(settings.portable).namelist()
    if settings.msi.exists():
        listed = subprocess.run(["msiextract", "--list", settings.msi], check=True, capture_output=True, text=True)
        places += listed.stdout.splitlines()
    assert len(places) > 300
    assert not [place for place in places if place.lower().endswith(("icuuc.dll", "bcryptprimitives.dll"))]
