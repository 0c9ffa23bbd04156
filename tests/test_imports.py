"""Imports are at the top of their file, apart from named places, and no module imports itself by way of others."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from mus_desktop.ui.shell import lazy_imports

PACKAGE = Path(__file__).parents[1] / "mus_desktop"
NAMED_PLACES = {
    "app.py": "Qt is imported for the window or the screenshots only",
    "cli/main.py": "the window needs no commands, and a command no window",
    "cli/commands.py": "a command imports only what it needs",
    "cli/self_test_command.py": "a part that is missing is the mistake of one step, and does not end the command",
    "cli/file_tasks.py": "the subprocess imports only what it needs",
    "services/workplace.py": "a service is imported when it is first used",
    "ui/employees/sidebar.py": "the line about the backup is shown after the first window",
    "services/documents/document_maker.py": "the Word libraries wait until a document is wanted",
    "services/documents/plans_signed_before_upgrade.py": "the Word libraries wait until documents are compared",
    "services/forms/form_check.py": "the Word libraries wait until a template is derived",
}
"""The modules that import the program's own modules inside functions, each with the reason."""
ON_THE_WAY_TO_THE_WINDOW = {
    "paths.py": "platformdirs: the folder may be given",
    "ui/shell/error_report.py": "platform: only after an error",
    "storage/database/opening.py": "most databases are plain, and no exchange was cut off",
    "storage/database/connection.py": "most databases are plain, and no exchange follows",
    "storage/database/error_conversion.py": "schema and values are compared only after an error, or by a check",
    "storage/database/engine.py": "sqlcipher3 takes long to load, and most databases are plain",
    "storage/database/checksum.py": "hashlib and the copying of the file: a first start has nothing to compare",
    "storage/database/file_freeze.py": "threads: no copy is made before the first window",
    "storage/database/migrator.py": "most databases have the newest schema",
    "storage/database/data_location.py": "only on Windows",
    "storage/policy/installed_policy.py": "most PCs have no policy file",
    "ui/controls/line_edit.py": "the first window has one line, which is empty",
}
"""Modules that the first window needs, with a part that it does not need."""
RARELY_NEEDED = {
    "services/invitation/invitation_job.py": "icalendar, mail and Word: only when an invitation is made",
    "services/safety/password_strength.py": "the word lists of zxcvbn: only a new password needs them",
    "services/writing/hunspell_dictionary.py": "chunspell: only the first word that is written needs it",
}
SOME_SYSTEMS_LACK = {
    "local_disk.py": "the parts of ctypes for Windows",
    "system_errors.py": "the parts of ctypes for Windows",
    "services/staff_import/workbook_task.py": "resource does not exist on Windows",
    "crash_reports.py": "resource does not exist on Windows",
    "storage/database/folder_access.py": "the parts of ctypes for Windows",
    "windows_call.py": "ctypes takes long to load, and only Windows needs it",
    "services/safety/secret_store.py": "the parts of ctypes for Windows",
}
ALLOWED = {**NAMED_PLACES, **ON_THE_WAY_TO_THE_WINDOW, **RARELY_NEEDED, **SOME_SYSTEMS_LACK}
MOST_ON_THE_WAY = 20
"""Imports inside functions of the modules that the first window needs; a named place may grow."""
CUT = ("mus_desktop.storage.database.error_conversion", "mus_desktop.storage.records.unreadable_values")
"""The health check of an open database reads every value as the records do; pyproject.toml has the same exception."""


def _sources() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def _inside_functions(tree: ast.AST) -> int:
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    found = {inner for one in functions for inner in ast.walk(one) if isinstance(inner, ast.Import | ast.ImportFrom)}
    return len(found)


def test_imports_inside_functions_are_in_named_places_only() -> None:
    counted = {
        path.relative_to(PACKAGE).as_posix(): found
        for path in _sources()
        if (found := _inside_functions(ast.parse(path.read_text("utf-8"))))
    }
    assert {name: found for name, found in counted.items() if name not in ALLOWED} == {}
    assert [name for name in ALLOWED if name not in counted] == [], "no exception without need"
    assert sum(counted[name] for name in ON_THE_WAY_TO_THE_WINDOW) <= MOST_ON_THE_WAY


def test_what_the_shell_imports_lazy_imports_is_what_type_checkers_see() -> None:
    tree = ast.parse(Path(lazy_imports.__file__).read_text("utf-8"))
    seen = {
        alias.name: node.module
        for block in tree.body
        if isinstance(block, ast.If)
        for node in ast.walk(block)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert seen == lazy_imports._MODULES
    used = {
        name for path in _sources() for name in re.findall(r"\blazy_imports\.([A-Za-z]\w*)", path.read_text("utf-8"))
    }
    assert used == set(seen), "a name that is not in the table fails only when it is used"
    for name in seen:
        assert getattr(lazy_imports, name).__name__ == name
    with pytest.raises(AttributeError):
        _ = lazy_imports.unknown


def test_no_module_imports_itself_by_way_of_others() -> None:
    """Also counts the imports inside functions and those for type checkers: a cycle is never needed here."""
    names = {_name_of(path) for path in _sources()}
    graph = {_name_of(path): set(_imported(path, names)) - {_name_of(path)} for path in _sources()}
    graph[CUT[0]].remove(CUT[1])
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"a cycle: {' <- '.join(error.args[1])}")


def _name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imported(path: Path, names: set[str]) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in names)
        elif isinstance(node, ast.ImportFrom) and node.module in names:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in names else node.module
