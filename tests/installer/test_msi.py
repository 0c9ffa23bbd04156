"""The package for IT: ids, dates and files are the same in two builds, and those of another version are others."""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from installer.windows import msi
from installer.windows.failure import BuildFailed
from installer.windows.icon import write_icon
from installer.windows.launchers import icon_file
from installer.windows.program_folder import finish_program_folder
from installer.windows.settings import BuildSettings
from tests.systems import posix_only

pytestmark = posix_only("the installers are built on Debian")
needs_wixl = pytest.mark.skipif(
    not all(map(shutil.which, ("wixl", "msibuild", "msiinfo"))), reason="needs what `make windows` installs"
)
WIX = "{http://schemas.microsoft.com/wix/2006/wi}"


def _settings(folder: Path, version: str = "1.2.3") -> BuildSettings:
    """Return the settings of a build whose program is three small files."""
    settings = BuildSettings(version=version, epoch=1_700_000_000, work=folder / "work", output=folder / "output")
    for name in ("MUS Desktop.exe", "lib/docx & more/a.py", "python/python311.dll"):
        path = settings.program / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    icon_file(settings).parent.mkdir()
    write_icon(icon_file(settings))
    finish_program_folder(settings)
    settings.output.mkdir()
    return settings


def _table(package: Path, name: str) -> list[list[str]]:
    exported = subprocess.run(["msiinfo", "export", str(package), name], check=True, capture_output=True, text=True)
    return [line.split("\t") for line in exported.stdout.splitlines()[3:]]


def test_every_file_is_a_component_of_the_program(tmp_path: Path) -> None:
    source = ElementTree.fromstring(msi.package_source(_settings(tmp_path)))  # noqa: S314 - made by ourselves
    files = [element.attrib["Source"] for element in source.iter(f"{WIX}File")]
    assert files == [
        "program/MUS Desktop.exe",
        "program/SHA256SUMS",
        "program/lib/docx & more/a.py",
        "program/python/python311.dll",
    ]
    components = {element.attrib["Id"] for element in source.iter(f"{WIX}Component")}
    assert {element.attrib["Id"] for element in source.iter(f"{WIX}ComponentRef")} == components
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.]{0,71}", name) for name in components)


def test_each_version_has_its_own_product_and_components(tmp_path: Path) -> None:
    """Otherwise Windows Installer keeps a newer file of the former version, and then removes it with that version."""
    ids = []
    for version in ("1.2.3", "1.2.4"):
        text = msi.package_source(_settings(tmp_path / version, version))
        ids.append({*re.findall(r'<Product Id="(.+?)"', text), *re.findall(r'<Component Id=".+?" Guid="(.+?)"', text)})
        assert 'UpgradeCode="6F0C2B5E-52B5-4F34-9E0C-7C2A0D7F6A11"' in text, "the same for ever"
    changed = _settings(tmp_path / "changed")
    (changed.program / "lib" / "new.py").write_text("")
    finish_program_folder(changed)
    product = re.findall(r'<Product Id="(.+?)"', msi.package_source(changed))
    assert set(product) <= ids[0], "another build of a version is the same product, and is refused"
    shared = ids[0] & ids[1]
    assert shared == {"9B0D8A0C-6C0C-4B7A-8C5E-3B7F4A7E2D10"}, "the shortcut"


@needs_wixl
def test_two_builds_are_the_same(tmp_path: Path) -> None:
    first, second = (msi.build_msi(_settings(tmp_path / name)).read_bytes() for name in ("first", "second"))
    assert first == second


@needs_wixl
def test_the_package_upgrades_and_refuses_an_older_version_in_danish(tmp_path: Path) -> None:
    package = msi.build_msi(_settings(tmp_path))
    properties = dict(_table(package, "Property"))
    assert properties["ProductVersion"] == "1.2.3"
    assert properties["ALLUSERS"] == "1"
    assert {row[6]: row[1:3] for row in _table(package, "Upgrade")} == {
        "WIX_UPGRADE_DETECTED": ["", "1.2.3"],
        "WIX_DOWNGRADE_DETECTED": ["1.2.3", ""],
    }
    conditions = dict(_table(package, "LaunchCondition"))
    assert "nyere version af MUS Desktop" in conditions["NOT WIX_DOWNGRADE_DETECTED"]
    sequence = {row[0]: int(row[2]) for row in _table(package, "InstallExecuteSequence")}
    assert sequence["InstallInitialize"] < sequence["RemoveExistingProducts"] < sequence["InstallFiles"], (
        "can be undone"
    )
    assert [row[0] for row in _table(package, "Feature")] == ["Program", "Shortcut"], "ADDLOCAL=Program: no shortcut"
    command = ["env", "TZ=UTC", "msiinfo", "suminfo", str(package)]
    summary = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert "Template: x64;1030" in summary
    assert summary.count("Nov 14 22:13:20 2023") == 2, "both dates"


def test_a_summary_without_its_dates_stops_the_build() -> None:
    code = "{FD35D38D-ACD2-599E-8707-F33DA70DB773}"
    date = struct.pack("<IQ", 0x40, 0x01DD_810A_7A07_DBB0)
    package = b"head" + code.encode() + date + date + b"tail"
    changed = msi.with_dates(package, code, 0)
    assert changed == b"head" + code.encode() + struct.pack("<IQ", 0x40, 116_444_736_000_000_000) * 2 + b"tail"
    with pytest.raises(BuildFailed, match="not found"):
        msi.with_dates(b"head" + code.encode() + date, code, 0)
