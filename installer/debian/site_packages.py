"""The Python packages in the package for Debian: slimmed wheels, with the libraries of Qt that they need.

Of PySide6 only what is listed comes along; of Qt's libraries those that something else needs, found by reading them.
"""

from __future__ import annotations

import fnmatch
import hashlib
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

from installer.windows.failure import BuildFailed
from installer.windows.inputs import CACHE, CHECKOUT, PROGRAM_LOCK, PYTHON_VERSION, locked_hashes, sha256_of

MANIFEST = "SHA256SUMS"
# Debian 12 has glibc 2.36. pip takes the newest that is named.
_PLATFORMS = ("manylinux_2_34_x86_64", "manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64")
_QT_MODULES = ("Core", "Gui", "PrintSupport", "Svg", "Widgets")
_PLUGINS = (
    *("platforms/libqxcb", "platforms/libqoffscreen", "platforms/libqwayland"),
    *("iconengines/libqsvgicon", "imageformats/libqsvg", "imageformats/libqjpeg", "imageformats/libqico"),
    *("platforminputcontexts/libcomposeplatforminputcontextplugin",),
    *("platforminputcontexts/libibusplatforminputcontextplugin",),
    "platformthemes/libqxdgdesktopportal",  # the file dialogs of the desktop
    "printsupport/libcupsprintersupport",
    *("wayland-shell-integration/libxdg-shell", "wayland-decoration-client/libadwaita"),
    *("wayland-decoration-client/libbradient", "wayland-graphics-integration-client/libqt-plugin-wayland-egl"),
)
_PYSIDE_FILES = (
    *(f"PySide6/{name}.py" for name in ("__init__", "_config", "_git_pyside_version", "support/__init__")),
    "PySide6/support/deprecated.py",
    "PySide6/libpyside6.abi3.so.*",
    *(f"PySide6/Qt{name}.abi3.so" for name in _QT_MODULES),
    *(f"PySide6/Qt/plugins/{name}.so" for name in _PLUGINS),
    "PySide6/Qt/lib/*.so*",  # those that nothing needs are removed afterwards
    "PySide6/Qt/translations/qtbase_da.qm",  # the Danish words on Qt's own buttons
)
_SHIBOKEN_FILES = ("shiboken6/*.py", "shiboken6/Shiboken.abi3.so", "shiboken6/libshiboken6.abi3.so.*")
_ONLY = {"pyside6_essentials": _PYSIDE_FILES, "shiboken6": _SHIBOKEN_FILES}
_LEFT_OUT = (
    *("*/tests/*", "*/py.typed", "*.pyi", "*.pyx", "*.pxd", "*.pxi", "*.h", "*.c", "*.cpp", "*.cmake", "*.rng"),
    "hunspell/dictionaries/*",  # English
    *("lxml/html/*", "lxml/isoschematron/*", "lxml/includes/*", "lxml/objectify*"),
    *("docx/templates/default-docx-template/*", "zxcvbn/__main__.py"),
)
_NEEDED = re.compile(r"^\s+NEEDED\s+(\S+)$", re.MULTILINE)


def linux_wheels(cache: Path = CACHE) -> list[Path]:
    """Return the wheels of the lock file for Debian 12, downloaded unless all are there and whole."""
    folder, allowed = cache / "wheels-linux", locked_hashes((PROGRAM_LOCK,))
    found = _whole_wheels(folder, allowed)
    if found is None:
        folder.mkdir(parents=True, exist_ok=True)
        platforms = [f"--platform={name}" for name in _PLATFORMS]
        run(
            *(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--require-hashes"),
            *("--no-deps", "--only-binary=:all:", f"--python-version={PYTHON_VERSION}", *platforms),
            *("--dest", str(folder), "--requirement", str(PROGRAM_LOCK)),
        )
        found = _whole_wheels(folder, allowed)
    if found is None:
        raise BuildFailed(f"The wheels in {folder} are not those of {PROGRAM_LOCK.name}.")
    return found


def _whole_wheels(folder: Path, allowed: dict[str, frozenset[str]]) -> list[Path] | None:
    by_hash = {sha256_of(path): path for path in sorted(folder.glob("*.whl"))}
    wheels = [next((by_hash[value] for value in hashes if value in by_hash), None) for hashes in allowed.values()]
    return sorted(path for path in wheels if path) if all(wheels) else None


def own_wheel(folder: Path, epoch: int) -> Path:
    """Build the wheel of the checkout in ``folder`` and return it."""
    run(
        *(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)),
        environment={"SOURCE_DATE_EPOCH": str(epoch)},
    )
    return next(folder.glob("*.whl"))


def build_library(wheels: Iterable[Path], library: Path, version: str) -> None:
    """Unpack what the program needs of the wheels into ``library``, and list its files."""
    for wheel in wheels:
        _unpack(wheel, library)
    _remove_unneeded_libraries(library / "PySide6" / "Qt" / "lib", library)
    _state_version(library / "mus_desktop" / "__init__.py", version)
    lines = [f"{_digest(path)}  {path.relative_to(library).as_posix()}\n" for path in files_in(library)]
    (library / MANIFEST).write_text("".join(lines), "utf-8")


def files_in(folder: Path) -> list[Path]:
    """Return every file in ``folder``, in a fixed order."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def binaries_in(folder: Path) -> list[Path]:
    """Return every shared library and extension module in ``folder``."""
    return [path for path in files_in(folder) if ".so" in path.suffixes]


def _unpack(wheel: Path, library: Path) -> None:
    only = _ONLY.get(wheel.name.partition("-")[0], ("*",))
    with zipfile.ZipFile(wheel) as content:
        for name in content.namelist():
            if name.endswith("/") or not _is_wanted(name, only):
                continue
            path = library / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.read(name))


def _is_wanted(name: str, only: tuple[str, ...]) -> bool:
    if ".dist-info/" in name or ".data/" in name:
        return False
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in only) and not any(
        fnmatch.fnmatchcase(name, pattern) for pattern in _LEFT_OUT
    )


def _remove_unneeded_libraries(folder: Path, library: Path) -> None:
    """Remove each library in ``folder`` that nothing else in the package needs, directly or through another."""
    available = {path.name: path for path in folder.iterdir()}
    wanted = [path for path in binaries_in(library) if path.parent != folder]
    kept: set[str] = set()
    while wanted:
        needed = {name for path in wanted for name in _NEEDED.findall(run("objdump", "-p", str(path)))}
        new = (needed & available.keys()) - kept
        kept |= new
        wanted = [available[name] for name in sorted(new)]
    for name in available.keys() - kept:
        available[name].unlink()


def _state_version(module: Path, version: str) -> None:
    """Let the program state the version of the build, also where a test asked for another than the checkout's."""
    lines = module.read_text("utf-8").splitlines()
    changed = [f'__version__ = "{version}"' if line.startswith("__version__ = ") else line for line in lines]
    module.write_text("\n".join(changed) + "\n", "utf-8")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def run(*command: str, cwd: Path = CHECKOUT, environment: dict[str, str] | None = None) -> str:
    """Run a tool and return what it printed on stdout. :raises BuildFailed: it is missing or fails."""
    try:
        result = subprocess.run(
            command, cwd=cwd, env={**os.environ, **(environment or {})}, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        raise BuildFailed(f"{command[0]} is not installed; see installer/debian-packages.sh.") from None
    if result.returncode:
        raise BuildFailed(f"{Path(command[0]).name} failed:\n{result.stdout}{result.stderr}")
    return result.stdout
