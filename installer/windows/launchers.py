"""The two programs that a user starts: one with a window, one for commands in a console."""

from __future__ import annotations

import shutil
from pathlib import Path

from installer.windows.icon import write_icon
from installer.windows.settings import COMMAND_LAUNCHER, WINDOW_LAUNCHER, BuildSettings, run_tool
from installer.windows.signing import sign

_TOOLS = "x86_64-w64-mingw32-"
_SOURCES = Path(__file__).parent
_COMPILE = (
    *("-O2", "-s", "-static", "-municode", "-Wall", "-Wextra", "-Werror"),
    # The protections that Windows offers, and no time stamp: two builds are the same.
    *("-Wl,--nxcompat", "-Wl,--dynamicbase", "-Wl,--high-entropy-va", "-Wl,--no-insert-timestamp"),
)


def build_launchers(settings: BuildSettings) -> None:
    """Compile both launchers into the folder of the program."""
    folder = settings.work / "launcher"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    write_icon(icon_file(settings))
    shutil.copyfile(_SOURCES / "launcher.manifest", folder / "launcher.manifest")
    _build(settings, folder, WINDOW_LAUNCHER, "MUS Desktop", ["-mwindows"])
    _build(settings, folder, COMMAND_LAUNCHER, "MUS Desktop, kommandoer", ["-mconsole", "-DCONSOLE"])


def icon_file(settings: BuildSettings) -> Path:
    """Return the file of the icon, which the installers use too."""
    return settings.work / "launcher" / "mus-desktop.ico"


def _build(settings: BuildSettings, folder: Path, name: str, description: str, options: list[str]) -> None:
    script = folder / "launcher.rc"
    script.write_text(_resources(name, description, settings.version), "utf-8")
    run_tool([f"{_TOOLS}windres", "--output-format=coff", script.name, "launcher.o"], cwd=folder)
    command = [f"{_TOOLS}gcc", *_COMPILE, *options, str(_SOURCES / "launcher.c"), "launcher.o", "-o", name]
    run_tool(command, cwd=folder)
    shutil.copyfile(folder / name, settings.program / name)
    sign(settings.program / name)


def _resources(name: str, description: str, version: str) -> str:
    text = (_SOURCES / "launcher.rc").read_text("utf-8")
    replaced = {
        "NUMBERS": ",".join([*version.split("."), "0"]),
        '"DESCRIPTION"': f'"{description}"',
        '"VERSION"': f'"{version}"',
        '"FILE_NAME"': f'"{name}"',
    }
    for placeholder, value in replaced.items():
        text = text.replace(placeholder, value)
    return text
