"""Every module and every public class has one name that no other has, so that a name says where it is."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "mus_desktop"
SHARED_MODULES: dict[str, str] = {}
"""Module names that two modules may have, each with the reason."""
SHARED_CLASSES: dict[str, str] = {}
"""Class names that two classes may have, each with the reason."""
MOST_FILES_IN_A_FOLDER = 25


def _modules() -> list[Path]:
    return [path for path in sorted(PACKAGE.rglob("*.py")) if path.name != "__init__.py"]


def _places(found: Iterable[tuple[str, Path]]) -> dict[str, list[str]]:
    places: dict[str, list[str]] = defaultdict(list)
    for name, path in found:
        places[name].append(path.relative_to(PACKAGE).as_posix())
    return places


def test_no_two_modules_have_one_name() -> None:
    places = _places((path.stem, path) for path in _modules())
    assert {name: where for name, where in places.items() if len(where) > 1 and name not in SHARED_MODULES} == {}
    assert [name for name in SHARED_MODULES if len(places[name]) < 2] == [], "no exception without need"


def test_no_two_public_classes_have_one_name() -> None:
    places = _places(
        (node.name, path)
        for path in _modules()
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert {name: where for name, where in places.items() if len(where) > 1 and name not in SHARED_CLASSES} == {}
    assert [name for name in SHARED_CLASSES if len(places[name]) < 2] == [], "no exception without need"


def test_a_folder_can_be_seen_at_a_glance() -> None:
    count = {folder: len(list(folder.glob("*.py"))) - 1 for folder in {path.parent for path in _modules()}}
    assert {folder.as_posix(): files for folder, files in count.items() if files > MOST_FILES_IN_A_FOLDER} == {}
