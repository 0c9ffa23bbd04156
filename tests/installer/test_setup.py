"""The installer for one user: every file is in it, in a fixed order, and it is signed where there is a certificate."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from installer.windows import setup, signing
from installer.windows.failure import BuildFailed
from installer.windows.icon import SIDE_PICTURE_SIZE, write_icon, write_side_picture
from installer.windows.launchers import icon_file
from installer.windows.program_folder import set_dates
from installer.windows.settings import BuildSettings
from tests.systems import posix_only

pytestmark = posix_only("the installers are built on Debian")
SCRIPT = Path(setup.__file__).with_name("setup.nsi").read_text("utf-8")


def _program(folder: Path) -> Path:
    program = folder / "program"
    for name in (
        "MUS Desktop.exe",
        "lib/docx/a.py",
        "lib/docx/b$1.py",
        "lib/$2/c.py",
        "lib/z.py",
        "python/python311.dll",
    ):
        path = program / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * 5000)
    return program


def test_every_file_is_unpacked_into_its_folder(tmp_path: Path) -> None:
    program = _program(tmp_path)
    assert setup.file_commands(program).splitlines() == [
        'SetOutPath "${NEW}"',
        f'File "{program}/MUS Desktop.exe"',
        r'SetOutPath "${NEW}\lib\$$2"',
        f'File "{program}/lib/$2/c.py"',
        r'SetOutPath "${NEW}\lib\docx"',
        f'File "{program}/lib/docx/a.py"',
        f'File "{program}/lib/docx/b$1.py"',
        r'SetOutPath "${NEW}\lib"',
        f'File "{program}/lib/z.py"',
        r'SetOutPath "${NEW}\python"',
        f'File "{program}/python/python311.dll"',
    ]
    assert setup.size_on_disk(program) == 6 * 8192


def test_everything_at_the_top_of_the_program_is_put_in_place_and_removed() -> None:
    """The script names each of them; one that it did not know would stay in the folder of the new version."""
    block = SCRIPT[SCRIPT.index("!macro ForEachEntry") :]
    named = set(re.findall(r'!insertmacro \$\{MACRO_NAME\} "(.+)"', block[: block.index("!macroend")]))
    assert named == {"python", "lib", "licenser", "SHA256SUMS", "mus-desktop.exe", "${NAME}.exe"}


def test_the_picture_beside_the_first_page_has_the_colour_of_the_icon(tmp_path: Path) -> None:
    write_side_picture(tmp_path / "picture.bmp")
    content = (tmp_path / "picture.bmp").read_bytes()
    assert content.startswith(b"BM")
    assert len(content) > SIDE_PICTURE_SIZE.width() * SIDE_PICTURE_SIZE.height() * 3


def test_nothing_is_signed_without_a_certificate(tmp_path: Path) -> None:
    file = tmp_path / "program.exe"
    file.write_bytes(b"MZ")
    signing.sign(file, environment={})
    assert file.read_bytes() == b"MZ"
    assert not signing.has_certificate({signing.CERTIFICATE: ""})


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A certificate that we made ourselves, with a password, as the environment names it."""
    if not all(map(shutil.which, ("openssl", "osslsigncode", "x86_64-w64-mingw32-gcc"))):
        pytest.skip("needs openssl, osslsigncode and a compiler for Windows")
    folder = tmp_path_factory.mktemp("certificate")
    password = "hemmelig æ"  # noqa: S105 - made up
    subject = ["-subj", "/CN=Testby Kommune", "-addext", "extendedKeyUsage=codeSigning", "-days", "2", "-nodes"]
    request = ["openssl", "req", "-x509", "-newkey", "rsa:2048", *subject, "-keyout", "key.pem", "-out", "cert.pem"]
    subprocess.run(request, cwd=folder, check=True, capture_output=True)
    export = ["openssl", "pkcs12", "-export", "-inkey", "key.pem", "-in", "cert.pem", "-out", "own.p12"]
    subprocess.run([*export, "-passout", f"pass:{password}"], cwd=folder, check=True, capture_output=True)
    return {signing.CERTIFICATE: str(folder / "own.p12"), signing.PASSWORD: password}


@pytest.fixture
def executable(tmp_path: Path) -> Path:
    """A small program for Windows."""
    source = tmp_path / "toy.c"
    source.write_text("int main(void) { return 0; }\n")
    subprocess.run(["x86_64-w64-mingw32-gcc", str(source), "-o", str(tmp_path / "toy.exe")], check=True)
    return tmp_path / "toy.exe"


def test_a_program_is_signed_with_the_given_certificate(certificate: dict[str, str], executable: Path) -> None:
    signing.sign(executable, environment=certificate)

    trusted = Path(certificate[signing.CERTIFICATE]).with_name("cert.pem")
    command = ["osslsigncode", "verify", "-CAfile", str(trusted), "-in", str(executable)]
    report = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "CN=Testby Kommune" in report
    assert list(executable.parent.glob("*.signed")) == []


def test_a_wrong_password_stops_the_build(certificate: dict[str, str], executable: Path) -> None:
    before = executable.read_bytes()
    with pytest.raises(BuildFailed, match=r"^toy\.exe could not be signed"):
        signing.sign(executable, environment={**certificate, signing.PASSWORD: "forkert"})
    assert executable.read_bytes() == before


@pytest.fixture
def settings(tmp_path: Path) -> BuildSettings:
    """The settings of a build whose program is a few small files."""
    if not shutil.which("makensis"):
        pytest.skip("needs what `make windows` installs")
    return _settings(tmp_path / "first")


def _settings(folder: Path) -> BuildSettings:
    settings = BuildSettings(
        version="1.2.3", epoch=1_700_000_000, quick=True, work=folder / "work", output=folder / "output"
    )
    program = _program(folder / "work")
    icon_file(settings).parent.mkdir()
    write_icon(icon_file(settings))
    set_dates(program, settings.epoch)
    settings.output.mkdir()
    return settings


def test_two_builds_are_the_same(settings: BuildSettings, tmp_path: Path) -> None:
    """In different folders, at different times; NSIS stores the date of every file that it packs."""
    first = setup.build_setup(settings).read_bytes()
    assert first == setup.build_setup(_settings(tmp_path / "second")).read_bytes()


def test_the_uninstaller_is_signed_too(
    settings: BuildSettings, certificate: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in certificate.items():
        monkeypatch.setenv(name, value)
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\necho "$@" >> "{tmp_path}/calls"\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))

    installer = setup.build_setup(settings)

    assert (tmp_path / "calls").read_text().startswith("-m installer.windows.signing ")
    trusted = Path(certificate[signing.CERTIFICATE]).with_name("cert.pem")
    subprocess.run(["osslsigncode", "verify", "-CAfile", str(trusted), "-in", str(installer)], check=True)


@pytest.mark.parametrize("program", ["MUS Desktop.exe", "mus-desktop.exe"])
def test_the_uninstaller_removes_what_the_program_wrote_in_the_registry(program: str) -> None:
    """See :mod:`mus_desktop.crash_reports`."""
    assert f'DeleteRegValue HKCU "${{NO_REPORTS_KEY}}" "{program}"' in SCRIPT.partition("Section Uninstall")[2]
