"""The Python inside the program is verified, and one changed byte stops the build."""

from __future__ import annotations

import importlib.util
import marshal
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from installer.windows import inputs, python_check
from installer.windows.failure import BuildFailed
from tests.systems import posix_only

pytestmark = posix_only("the installers are built on Debian")

ARCHIVE = inputs.CACHE / inputs.python_pin().file_name
downloaded = pytest.mark.skipif(
    not ARCHIVE.is_file() or not shutil.which("osslsigncode"), reason="needs what `make windows` downloads"
)


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """The real embeddable Python, unpacked."""
    return inputs.unpack_python(inputs.python_pin(), tmp_path / "python")


def _change_a_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@downloaded
def test_the_pinned_python_is_signed_by_the_foundation(python: Path) -> None:
    assert python_check.verify_binaries(python) == 31


@downloaded
@pytest.mark.parametrize("name", ["_queue.pyd", "python.cat", "vcruntime140_1.dll"])
def test_a_changed_byte_stops_the_build(python: Path, name: str) -> None:
    """A signed binary, the signed catalogue, and a file that is known by its hash only."""
    for path in python.iterdir():
        if path.name not in {name, "python.cat", "vcruntime140.dll", "vcruntime140_1.dll"}:
            path.unlink()
    python_check.verify_binaries(python)

    _change_a_byte(python / name)
    with pytest.raises(BuildFailed, match=rf"^{name} in the Python for Windows"):
        python_check.verify_binaries(python)


@downloaded
def test_a_missing_binary_stops_the_build(python: Path) -> None:
    (python / "vcruntime140.dll").unlink()
    with pytest.raises(BuildFailed, match=r"lacks vcruntime140\.dll"):
        python_check.verify_binaries(python)


@pytest.mark.parametrize(
    ("subject", "signer"),
    [
        ("/C=US/O=Python Software Foundation/CN=Python Software Foundation", None),
        ("C=US, O=Python Software Foundation, CN=Python Software Foundation", None),
        ("/C=US/O=Python Software Foundation/CN=Somebody Else", "Somebody Else"),
    ],
)
def test_a_valid_signature_of_somebody_else_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, subject: str, signer: str | None
) -> None:
    report = f"Signer's certificate:\n\tSigner #0:\n\t\tSubject: {subject}\n\t\tIssuer : /CN=DigiCert\nSucceeded\n"
    monkeypatch.setattr(python_check, "run_tool", lambda _command: report)
    monkeypatch.setattr(python_check, "_offline_options", lambda: ())
    if signer is None:
        python_check._verify_signature(tmp_path / "python311.dll")
    else:
        with pytest.raises(BuildFailed, match=f"is signed by {signer}"):
            python_check._verify_signature(tmp_path / "python311.dll")


def _library(folder: Path, compiled_from: bytes) -> tuple[Path, Path, Path]:
    """Return a library with one module, its source and a catalogue with the source's hash."""
    source = folder / "Lib" / "module.py"
    source.parent.mkdir()
    source.write_bytes(b"LIMIT = {'a', 'b'}\n\n\ndef double(x):\n    return 2 * x if x in {1, 2, 3} else None\n")
    code = compile(compiled_from or source.read_bytes(), "module.py", "exec", dont_inherit=True, optimize=2)
    with zipfile.ZipFile(folder / "python311.zip", "w") as archive:
        archive.writestr("module.pyc", importlib.util.MAGIC_NUMBER + bytes(12) + marshal.dumps(code))
    catalogue = folder / "python.cat"
    catalogue.write_bytes(b"catalogue" + bytes.fromhex(inputs.sha256_of(source)) + b"end")
    return folder / "python311.zip", source.parent, catalogue


def test_a_library_compiled_from_its_signed_sources_is_accepted(tmp_path: Path) -> None:
    archive, sources, catalogue = _library(tmp_path, b"")
    assert python_check.verify_library(archive, sources, [catalogue]) == 1


def test_a_module_with_other_code_is_refused(tmp_path: Path) -> None:
    archive, sources, catalogue = _library(tmp_path, b"def double(x):\n    return 3 * x\n")
    with pytest.raises(BuildFailed, match=r"module\.pyc"):
        python_check.verify_library(archive, sources, [catalogue])


def test_a_source_that_nobody_signed_is_refused(tmp_path: Path) -> None:
    archive, sources, catalogue = _library(tmp_path, b"")
    catalogue.write_bytes(b"catalogue of other files")
    with pytest.raises(BuildFailed, match=r"module\.pyc"):
        python_check.verify_library(archive, sources, [catalogue])


@pytest.mark.skipif(not shutil.which("osslsigncode"), reason="needs osslsigncode")
def test_revoked_certificates_are_not_asked_for_over_the_network() -> None:
    usage = subprocess.run(["osslsigncode", "verify", "--help"], capture_output=True, text=True, check=False)
    python_check._offline_options.cache_clear()
    assert bool(python_check._offline_options()) == ("-ignore-crl" in usage.stdout + usage.stderr)
