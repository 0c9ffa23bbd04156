"""Proof that the Python inside the program is the Python Software Foundation's.

The archive is a third party's upload to the package index, so its pinned hash alone proves little. Every binary in it
carries a signature, which is verified against the certificates that Debian trusts, and the catalogue ``python.cat`` is
signed in the same way. The standard library is compiled: its sources, from the archive that the tests use, must be in a
signed catalogue, and are compiled again and compared.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import marshal
import re
import subprocess
import sysconfig
import zipfile
from collections.abc import Iterable
from pathlib import Path
from types import CodeType

from installer.windows.failure import BuildFailed
from installer.windows.inputs import microsoft_files, sha256_of
from installer.windows.settings import run_tool

TRUSTED_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
SIGNER = "Python Software Foundation"
CATALOGUE = "python.cat"
_SIGNER_NAME = re.compile(r"Signer #0:\s+Subject\s*: (?P<subject>.+)")
_REASON = re.compile(r"MISMATCH|not installed|[Ee]rror:|verification: failed|No signature")
_NEVER_LOADED = {f"lib2to3/{name}3.11.9.final.0.pickle" for name in ("Grammar", "PatternGrammar")}
"""Caches of lib2to3, which the program does not use. They are in no catalogue."""
_BINARIES = {".dll", ".exe", ".pyd", ".cat"}


def verify_python(python: Path, complete: Path) -> str:
    """Verify the embeddable Python in ``python`` and return what was verified, in one line.

    :param complete: the complete Python of the same release, whose sources the library is compared with.
    :raises BuildFailed: when anything is not the Python Software Foundation's.
    """
    binaries = verify_binaries(python)
    catalogues = [python / CATALOGUE, complete / "DLLs" / "python_lib.cat"]
    _verify_signature(catalogues[1])
    modules = verify_library(python / "python311.zip", complete / "Lib", catalogues)
    return f"Python for Windows: {binaries} binaries and {modules} files of the library verified."


def verify_binaries(python: Path) -> int:
    """Verify every binary in the folder ``python`` and return how many there are.

    :raises BuildFailed: when one is damaged, not signed, or signed by somebody else.
    """
    pinned = microsoft_files()
    binaries = sorted(path for path in python.iterdir() if path.suffix.lower() in _BINARIES)
    for path in binaries:
        if path.name in pinned:
            _verify_digest(path, pinned[path.name])
        else:
            _verify_signature(path)
    missing = {CATALOGUE, *pinned} - {path.name for path in binaries}
    if missing:
        raise BuildFailed(f"The Python for Windows lacks {', '.join(sorted(missing))}.")
    return len(binaries)


def _verify_digest(path: Path, expected: str) -> None:
    if sha256_of(path) != expected:
        raise BuildFailed(f"{path.name} in the Python for Windows is not the file that inputs.toml names.")


def _verify_signature(path: Path) -> None:
    command = ["osslsigncode", "verify", "-CAfile", str(TRUSTED_CERTIFICATES), *_offline_options(), "-in", str(path)]
    try:
        report = run_tool(command)
    except BuildFailed as error:
        reasons = [line.strip() for line in str(error).splitlines() if _REASON.search(line)]
        raise BuildFailed(
            f"{path.name} in the Python for Windows has no valid signature. Do not use it.\n" + "\n".join(reasons)
        ) from None
    found = _SIGNER_NAME.search(report)
    names = dict(part.partition("=")[::2] for part in re.split(r"[/,]\s*", found["subject"])) if found else {}
    if names.get("CN", "").strip() != SIGNER:
        raise BuildFailed(f"{path.name} in the Python for Windows is signed by {names.get('CN')}, not by {SIGNER}.")


@functools.cache
def _offline_options() -> tuple[str, ...]:
    """Return the option that keeps newer versions of osslsigncode from asking the network for revoked certificates."""
    # Some versions exit with an error after their help.
    usage = subprocess.run(["osslsigncode", "verify", "--help"], capture_output=True, text=True, check=False)
    return ("-ignore-crl",) if "-ignore-crl" in usage.stdout + usage.stderr else ()


def verify_library(archive: Path, sources: Path, catalogues: Iterable[Path]) -> int:
    """Compare the compiled library in ``archive`` with its signed sources, and return how many modules are the same.

    :param sources: folder with the library as source (``Lib``).
    :param catalogues: verified catalogues, which contain the hash of each source.
    :raises BuildFailed: when a file of the library is not made from a source in a catalogue.
    """
    signed = b"".join(path.read_bytes() for path in catalogues)
    wrong: list[str] = []
    with zipfile.ZipFile(archive) as library:
        names = [name for name in library.namelist() if not name.endswith("/") and name not in _NEVER_LOADED]
        for name in names:
            content = library.read(name)
            if name.endswith(".pyc"):
                source = name.removesuffix("c")
                same = _is_signed(source, sources, signed) and _is_compiled_from(content, sources / source)
            else:
                same = _is_in(content, signed)
            if not same:
                wrong.append(name)
    if wrong:
        raise BuildFailed(f"These files of the Python for Windows are not those of python.org: {', '.join(wrong)}.")
    return len(names)


def _is_in(content: bytes, signed: bytes) -> bool:
    return any(hashlib.new(kind, content).digest() in signed for kind in ("sha256", "sha1"))


def _is_signed(name: str, sources: Path, signed: bytes) -> bool:
    """Return whether the source is in a catalogue, or is the same as in the Python that runs this build."""
    path = sources / name
    if not path.is_file():
        return False
    content = path.read_bytes()
    if not content or _is_in(content, signed):
        return True
    # The catalogues leave out xml/__init__.py.
    own = Path(sysconfig.get_path("stdlib"), name)
    return own.is_file() and own.read_text("utf-8") == path.read_text("utf-8")


def _is_compiled_from(compiled: bytes, source: Path) -> bool:
    code = marshal.loads(compiled[16:])  # noqa: S302 - compared, never run
    if not isinstance(code, CodeType) or compiled[:4] != importlib.util.MAGIC_NUMBER:
        return False
    again = compile(source.read_bytes(), code.co_filename, "exec", dont_inherit=True, optimize=2)
    return _comparable(code) == _comparable(again)


def _comparable(code: CodeType) -> tuple[object, ...]:
    """Return what two compilations of one source have in common: everything but the order inside sets."""
    constants = tuple(
        _comparable(value)
        if isinstance(value, CodeType)
        else sorted(map(repr, value))
        if isinstance(value, frozenset)
        else repr(value)
        for value in code.co_consts
    )
    return (code.co_code, code.co_names, constants, code.co_varnames, code.co_name, code.co_flags, code.co_argcount)
