"""Build the program for Windows: a folder, an installer for one user, a package for IT and a portable ZIP file.

Runs on Debian 12 from a checkout. Inputs are pinned by hash and kept in ``build/inputs``; the results are in
``dist/windows``. Two builds of one commit are the same, byte for byte.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from installer.windows.dll_check import check_libraries
from installer.windows.failure import BuildFailed
from installer.windows.inputs import sha256_of
from installer.windows.launchers import build_launchers
from installer.windows.msi import build_msi
from installer.windows.portable import build_portable
from installer.windows.program_folder import CHECKSUMS, build_program_folder, finish_program_folder, program_files
from installer.windows.settings import BuildSettings
from installer.windows.setup import build_setup
from installer.windows.signing import has_certificate

MAX_FOLDER_SIZE = 90_000_000
"""Bytes that the installed program may take."""
MAX_INSTALLER_SIZE = 30_000_000
PARTS: dict[str, Callable[[BuildSettings], Path]] = {"setup": build_setup, "msi": build_msi, "portable": build_portable}
"""What is built from the folder, by name; without any, only the folder is built."""


def build(settings: BuildSettings, parts: Sequence[str] = tuple(PARTS)) -> list[Path]:
    """Build the program's folder and then ``parts`` of it, reporting each step; return the built files."""
    start = time.monotonic()
    settings.output.mkdir(parents=True, exist_ok=True)
    print(build_program_folder(settings))
    build_launchers(settings)
    print("Signed with the given certificate." if has_certificate() else "Not signed: there is no certificate.")
    print(f"Libraries: everything that {check_libraries(settings.program)} binaries load is there.")
    finish_program_folder(settings)
    size = sum(path.stat().st_size for path in program_files(settings.program))
    _report(settings.program, size, MAX_FOLDER_SIZE, start)
    built = []
    for name in parts:
        path = PARTS[name](settings)
        built.append(path)
        limited = name == "setup" and not settings.quick
        _report(path, path.stat().st_size, MAX_INSTALLER_SIZE if limited else None, start)
    sums = "".join(f"{sha256_of(path)}  {path.name}\n" for path in built)
    (settings.output / CHECKSUMS).write_text(sums, "utf-8")
    return built


def _report(path: Path, size: int, limit: int | None, start: float) -> None:
    print(f"{path}: {size / 1e6:.1f} MB, after {time.monotonic() - start:.0f} s", flush=True)
    if limit and size > limit:
        raise BuildFailed(f"{path.name} is larger than {limit / 1e6:.0f} MB.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Build what the command line asks for, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m installer.windows.build", description=__doc__)
    parser.add_argument("--version", help="another version than the checkout's, to test an upgrade with")
    parser.add_argument("--quick", action="store_true", help="compress little, for tests")
    parser.add_argument("--only", nargs="*", choices=tuple(PARTS), default=tuple(PARTS), help="build only these parts")
    parser.add_argument("--work", type=Path, help="folder for what is built on the way (build/windows)")
    parser.add_argument("--output", type=Path, help="folder for the results (dist/windows)")
    options = vars(parser.parse_args(arguments))
    only, quick = options.pop("only"), options.pop("quick")
    try:
        given = {name: value for name, value in options.items() if value is not None}
        build(BuildSettings(quick=quick, **given), only)
    except BuildFailed as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
