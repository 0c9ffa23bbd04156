"""``check --self-test``: it passes where the program is whole, touches no data of the user, and names every mistake."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QLibraryInfo

from mus_desktop import paths
from mus_desktop.cli.exit_codes import DONE, FAILED
from mus_desktop.errors import KnownError
from mus_desktop.services.self_test.self_test_steps import SelfTestStep, run_steps
from mus_desktop.services.self_test.shipped_files import MANIFEST, check_files, check_forms
from mus_desktop.ui.self_test.qt_plugins import check_plugins, needed_plugins, plugin_file

REPOSITORY = Path(__file__).parents[2]


def self_test(home: Path, *more: str, modules: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the self-test as a user with an empty home, who has no screen."""
    for name in ("home", "temp"):
        (home / name).mkdir()
    folder = str(home / "home")
    profile = dict.fromkeys(("HOME", "XDG_DATA_HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA"), folder)
    temporary = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(home / "temp"))
    path = os.pathsep.join(str(one) for one in (modules, REPOSITORY) if one)
    environment = {**os.environ, **profile, **temporary, "PYTHONPATH": path, "QT_QPA_PLATFORM": ""}
    command = [sys.executable, "-m", "mus_desktop", "check", "--self-test", *more]
    return subprocess.run(command, env=environment, capture_output=True, check=False, timeout=240, encoding="utf-8")


def left_in(home: Path) -> list[str]:
    """Return the files in the folders of the user; Qt itself may cache there."""
    folders = (home / "home", home / "temp")
    return [str(file) for one in folders for file in one.rglob("*") if file.is_file() and ".cache" not in file.parts]


def test_a_whole_program_passes_without_a_screen_and_touches_nothing_of_the_users(tmp_path: Path) -> None:
    ran = self_test(tmp_path, "--json")
    assert (ran.returncode, ran.stderr) == (DONE, "")
    report = json.loads(ran.stdout)
    assert report["ok"]
    assert [step["title"] for step in report["steps"] if not step["ok"]] == []
    assert len(report["steps"]) == 16
    assert left_in(tmp_path) == []


def test_a_library_that_does_not_load_is_the_mistake_of_its_step_only(tmp_path: Path) -> None:
    modules = tmp_path / "modules"
    modules.mkdir()
    (modules / "sqlcipher3.py").write_text('raise ImportError("DLL load failed")\n', "utf-8")
    ran = self_test(tmp_path, modules=modules)
    assert ran.returncode == FAILED
    failed = [line for line in ran.stdout.splitlines() if " FEJL " in line]
    assert len(failed) == 1, ran.stdout
    assert failed[0].startswith("Adgangskode")
    assert ran.stderr.startswith("1 af 16 trin fejler: Adgangskode (MUS Desktop ")
    assert left_in(tmp_path) == []


def test_steps_that_need_a_failed_one_are_refused_and_the_others_run() -> None:
    def broken() -> str:
        raise OSError(5, "cut off")

    def known() -> str:
        raise KnownError("Installér programmet igen.")

    steps = (
        SelfTestStep("A", broken),
        SelfTestStep("B", known),
        SelfTestStep("C", lambda: "tegnet", ("A",)),
        SelfTestStep("D", lambda: "fundet"),
    )
    results = list(run_steps(steps))
    assert [result.ok for result in results] == [False, False, False, True]
    assert results[0].text.startswith("OSError: [Errno 5] cut off (test_self_test.py:")
    assert [result.text for result in results[1:]] == [
        "Installér programmet igen.",
        "kan ikke prøves, fordi »A« fejler",
        "fundet",
    ]


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """Return the package of an installed program: the forms are inside, and a wheel's list is beside it."""
    package = tmp_path / "site" / "mus_desktop"
    for form in ("kobenhavn-buf", "mini-mus"):
        shutil.copytree(paths.forms() / form, package / "_data" / "forms" / form)
    (package / "_data" / "forms" / "released.toml").write_text("[kobenhavn-buf]\n[mini-mus]\n", "utf-8")
    (package / "paths.py").write_text("# æ\n", "utf-8")
    record = tmp_path / "site" / "mus_desktop-0.1.0.dist-info" / "RECORD"
    record.parent.mkdir()
    lines = [
        f'"{name}",sha256={base64.urlsafe_b64encode(digest).decode().rstrip("=")},1'
        for name, digest in digests(package)
    ]
    record.write_text("\n".join([*lines, "../../../bin/mus-desktop,sha256=abc,1", f"{record.name},,"]), "utf-8")
    return package


def digests(package: Path) -> list[tuple[str, bytes]]:
    files = [file for file in package.rglob("*") if file.is_file()]
    return [(file.relative_to(package.parent).as_posix(), hashlib.sha256(file.read_bytes()).digest()) for file in files]


def use_manifest(package: Path) -> None:
    """List the files as an installer does, which may change what the wheel lists."""
    lines = [f"{digest.hex()}  {name}\n" for name, digest in digests(package)]
    (package.parent / MANIFEST).write_text("".join(lines), "utf-8")


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


@pytest.mark.parametrize("prepare", [lambda package: None, use_manifest], ids=["wheel", "deb"])
@pytest.mark.parametrize("name", ["paths.py", "_data/forms/kobenhavn-buf/plan.docx"])
@pytest.mark.parametrize(("harm", "said"), [(Path.unlink, "mangler"), (cut, "beskadiget")])
def test_each_missing_or_damaged_file_is_named(
    installed: Path, prepare: Callable[[Path], None], name: str, harm: Callable[[Path], None], said: str
) -> None:
    prepare(installed)
    assert check_files(installed) == f"{len(digests(installed))} filer er hele"
    harm(installed / name)
    with pytest.raises(KnownError, match=f"^mus_desktop/{name} .*{said}. Installér"):
        check_files(installed)


def test_on_windows_the_list_is_in_the_folder_of_the_launchers(
    installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_manifest(installed)
    library, folder = installed.parent, installed.parents[1]
    listed = (library / MANIFEST).read_text("utf-8").splitlines()
    (library / MANIFEST).unlink()
    shutil.rmtree(next(library.glob("*.dist-info")))
    launcher = folder / "MUS Desktop.exe"
    launcher.write_bytes(b"MZ")
    lines = [line.replace("  ", f"  {library.name}/") for line in listed]
    lines.append(f"{hashlib.sha256(b'MZ').hexdigest()}  {launcher.name}")
    (folder / MANIFEST).write_text("\n".join(lines), "utf-8")

    assert check_files(installed).startswith("ingen filliste"), "a file list above a checkout is not the program's"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert check_files(installed) == f"{len(lines)} filer er hele"
    launcher.unlink()
    with pytest.raises(KnownError, match=r"^MUS Desktop\.exe mangler"):
        check_files(installed)


def test_many_missing_files_are_counted(installed: Path) -> None:
    count = len(digests(installed))
    shutil.rmtree(installed)
    with pytest.raises(KnownError, match=f"og {count - 3} andre mangler"):
        check_files(installed)


def test_a_missing_form_a_damaged_form_and_a_damaged_template_are_found(installed: Path) -> None:
    forms = installed / "_data" / "forms"
    assert check_forms(forms).startswith("2 skemaer")
    whole = (forms / "kobenhavn-buf" / "plan.docx").read_bytes()
    (forms / "kobenhavn-buf" / "plan.docx").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(KnownError, match=r"^kobenhavn-buf: "):
        check_forms(forms)
    (forms / "kobenhavn-buf" / "plan.docx").write_bytes(whole)
    shutil.rmtree(forms / "kobenhavn-buf")
    with pytest.raises(KnownError, match="Skemaet kobenhavn-buf mangler"):
        check_forms(forms)
    (forms / "mini-mus" / "form.toml").write_text("language = [", "utf-8")
    with pytest.raises(KnownError, match=r"mini-mus.*linje"):
        check_forms(forms)


@pytest.mark.parametrize("name", needed_plugins())
def test_each_missing_or_damaged_plugin_of_qt_is_named(name: str, tmp_path: Path) -> None:
    real = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    # Qt loads each path once, so the broken plugin is in a folder that was never loaded from.
    for needed in needed_plugins():
        target = tmp_path / "plugins" / plugin_file(needed)
        target.parent.mkdir(exist_ok=True, parents=True)
        shutil.copyfile(real / plugin_file(needed), target)
    if (real.parent / "lib").is_dir():  # the plugins look for Qt's libraries beside their folder
        (tmp_path / "lib").symlink_to(real.parent / "lib")
    file = tmp_path / "plugins" / plugin_file(name)
    file.write_bytes(b"not a library" * 50)
    with pytest.raises(KnownError, match=f"^Qt's del {plugin_file(name)} kan ikke indlæses [^;]*$"):
        check_plugins(tmp_path / "plugins")
    file.unlink()
    with pytest.raises(KnownError, match=f"^Qt's del {plugin_file(name)} mangler[^;]*$"):
        check_plugins(tmp_path / "plugins")


def test_the_plugins_of_this_program_load() -> None:
    assert check_plugins().startswith("qoffscreen, qsvgicon, qsvg, ")
