"""The plugins of Qt that the program needs. Each is loaded with all libraries it needs itself, without a screen."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QPluginLoader

from mus_desktop.errors import KnownError

_FOR_ALL = ("platforms/qoffscreen", "iconengines/qsvgicon", "imageformats/qsvg")
_FOR_SYSTEMS = {
    "win32": ("platforms/qwindows",),
    # The second holds the dead keys, with which ´ and ¨ are put over a letter.
    "linux": ("platforms/qxcb", "platforminputcontexts/composeplatforminputcontextplugin"),
}
"""The plugins by ``sys.platform``, as folder and name without ``lib`` and the ending."""


def check_plugins(folder: Path | None = None) -> str:
    """Load every plugin; return their names.

    :param folder: the folder of Qt's plugins, by default the usual one.
    :raises KnownError: some are missing or cannot be loaded; each is named with Qt's reason.
    """
    folder = folder or Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    needed = needed_plugins()
    problems = list(_problems(folder, needed))
    if problems:
        raise KnownError(f"{'; '.join(problems)}. Installér programmet igen, og de pakker, det bygger på.")
    return ", ".join(name.rpartition("/")[2] for name in needed)


def needed_plugins(system: str = sys.platform) -> tuple[str, ...]:
    """Return the plugins that the program needs on ``system``, as ``folder/name``."""
    return (*_FOR_ALL, *_FOR_SYSTEMS.get(system, ()))


def plugin_file(name: str, system: str = sys.platform) -> str:
    """Return the file of a plugin, relative to the folder of plugins."""
    folder, _, stem = name.partition("/")
    return f"{folder}/{stem}.dll" if system == "win32" else f"{folder}/lib{stem}.so"


def _problems(folder: Path, needed: tuple[str, ...]) -> Iterator[str]:
    for name in needed:
        file = folder / plugin_file(name)
        loader = QPluginLoader(str(file))
        # Never unloaded: the window of the next step uses some of them.
        if not file.is_file():
            yield f"Qt's del {plugin_file(name)} mangler"
        elif not loader.load():
            yield f"Qt's del {plugin_file(name)} kan ikke indlæses ({loader.errorString()})"
