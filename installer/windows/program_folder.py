"""The folder of the installed program: verified Python, slimmed wheels, our own wheel, licences and checksums.

``python`` holds the embeddable CPython without what the program never uses; ``lib`` the packages, compiled. Of PySide6
only what is listed comes along, of the other wheels everything but tests and files for building. Of libraries that are
not ours and that nobody needs to change, only the compiled modules are kept.
"""

from __future__ import annotations

import fnmatch
import os
import shutil
import sys
import zipfile
from pathlib import Path

from installer.windows.dictionary import copy_dictionary
from installer.windows.failure import BuildFailed
from installer.windows.inputs import CHECKOUT, PYTHON_VERSION, python_pin, sha256_of, unpack_python, windows_wheels
from installer.windows.licences import write_licences
from installer.windows.python_check import verify_python
from installer.windows.settings import BuildSettings, run_tool

CHECKSUMS = "SHA256SUMS"
_PYTHON_FILES_LEFT_OUT = {
    "LICENSE.txt",  # goes to the other licences
    "python.cat",
    "python.exe",  # the launchers load python311.dll themselves
    "pythonw.exe",
    "python311._pth",  # written below
    # Modules that the program never loads. Without _ssl no encrypted connection could be made at all.
    *("_asyncio.pyd", "_msi.pyd", "_overlapped.pyd", "_ssl.pyd", "libssl-3.dll", "winsound.pyd"),
    *("_elementtree.pyd", "_multiprocessing.pyd", "pyexpat.pyd"),
}
_STANDARD_LIBRARY = "python311.zip"
# Modules and packages of the standard library that nothing in the program imports: for developers, for connections to
# other computers, and for old formats.
_MODULES_LEFT_OUT = frozenset(
    """
    aifc antigravity asynchat asyncio asyncore bdb cgi cgitb chunk cmd code codeop compileall cProfile crypt curses dbm
    distutils doctest ensurepip ftplib http imaplib imghdr lib2to3 mailbox mailcap modulefinder msilib multiprocessing
    netrc nntplib nturl2path pdb pickletools pipes plistlib poplib profile pstats pty py_compile pyclbr pydoc pydoc_data
    rlcompleter smtpd smtplib sndhdr socketserver ssl sunau symtable tabnanny telnetlib this timeit trace tty turtle
    unittest uu venv wave webbrowser wsgiref xdrlib xml xmlrpc zipapp
    """.split()  # noqa: SIM905 - eighty names are read more easily so
)
_QT_MODULES = ("Core", "Gui", "PrintSupport", "Svg", "Widgets")
_PYSIDE_FILES = (
    *(f"PySide6/{name}.py" for name in ("__init__", "_config", "_git_pyside_version", "support/__init__")),
    "PySide6/support/deprecated.py",
    "PySide6/pyside6.abi3.dll",
    *(f"PySide6/Qt{name}.pyd" for name in _QT_MODULES),
    *(f"PySide6/Qt6{name}.dll" for name in _QT_MODULES),
    # Python has loaded its own vcruntime140 and vcruntime140_1 by then, so no others could be loaded.
    *(f"PySide6/{name}.dll" for name in ("msvcp140", "msvcp140_1", "msvcp140_2")),
    *(f"PySide6/plugins/platforms/{name}.dll" for name in ("qwindows", "qoffscreen")),
    "PySide6/plugins/iconengines/qsvgicon.dll",
    *(f"PySide6/plugins/imageformats/{name}.dll" for name in ("qico", "qsvg")),
    "PySide6/translations/qtbase_da.qm",  # the Danish words on Qt's own buttons
)
# Its copy of msvcp140 is the one in PySide6, where Python looks too (boot.py).
_SHIBOKEN_FILES = ("shiboken6/*.py", "shiboken6/Shiboken.pyd", "shiboken6/shiboken6.abi3.dll")
# icalendar looks up UTC, and Windows has no time zones of its own; a calendar that is read may be from another country.
_ZONE_FILES = ("tzdata/*.py", "tzdata/zoneinfo/UTC", "tzdata/zoneinfo/Europe/*")
_ONLY = {"pyside6_essentials": _PYSIDE_FILES, "shiboken6": _SHIBOKEN_FILES, "tzdata": _ZONE_FILES}
_LEFT_OUT = (
    *("*/tests/*", "*/py.typed", "*.pyi"),
    *("*.pyx", "*.pxd", "*.pxi", "*.h", "*.c", "*.cpp", "*.lib", "*.cmake"),
    "hunspell/dictionaries/*",  # English
    *("lxml/html/*", "lxml/isoschematron/*", "lxml/includes/*", "lxml/objectify*", "lxml/sax*"),
    "docx/templates/default-docx-template/*",  # default.docx, unpacked
    "zxcvbn/__main__.py",
)
_KEEP_SOURCES = ("PySide6/", "shiboken6/")
"""Packages whose modules come along as source too: Qt's may be changed by the user (LGPL)."""


def build_program_folder(settings: BuildSettings) -> str:
    """Build the folder ``settings.program`` without launchers and checksums; return what was verified, in one line."""
    shutil.rmtree(settings.program, ignore_errors=True)
    settings.program.mkdir(parents=True)
    verified = _lay_python(settings)
    wheels = windows_wheels(cache=settings.cache)
    library = settings.program / "lib"
    for wheel in (*wheels, build_own_wheel(settings)):
        unpack_wheel(wheel, library)
    copy_dictionary(library / "mus_desktop" / "_data" / "resources" / "dictionary")
    _state_version(library / "mus_desktop" / "__init__.py", settings.version)
    _compile(library)
    write_licences(wheels, settings.work / "python" / "LICENSE.txt", settings.program / "licenser")
    return verified


def _lay_python(settings: BuildSettings) -> str:
    """Copy the verified Python into the folder ``python`` of the program."""
    unpacked = unpack_python(python_pin(), settings.work / "python", settings.cache)
    complete = unpack_python(python_pin("python_for_tests"), settings.work / "complete_python", settings.cache)
    verified = verify_python(unpacked, complete)
    shutil.rmtree(complete)
    destination = settings.program / "python"
    destination.mkdir()
    for path in unpacked.iterdir():
        if path.name == _STANDARD_LIBRARY:
            copy_standard_library(path, destination / path.name)
        elif path.name not in _PYTHON_FILES_LEFT_OUT:
            shutil.copyfile(path, destination / path.name)
    # With this file Python looks for modules nowhere else: no variables, no registry, no folders of the user.
    (destination / "python311._pth").write_text("python311.zip\r\n.\r\n..\\lib\r\n", "ascii", newline="")
    shutil.copyfile(Path(__file__).with_name("boot.py"), destination / "boot.py")
    return verified


def copy_standard_library(archive: Path, copy: Path) -> None:
    """Copy the modules of ``archive`` that the program may import, unchanged and in the same order."""
    with zipfile.ZipFile(archive) as all_modules, zipfile.ZipFile(copy, "w") as kept:
        for module in all_modules.infolist():
            if module.filename.partition("/")[0].removesuffix(".pyc") not in _MODULES_LEFT_OUT:
                kept.writestr(module, all_modules.read(module), compresslevel=9)


def build_own_wheel(settings: BuildSettings) -> Path:
    """Build the wheel of the checkout and return it."""
    folder = settings.work / "wheel"
    shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    run_tool(command, CHECKOUT, {"SOURCE_DATE_EPOCH": str(settings.epoch)})
    return next(folder.glob("*.whl"))


def unpack_wheel(wheel: Path, library: Path) -> None:
    """Unpack what the program needs of ``wheel`` into ``library``."""
    only = _ONLY.get(wheel.name.partition("-")[0], ("*",))
    with zipfile.ZipFile(wheel) as content:
        for name in content.namelist():
            if name.endswith("/") or not (_is_wanted(name, only) or name.endswith(".dist-info/METADATA")):
                continue
            if ".data/" in name:
                raise BuildFailed(f"{wheel.name} installs files outside the library: {name}.")
            path = library / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.read(name))


def _is_wanted(name: str, only: tuple[str, ...]) -> bool:
    if ".dist-info/" in name:
        return False
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in only) and not any(
        fnmatch.fnmatchcase(name, pattern) for pattern in _LEFT_OUT
    )


def _state_version(module: Path, version: str) -> None:
    """Let the program state the version of the build, also where a test asked for another than the checkout's."""
    lines = module.read_text("utf-8").splitlines()
    changed = [f'__version__ = "{version}"' if line.startswith("__version__ = ") else line for line in lines]
    module.write_text("\n".join(changed) + "\n", "utf-8")


def _compile(library: Path) -> None:
    """Compile every module, so that the program starts as fast from a folder in which it may not write.

    The compiled files are used without a look at their sources. The order inside sets is fixed, so that two builds are
    the same. Columns are left out of the compiled files (a twelfth of them): an error still names its line. Libraries
    whose sources are not kept have their compiled modules in the place of the sources.
    """
    if f"{sys.version_info.major}.{sys.version_info.minor}" != PYTHON_VERSION:
        raise BuildFailed(f"The build must run on Python {PYTHON_VERSION}, as the program does.")
    with_sources = {library / name.rstrip("/") for name in _KEEP_SOURCES}
    for part in sorted(library.iterdir()):
        _compile_part(part, library, keep_sources=part in with_sources)


def _compile_part(part: Path, library: Path, *, keep_sources: bool) -> None:
    script = (
        "import compileall, sys; from py_compile import PycInvalidationMode as Mode; "
        "part, library, legacy = sys.argv[1:]; "
        "options = dict(quiet=1, stripdir=library, prependdir='lib', legacy=legacy == 'yes', "
        "invalidation_mode=Mode.UNCHECKED_HASH); "
        "compile_ = compileall.compile_file if part.endswith('.py') else compileall.compile_dir; "
        "sys.exit(not compile_(part, **options))"
    )
    legacy = "no" if keep_sources else "yes"
    command = [sys.executable, "-I", "-X", "no_debug_ranges", "-c", script, str(part), str(library), legacy]
    run_tool(command, environment={"PYTHONHASHSEED": "0"})
    if not keep_sources:
        for source in [part] if part.suffix == ".py" else part.rglob("*.py"):
            source.unlink()


def finish_program_folder(settings: BuildSettings) -> None:
    """Write the checksums of every file, and set every date to that of the build."""
    write_checksums(settings.program)
    set_dates(settings.program, settings.epoch)


def program_files(folder: Path) -> list[Path]:
    """Return every file in ``folder``, in a fixed order."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def write_checksums(folder: Path) -> None:
    """Write ``SHA256SUMS``, as ``sha256sum --check`` reads it, for every file in ``folder``."""
    (folder / CHECKSUMS).unlink(missing_ok=True)
    lines = [f"{sha256_of(path)}  {path.relative_to(folder).as_posix()}\n" for path in program_files(folder)]
    (folder / CHECKSUMS).write_text("".join(lines), "utf-8")


def set_dates(folder: Path, epoch: int) -> None:
    """Set the date of everything in ``folder``; folders last, because a new file changes theirs."""
    for path in sorted(folder.rglob("*"), reverse=True):
        os.utime(path, (epoch, epoch))
