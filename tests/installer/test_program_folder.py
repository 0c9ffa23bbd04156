"""The folder of the installed program: what comes along, and that two builds of it are the same."""

from __future__ import annotations

import hashlib
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from installer.windows import launchers, licences, program_folder
from installer.windows.dictionary import copy_dictionary
from installer.windows.failure import BuildFailed
from installer.windows.icon import DRAWING, SIZES, draw, write_icon
from installer.windows.settings import BuildSettings, commit_time, program_version
from mus_desktop import __version__
from tests.systems import posix_only

pytestmark = posix_only("the installers are built on Debian")


def _wheel(path: Path, names: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as content:
        for name, text in names.items():
            content.writestr(name, text)
    return path


def _unpacked(tmp_path: Path, wheel: str, names: list[str]) -> set[str]:
    library = tmp_path / "lib"
    program_folder.unpack_wheel(_wheel(tmp_path / wheel, dict.fromkeys(names, "")), library)
    return {path.relative_to(library).as_posix() for path in library.rglob("*") if path.is_file()}


def test_of_pyside_only_what_the_program_loads_comes_along(tmp_path: Path) -> None:
    wanted = ["PySide6/QtCore.pyd", "PySide6/Qt6Svg.dll", "PySide6/plugins/platforms/qwindows.dll"]
    wanted += ["PySide6/translations/qtbase_da.qm", "PySide6/msvcp140.dll"]
    other = ["PySide6/QtNetwork.pyd", "PySide6/Qt6Qml.dll", "PySide6/translations/qtbase_de.qm", "PySide6/designer.exe"]
    other += ["PySide6/vcruntime140.dll", "PySide6/plugins/styles/qmodernwindowsstyle.dll"]
    assert _unpacked(tmp_path, "pyside6_essentials-6-win_amd64.whl", wanted + other) == set(wanted)


def test_of_other_wheels_everything_but_tests_and_files_for_building(tmp_path: Path) -> None:
    wanted = ["lxml/etree.pyd", "lxml/_elementpath.py", "lxml-6.dist-info/METADATA", "docx/templates/default.docx"]
    wanted += ["hunspell/hunspell.pyd", "hunspell/__init__.py", "chunspell.libs/msvcp140-a4c2.dll"]
    other = ["hunspell/hunspell.cpp", "hunspell/dictionaries/en_US.dic", "lxml/sax.pyd"]
    other += [
        "lxml/etree.pyx",
        "lxml/includes/x.h",
        "lxml/html/diff.py",
        "lxml-6.dist-info/RECORD",
        "zxcvbn/tests/t.py",
    ]
    assert _unpacked(tmp_path, "lxml-6-cp311-win_amd64.whl", wanted + other) == set(wanted)


def test_a_wheel_that_installs_elsewhere_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BuildFailed, match="outside the library"):
        _unpacked(tmp_path, "toy-1-py3-none-any.whl", ["toy-1.data/scripts/toy"])


def test_every_module_of_qt_that_the_program_imports_comes_along() -> None:
    package = Path(program_folder.CHECKOUT, "mus_desktop")
    texts = [path.read_text("utf-8") for path in package.rglob("*.py")]
    imported = {line.split()[1] for text in texts for line in text.splitlines() if line.startswith("from PySide6.")}
    assert imported == {f"PySide6.Qt{name}" for name in program_folder._QT_MODULES}


def test_the_program_needs_no_module_of_the_standard_library_that_is_left_out() -> None:
    """Every module of the program is imported in a Python without them, with what it imports of other libraries."""
    script = """
import importlib, importlib.abc, pkgutil, sys

class Missing(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name.partition(".")[0] in missing:
            raise ModuleNotFoundError(name)

missing = set(sys.argv[1:])
assert missing
for name in [one for one in sys.modules if one.partition(".")[0] in missing]:
    del sys.modules[name]
sys.meta_path.insert(0, Missing())
import mus_desktop
for found in pkgutil.walk_packages(mus_desktop.__path__, "mus_desktop."):
    if found.name != "mus_desktop.__main__":
        importlib.import_module(found.name)
"""
    subprocess.run([sys.executable, "-c", script, *sorted(program_folder._MODULES_LEFT_OUT)], check=True)


def test_the_standard_library_is_copied_without_the_modules_left_out(tmp_path: Path) -> None:
    names = ["asyncio/__init__.pyc", "xml/sax/__init__.pyc", "pdb.pyc", "os.pyc", "json/__init__.pyc"]
    archive = _wheel(tmp_path / "all.zip", {name: name * 9 for name in names})
    copies = [tmp_path / "first.zip", tmp_path / "second.zip"]
    for copy in copies:
        program_folder.copy_standard_library(archive, copy)
    with zipfile.ZipFile(copies[0]) as kept:
        assert {name: kept.read(name).decode() for name in kept.namelist()} == {name: name * 9 for name in names[3:]}
    assert copies[0].read_bytes() == copies[1].read_bytes()


def test_of_all_but_qt_only_the_compiled_modules_are_kept(tmp_path: Path) -> None:
    library = tmp_path / "lib"
    for name in (
        "mus_desktop/__init__.py",
        "PySide6/__init__.py",
        "docx/__init__.py",
        "docx/oxml/ns.py",
        "typing_x.py",
    ):
        (library / name).parent.mkdir(parents=True, exist_ok=True)
        (library / name).write_text("ONE = 1\n")
    program_folder._compile(library)
    kept = {path.relative_to(library).as_posix() for path in library.rglob("*") if path.is_file()}
    qt = {"PySide6/__init__.py", "PySide6/__pycache__/__init__.cpython-311.pyc"}
    assert kept == qt | {"mus_desktop/__init__.pyc", "docx/__init__.pyc", "docx/oxml/ns.pyc", "typing_x.pyc"}
    script = "import sys; sys.path.insert(0, sys.argv[1]); from docx.oxml import ns; import typing_x; print(ns.ONE)"
    subprocess.run([sys.executable, "-I", "-c", script, str(library)], check=True)


def test_the_dictionary_is_the_pinned_one_of_debian(tmp_path: Path) -> None:
    copy_dictionary(tmp_path / "copied")
    names = {path.name for path in (tmp_path / "copied").iterdir()}
    assert names == {"da_DK.aff", "da_DK.dic"}
    (tmp_path / "copied" / "da_DK.dic").write_text("1\nhesd\n")
    with pytest.raises(BuildFailed, match="is not the file"):
        copy_dictionary(tmp_path / "again", tmp_path / "copied")
    (tmp_path / "copied" / "da_DK.dic").unlink()
    with pytest.raises(BuildFailed, match="is missing"):
        copy_dictionary(tmp_path / "missing", tmp_path / "copied")


def test_compiling_twice_makes_the_same_files(tmp_path: Path) -> None:
    compiled = []
    for name in ("first", "second"):
        library = tmp_path / name / "lib"
        (library / "toy").mkdir(parents=True)
        (library / "toy" / "__init__.py").write_text(
            "NAMES = {'b', 'a', 'c'}\n\ndef is_one(x):\n    return x in {'q', 'w'}\n"
        )
        program_folder._compile(library)
        compiled.append(next(library.rglob("*.pyc")).read_bytes())
    assert compiled[0] == compiled[1]
    flags = struct.unpack("<I", compiled[0][4:8])[0]
    assert flags == 1, "found by its hash, which is not compared with the source"
    assert b"lib/toy/__init__.py" in compiled[0], "no path of the PC that it was built on"


def test_checksums_and_dates(tmp_path: Path) -> None:
    folder = tmp_path / "program"
    (folder / "lib").mkdir(parents=True)
    (folder / "lib" / "æøå.txt").write_text("text")
    (folder / "MUS Desktop.exe").write_bytes(b"exe")
    settings = BuildSettings(work=tmp_path, epoch=1_700_000_000)
    program_folder.finish_program_folder(settings)
    program_folder.finish_program_folder(settings)

    subprocess.run(["sha256sum", "--check", "--quiet", "--strict", "SHA256SUMS"], cwd=folder, check=True)
    assert (folder / "SHA256SUMS").read_text("utf-8").count("\n") == 2, "its own hash is not in it"
    assert {path.stat().st_mtime for path in folder.rglob("*")} == {1_700_000_000}


def test_the_licence_files_of_wheels_are_named_after_them(tmp_path: Path) -> None:
    metadata = "Metadata-Version: 2.4\nName: toy\nVersion: 1.0\nLicense-Expression: MIT\n"
    wheel = _wheel(
        tmp_path / "toy-1.0-py3-none-any.whl",
        {"toy-1.0.dist-info/METADATA": metadata, "toy-1.0.dist-info/licenses/LICENSE": "Copyright Mette Holm"},
    )
    python = tmp_path / "LICENSE.txt"
    python.write_text("PSF")
    licences.write_licences([wheel], python, tmp_path / "licenser")

    assert (tmp_path / "licenser" / "toy-LICENSE.txt").read_text() == "Copyright Mette Holm"
    assert "toy 1.0: MIT. Se toy-LICENSE.txt\n" in (tmp_path / "licenser" / "OVERSIGT.txt").read_text("utf-8")
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in (tmp_path / "licenser" / "LGPL-3.0.txt").read_text("utf-8")


def test_a_wheel_without_a_licence_stops_the_build(tmp_path: Path) -> None:
    wheel = _wheel(tmp_path / "toy-1.0-py3-none-any.whl", {"toy-1.0.dist-info/METADATA": "Name: toy\nVersion: 1.0\n"})
    python = tmp_path / "LICENSE.txt"
    python.write_text("PSF")
    with pytest.raises(BuildFailed, match="no licence file"):
        licences.write_licences([wheel], python, tmp_path / "licenser")


def test_the_icon_has_every_size_of_windows(tmp_path: Path) -> None:
    write_icon(tmp_path / "icon.ico")
    content = (tmp_path / "icon.ico").read_bytes()
    count = struct.unpack("<3H", content[:6])[2]
    entries = [struct.unpack("<4B2H2I", content[6 + 16 * index : 22 + 16 * index]) for index in range(count)]
    assert tuple(entry[0] or 256 for entry in entries) == SIZES
    assert entries[-1][6] + entries[-1][7] == len(content)
    assert content[entries[-1][7] :].startswith(b"\x89PNG")
    write_icon(tmp_path / "again.ico")
    assert hashlib.sha256((tmp_path / "again.ico").read_bytes()).digest() == hashlib.sha256(content).digest()


@pytest.mark.parametrize("size", SIZES)
def test_the_icon_is_drawn_in_every_size(size: int) -> None:
    image = draw(DRAWING, size)
    assert image.pixelColor(0, 0).alpha() < 255, "a rounded corner"
    assert image.pixelColor(size // 2, size // 10).alpha() == 255
    assert len({image.pixel(x, y) for x in range(size) for y in range(size)}) > 10


def test_the_resources_of_a_launcher_are_filled_in() -> None:
    text = launchers._resources("mus-desktop.exe", "MUS Desktop, kommandoer", "1.20.3")
    assert "FILEVERSION 1,20,3,0" in text
    assert 'VALUE "FileVersion", "1.20.3"' in text
    assert 'VALUE "OriginalFilename", "mus-desktop.exe"' in text
    assert not any(word in text for word in ("NUMBERS", '"VERSION"', '"FILE_NAME"', '"DESCRIPTION"'))


def test_the_version_is_that_of_the_program() -> None:
    assert program_version() == __version__


@pytest.mark.parametrize("version", ["1.0", "1.0.0.1", "1.0.0rc1", "01.0.0", "1000.0.0"])
def test_a_version_that_windows_installer_cannot_compare_is_refused(version: str) -> None:
    with pytest.raises(BuildFailed, match="three numbers"):
        BuildSettings(version=version, epoch=1_700_000_000)


def test_the_date_of_the_build_can_be_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert commit_time() == 1_700_000_000
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    with pytest.raises(BuildFailed, match="1980"):
        BuildSettings()
