"""The inputs of the Windows build: only what is pinned is used, and nothing of it is run."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from installer.windows import inputs
from installer.windows.failure import BuildFailed
from installer.windows.inputs import PythonPin
from tests.systems import posix_only

pytestmark = posix_only("the installers are built on Debian")


def _archive(folder: Path, files: dict[str, str]) -> PythonPin:
    """Return the pin of an archive with these files in its data.zip, stored in ``folder``."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as inner:
        for name, text in files.items():
            inner.writestr(name, text)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "toy_python-1.0.tar.gz"
    with tarfile.open(path, "w:gz") as outer:
        for name, content in {
            "PKG-INFO": b"Metadata-Version: 2.1\nName: toy-python\nVersion: 1.0\n",
            "setup.py": b"open('was-run', 'w')\nraise SystemExit('setup.py was run')\n",
            "src/data.zip": data.getvalue(),
        }.items():
            member = tarfile.TarInfo(f"toy_python-1.0/{name}")
            member.size = len(content)
            outer.addfile(member, io.BytesIO(content))
    return PythonPin("toy-python", "1.0", hashlib.sha256(path.read_bytes()).hexdigest(), "cp311", "3.11.9")


def _pip_finds(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pip look for archives in ``folder`` only."""
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))


def test_a_python_archive_is_downloaded_without_running_its_setup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pin = _archive(
        tmp_path / "index", {"cp311/python.exe": "exe", "cp311/Lib/os.py": "os", "cp312/python.exe": "other"}
    )
    _pip_finds(tmp_path / "index", monkeypatch)

    unpacked = inputs.unpack_python(pin, tmp_path / "python", tmp_path / "cache")

    assert sorted(path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*.*")) == [
        "Lib/os.py",
        "python.exe",
    ]


def test_a_damaged_download_is_fetched_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pin = _archive(tmp_path / "index", {"cp311/python.exe": "exe"})
    _pip_finds(tmp_path / "index", monkeypatch)
    cached = tmp_path / "cache" / pin.file_name
    cached.parent.mkdir()
    cached.write_bytes(b"half a download")

    assert inputs.sha256_of(inputs.python_archive(pin, tmp_path / "cache")) == pin.sha256


def test_an_archive_with_another_hash_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pin = _archive(tmp_path / "index", {"cp311/python.exe": "exe"})
    _pip_finds(tmp_path / "index", monkeypatch)
    other = PythonPin(pin.sdist, pin.version, "0" * 64, pin.folder, pin.release)

    with pytest.raises(BuildFailed, match="DO NOT MATCH THE HASHES"):
        inputs.python_archive(other, tmp_path / "cache")


def test_a_damaged_wheel_in_the_cache_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheels = tmp_path / "cache" / "wheels"
    wheels.mkdir(parents=True)
    wheel = wheels / "toy-1.0-py3-none-any.whl"
    wheel.write_bytes(b"content")
    lock = tmp_path / "lock.txt"
    digest = hashlib.sha256(b"content").hexdigest()
    lock.write_text(f"# made by hand\ntoy==1.0 \\\n    --hash=sha256:{'0' * 64} \\\n    --hash=sha256:{digest}\n")
    asked: list[Path] = []
    monkeypatch.setattr(inputs, "_download", lambda requirements, *_rest: asked.append(requirements))

    assert inputs.windows_wheels((lock,), tmp_path / "cache") == [wheel]
    assert asked == [], "whole wheels are not downloaded again"

    wheel.write_bytes(b"damaged")
    with pytest.raises(BuildFailed, match="not those of"):
        inputs.windows_wheels((lock,), tmp_path / "cache")
    assert asked == [lock]


def test_every_requirement_of_the_locks_has_hashes() -> None:
    locked = inputs.locked_hashes((inputs.PROGRAM_LOCK, *inputs.TEST_LOCKS))
    assert len(locked) > 40
    assert [name for name, hashes in locked.items() if not hashes] == []


def test_the_command_says_in_one_message_why_it_failed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_arguments: object) -> None:
        raise BuildFailed("The download failed.")

    monkeypatch.setattr(inputs, "python_archive", fail)
    monkeypatch.setattr(sys, "argv", ["inputs"])
    assert inputs.main() == 1
    assert capsys.readouterr().err == "The download failed.\n"


def test_the_modules_of_the_build_run_as_commands() -> None:
    """``installer`` is found in the checkout, not a package of that name elsewhere."""
    command = [sys.executable, "-m", "installer.windows.inputs", "--help"]
    assert subprocess.run(command, cwd=inputs.CHECKOUT, capture_output=True, check=True).stdout
