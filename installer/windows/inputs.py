"""The pinned inputs of the build, Python for Windows and the wheels: downloaded once, checked by SHA-256 in each build.

``python -m installer.windows.inputs`` downloads what the build needs, with ``--tests`` also what the tests need.
Nothing from the downloaded archives is run.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from dataclasses import dataclass
from pathlib import Path

from installer.windows.failure import BuildFailed

CHECKOUT = Path(__file__).resolve().parents[2]
CACHE = CHECKOUT / "build" / "inputs"
"""Where downloads are kept; git ignores it, and ``make clean`` removes it."""
PYTHON_VERSION = "3.11"
PROGRAM_LOCK = CHECKOUT / "installer" / "requirements.lock"
TEST_LOCKS = (CHECKOUT / "tests" / "requirements.lock", CHECKOUT / "tests" / "windows" / "requirements.txt")
_PINS = Path(__file__).with_name("inputs.toml")
_REQUIREMENT = re.compile(r"^(?P<name>[A-Za-z0-9_.-]+)==(?P<version>\S+)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class PythonPin:
    """A source archive with a Python for Windows inside."""

    sdist: str
    version: str
    sha256: str
    folder: str
    release: str

    @property
    def file_name(self) -> str:
        """Return the name of the archive as it is downloaded."""
        return f"{self.sdist.replace('-', '_')}-{self.version}.tar.gz"


def python_pin(name: str = "python") -> PythonPin:
    """Return the pinned archive ``python`` (for the program) or ``python_for_tests``."""
    return PythonPin(**tomllib.loads(_PINS.read_text("utf-8"))[name])


def microsoft_files() -> dict[str, str]:
    """Return the SHA-256 of each file of Microsoft's that the program's Python has, by name."""
    return dict(tomllib.loads(_PINS.read_text("utf-8"))["microsoft_files"])


def dictionary_files() -> dict[str, str]:
    """Return the SHA-256 of each file of the Danish dictionary, by name."""
    return dict(tomllib.loads(_PINS.read_text("utf-8"))["dictionary"])


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def python_archive(pin: PythonPin, cache: Path = CACHE) -> Path:
    """Return the downloaded archive of ``pin``, downloading it if it is missing or damaged."""
    archive = cache / pin.file_name
    if archive.is_file() and sha256_of(archive) == pin.sha256:
        return archive
    with tempfile.TemporaryDirectory() as folder:
        backend = Path(folder, "setuptools")
        backend.mkdir()
        backend.joinpath("__init__.py").touch()
        shutil.copy(Path(__file__).with_name("metadata_backend.py"), backend / "build_meta.py")
        requirements = Path(folder, "requirements.txt")
        requirements.write_text(f"{pin.sdist}=={pin.version} --hash=sha256:{pin.sha256}\n", "utf-8")
        _download(requirements, cache, ["--no-binary=:all:", "--no-build-isolation"], {"PYTHONPATH": folder})
    return archive


def unpack_python(pin: PythonPin, destination: Path, cache: Path = CACHE) -> Path:
    """Unpack the Python of ``pin`` into the new folder ``destination`` and return it."""
    archive = python_archive(pin, cache)
    shutil.rmtree(destination, ignore_errors=True)
    destination.mkdir(parents=True)
    with tarfile.open(archive) as outer:
        # The archive holds one data.zip, and that one folder for each version of Python.
        member = next(name for name in outer.getnames() if name.endswith("/data.zip"))
        content = outer.extractfile(member)
        if content is None:
            raise BuildFailed(f"{archive.name} has no data.zip.")
        with content, zipfile.ZipFile(content) as inner:
            for name in inner.namelist():
                if name.startswith(f"{pin.folder}/") and not name.endswith("/"):
                    path = destination / name.removeprefix(f"{pin.folder}/")
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(inner.read(name))
    return destination


def locked_hashes(locks: tuple[Path, ...]) -> dict[str, frozenset[str]]:
    """Return the allowed SHA-256 of each requirement ``name==version`` in the lock files."""
    found: dict[str, frozenset[str]] = {}
    for lock in locks:
        text = lock.read_text("utf-8")
        starts = list(_REQUIREMENT.finditer(text))
        ends = [match.start() for match in starts[1:]] + [len(text)]
        for match, end in zip(starts, ends, strict=True):
            found[f"{match['name']}=={match['version']}"] = frozenset(_HASH.findall(text[match.start() : end]))
    return found


def windows_wheels(locks: tuple[Path, ...] = (PROGRAM_LOCK,), cache: Path = CACHE) -> list[Path]:
    """Return the wheels for Windows of everything in the lock files, downloaded unless all are there and whole."""
    allowed = locked_hashes(locks)
    folder = cache / "wheels"
    found = _whole_wheels(folder, allowed)
    if found is None:
        folder.mkdir(parents=True, exist_ok=True)
        for lock in locks:
            _download(
                lock, folder, ["--only-binary=:all:", "--platform=win_amd64", f"--python-version={PYTHON_VERSION}"]
            )
        found = _whole_wheels(folder, allowed)
    if found is None:
        raise BuildFailed(f"The wheels in {folder} are not those of {', '.join(lock.name for lock in locks)}.")
    return found


def _whole_wheels(folder: Path, allowed: dict[str, frozenset[str]]) -> list[Path] | None:
    """Return one wheel for each requirement, in order of name; ``None`` if one is missing or not the locked one."""
    by_hash = {sha256_of(path): path for path in sorted(folder.glob("*.whl"))}
    wheels = [next((by_hash[value] for value in hashes if value in by_hash), None) for hashes in allowed.values()]
    return sorted(path for path in wheels if path) if all(wheels) else None


def _download(requirements: Path, folder: Path, options: list[str], environment: dict[str, str] | None = None) -> None:
    command = [
        *(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--require-hashes"),
        *("--no-deps", "--dest", str(folder), "--requirement", str(requirements), *options),
    ]
    result = subprocess.run(
        command, env={**os.environ, **(environment or {})}, capture_output=True, text=True, check=False
    )
    if result.returncode:
        raise BuildFailed(f"The download of {requirements.name} failed:\n{result.stderr.strip()}")


def main() -> int:
    """Download the inputs and print where they are."""
    parser = argparse.ArgumentParser(prog="python -m installer.windows.inputs", description=__doc__)
    parser.add_argument("--tests", action="store_true", help="also what the tests under wine need")
    options = parser.parse_args()
    try:
        print(python_archive(python_pin()))
        wheels = windows_wheels()
        if options.tests:
            print(python_archive(python_pin("python_for_tests")))
            wheels = windows_wheels(TEST_LOCKS)
    except BuildFailed as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{len(wheels)} wheels in {wheels[0].parent}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
