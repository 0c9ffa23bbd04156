"""Build the Debian package of the program from a checkout: ``dist/debian/mus-desktop_VERSION_amd64.deb``.

Runs on Debian 12. Inputs are pinned by hash; two builds of one commit are the same, byte for byte.
"""

from __future__ import annotations

import argparse
import gzip
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from installer.debian.site_packages import binaries_in, build_library, linux_wheels, own_wheel, run
from installer.windows.failure import BuildFailed
from installer.windows.inputs import CHECKOUT

PARTS = Path(__file__).parent / "parts"
"""The files that go into the package as they are, or with their fields filled in."""
ICON_SIZES = (16, 22, 24, 32, 48, 64, 128, 256)
_DRAWING = CHECKOUT / "resources" / "icons" / "mus-desktop.svg"
_LICENCE = re.compile(r"\.dist-info/(?:licenses/)?(?:.*/)?(?P<name>(?:LICEN[CS]E|COPYING|NOTICE)[^/]*)$", re.IGNORECASE)
_VERSION = re.compile(r'^__version__ = "(.+)"$', re.MULTILINE)
_SCRIPTS = ("postinst", "prerm")
_MAX_SIZE = 40_000_000
"""Bytes that the package may take."""


def build(version: str, epoch: int, work: Path, output: Path, *, quick: bool = False) -> Path:
    """Build the package and return it. :raises BuildFailed: an input is wrong, or a tool fails."""
    shutil.rmtree(work, ignore_errors=True)
    root = work / "root"
    wheels = linux_wheels()
    build_library([*wheels, own_wheel(work / "wheel", epoch)], root / "usr" / "lib" / "mus-desktop", version)
    _install_parts(root, version, epoch)
    _install_icons(root / "usr" / "share" / "icons" / "hicolor")
    _install_licences(wheels, root / "usr" / "share" / "doc" / "mus-desktop")
    _set_modes_and_dates(root, epoch)
    _write_control(root, work, version)
    _set_modes_and_dates(root, epoch)
    output.mkdir(parents=True, exist_ok=True)
    package = output / f"mus-desktop_{version}_amd64.deb"
    # One thread: how xz divides the work changes the file.
    compression = ("-Zxz", "-z1" if quick else "-z6", "--threads-max=1")
    run(
        *("dpkg-deb", *compression, "--root-owner-group", "--build", str(root), str(package)),
        environment={"SOURCE_DATE_EPOCH": str(epoch)},
    )
    if package.stat().st_size > _MAX_SIZE and not quick:
        raise BuildFailed(f"{package.name} is larger than {_MAX_SIZE / 1e6:.0f} MB.")
    return package


def _install_parts(root: Path, version: str, epoch: int) -> None:
    share = root / "usr" / "share"
    places = {
        "mus-desktop.desktop": share / "applications",
        "mus-desktop.metainfo.xml": share / "metainfo",
        "copyright": share / "doc" / "mus-desktop",
    }
    for name, folder in places.items():
        _copy(PARTS / name, folder / name, version, epoch)
    _copy(PARTS / "launcher.py", root / "usr" / "bin" / "mus-desktop", version, epoch)
    _copy(PARTS / "lintian-overrides", share / "lintian" / "overrides" / "mus-desktop", version, epoch)
    for name, folder in (
        ("mus-desktop.1", share / "man" / "man1"),
        ("mus-desktop.da.1", share / "man" / "da" / "man1"),
    ):
        _compress(_filled(PARTS / name, version, epoch), folder / "mus-desktop.1.gz")
    readme = (CHECKOUT / "installer" / "README.md").read_text("utf-8")
    _compress(readme, share / "doc" / "mus-desktop" / "README.IT.md.gz")
    _compress(_filled(PARTS / "changelog", version, epoch), share / "doc" / "mus-desktop" / "changelog.gz")


def _filled(file: Path, version: str, epoch: int) -> str:
    """Return the text of ``file`` with its fields filled in."""
    at = datetime.fromtimestamp(epoch, UTC)
    fields = {"@VERSION@": version, "@DAY@": f"{at:%Y-%m-%d}", "@DATE@": format_datetime(at)}
    text = file.read_text("utf-8")
    for field, value in fields.items():
        text = text.replace(field, value)
    return text


def _copy(file: Path, target: Path, version: str, epoch: int) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(_filled(file, version, epoch), "utf-8")


def _compress(text: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def _install_icons(folder: Path) -> None:
    for size in ICON_SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        QSvgRenderer(str(_DRAWING)).render(painter)
        painter.end()
        target = folder / f"{size}x{size}" / "apps" / "mus-desktop.png"
        target.parent.mkdir(parents=True)
        if not image.save(str(target)):
            raise BuildFailed(f"The icon cannot be written: {target}.")
    scalable = folder / "scalable" / "apps" / "mus-desktop.svg"
    scalable.parent.mkdir(parents=True)
    shutil.copyfile(_DRAWING, scalable)


def _install_licences(wheels: Iterable[Path], documentation: Path) -> None:
    """Write the licences that came with the wheels beside the overview of them."""
    for wheel in wheels:
        name = wheel.name.partition("-")[0]
        with zipfile.ZipFile(wheel) as content:
            for member in content.namelist():
                found = _LICENCE.search(member)
                # Qt's commercial licence is not the one under which it is used here.
                if found and "Commercial" not in member:
                    target = documentation / "third-party" / f"{name}-{found['name'].removesuffix('.txt')}"
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(content.read(member))


def _write_control(root: Path, work: Path, version: str) -> None:
    control = root / "DEBIAN"
    control.mkdir()
    files = sorted(path for path in (root / "usr").rglob("*") if path.is_file())
    size = sum(-(-path.stat().st_size // 1024) for path in files)
    text = (PARTS / "control").read_text("utf-8")
    for field, value in {
        "@VERSION@": version,
        "@SIZE@": str(size),
        "@LIBRARIES@": _needed_packages(root, work),
    }.items():
        text = text.replace(field, value)
    (control / "control").write_text(text, "utf-8")
    sums = run("md5sum", *(str(path.relative_to(root)) for path in files), cwd=root)
    for script in _SCRIPTS:
        shutil.copyfile(PARTS / script, control / script)
    (control / "md5sums").write_text(sums, "utf-8")


def _needed_packages(root: Path, work: Path) -> str:
    """Return the packages of Debian with the libraries that ours need, as ``dpkg-shlibdeps`` finds them."""
    folder = work / "shlibdeps"
    (folder / "debian").mkdir(parents=True)
    (folder / "debian" / "control").write_text("Source: mus-desktop\n\nPackage: mus-desktop\nArchitecture: amd64\n")
    library = root / "usr" / "lib" / "mus-desktop"
    binaries = binaries_in(library)
    own = sorted({f"-l{path.parent}" for path in binaries})
    options = ("-O", "--ignore-missing-info", *own, *(f"-e{path}" for path in binaries))
    found = run("dpkg-shlibdeps", *options, cwd=folder)
    line = next((line for line in found.splitlines() if line.startswith("shlibs:Depends=")), "")
    if not line:
        raise BuildFailed(f"dpkg-shlibdeps names no packages: {found}")
    return line.partition("=")[2]


def _set_modes_and_dates(root: Path, epoch: int) -> None:
    """Give everything the modes of a package, and the date of the build; folders last, as new files change theirs."""
    for path in (*sorted(root.rglob("*"), reverse=True), root):  # the root too: its mode is that of our own umask
        path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" or path.name in _SCRIPTS else 0o644)
        os.utime(path, (epoch, epoch))


def program_version() -> str:
    """Return the version that the program in the checkout states."""
    found = _VERSION.search((CHECKOUT / "mus_desktop" / "__init__.py").read_text("utf-8"))
    if not found:
        raise BuildFailed("mus_desktop/__init__.py states no version.")
    return found[1]


def commit_time() -> int:
    """Return ``SOURCE_DATE_EPOCH``, or else the time of the last commit: the date of every file in the package."""
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    result = subprocess.run(("git", "log", "-1", "--format=%ct"), cwd=CHECKOUT, capture_output=True, check=False)
    if result.returncode:
        raise BuildFailed("Outside a git checkout, set SOURCE_DATE_EPOCH to the date that the built files shall have.")
    return int(result.stdout)


def main(arguments: Sequence[str] | None = None) -> int:
    """Build what the command line asks for, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m installer.debian.build", description=__doc__)
    parser.add_argument("--version", help="another version than the checkout's, to test an upgrade with")
    parser.add_argument("--quick", action="store_true", help="compress little, for tests")
    parser.add_argument("--work", type=Path, default=CHECKOUT / "build" / "debian", help="for what is built on the way")
    parser.add_argument("--output", type=Path, default=CHECKOUT / "dist" / "debian", help="for the package")
    options = parser.parse_args(arguments)
    try:
        version = options.version or program_version()
        package = build(version, commit_time(), options.work.absolute(), options.output.absolute(), quick=options.quick)
    except BuildFailed as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{package}: {package.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
