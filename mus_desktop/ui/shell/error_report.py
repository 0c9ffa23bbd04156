"""A programming error in words: Danish sentences for the leader, and a report for IT without personal text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import qVersion

from mus_desktop import __version__

_PACKAGE = Path(__file__).resolve().parents[2]
_BUILT = Path("lib", _PACKAGE.name)
"""The package as modules name it that were compiled for Windows: their sources do not come along."""
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_<>.]{1,60}")
_REMOVED = "[...]"
_MOST_CAUSES = 5
_SECTIONS = (
    ("documents", "Det skete, mens et Word-dokument blev lavet eller læst."),
    ("storage/backup", "Det skete under arbejdet med en backup."),
    ("safety", "Det skete under arbejdet med backup eller adgangskode."),
    ("meeting", "Det skete, mens en samtale blev planlagt."),
    ("employees", "Det skete i listen over medarbejdere."),
    ("paper", "Det skete, mens tekst blev hentet ind."),
    ("forms", "Det skete, mens et skema blev læst."),
    ("conversation", "Det skete i en samtale."),
    ("fields", "Det skete i en samtale."),
    ("settings", "Det skete i indstillingerne."),
    ("storage", "Det skete, mens dine data blev læst eller gemt."),
)
"""The parts of the package, and where the leader knows them from; the first that fits."""
_KINDS = (
    (MemoryError, "Pc'en har ikke hukommelse nok. Luk andre programmer, og prøv igen."),
    (
        ImportError,
        "En del af programmet mangler. Bed it-afdelingen om at installere det igen; dine data bliver, hvor de er.",
    ),
    (OSError, "En fil eller en mappe kunne ikke bruges."),
)


def what_happened(error: BaseException) -> str:
    """Return in Danish what went wrong, and in which part of the program."""
    kind = next(
        (text for kind, text in _KINDS if isinstance(error, kind)),
        "Programmet kunne ikke gøre det, det var i gang med.",
    )
    return " ".join(part for part in (kind, _section(error.__traceback__)) if part)


def report(error: BaseException, trace: TracebackType | None, now: datetime | None = None) -> str:
    """Return the details a developer needs: versions, time, and type, numbers and places of the error and its causes.

    Never the texts of errors, the values of variables or the names of files, which may all quote people. Names in the
    program's code are shown; those of generated code are not, because a form or a template may have named it.
    """
    import platform  # noqa: PLC0415 - needed only after an error

    system = f"Python {platform.python_version()} · Qt {qVersion()} · {platform.system()} {platform.release()}"
    lines = [f"MUS Desktop {__version__} · {system}", *([f"{now:%d.%m.%Y %H:%M}"] if now else [])]
    for number, one in enumerate(_with_causes(error)):
        lines += ["", "Årsag:"] if number else []
        lines += [_type_and_numbers(one), *_places(trace if one is error else one.__traceback__)]
    return "\n".join(lines)


def _section(trace: TracebackType | None) -> str:
    """Return the sentence of the part where the error was raised, or else of the part that called it."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    frame = trace.tb_frame if trace is not None else None
    while frame is not None:
        inside = f"/{_inside_package(frame.f_code.co_filename) or ''}"
        if found := next((text for part, text in _SECTIONS if f"/{part}/" in inside), ""):
            return found
        frame = frame.f_back
    return ""


def _with_causes(error: BaseException) -> Iterator[BaseException]:
    """Yield the error and what it was raised from or during, the newest first; a chain may lead back to itself."""
    seen: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in seen and len(seen) < _MOST_CAUSES:
        seen.append(one)
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


def _type_and_numbers(error: BaseException) -> str:
    numbers = {name: getattr(error, name, None) for name in ("errno", "winerror", "sqlite_errorname")}
    shown = [f"{name} {_plain(str(number))}" for name, number in numbers.items() if number is not None]
    return " · ".join([_plain(type(error).__name__), *shown])


def _places(trace: TracebackType | None) -> Iterator[str]:
    while trace is not None:
        code = trace.tb_frame.f_code
        yield f"  {_place(code.co_filename)}:{trace.tb_lineno} {_plain(code.co_name)}"
        trace = trace.tb_next


def _place(filename: str) -> str:
    inside = _inside_package(filename)
    # Paths outside the package may contain a user name, so only the name of the file is shown.
    return _plain(Path(filename).name) if inside is None else f"{_PACKAGE.name}/{inside}"


def _inside_package(filename: str) -> str | None:
    """Return the path of one of our modules in the package; ``None`` for any other file."""
    path = Path(filename)
    folder = next((one for one in (_PACKAGE, _BUILT) if path.is_relative_to(one)), None)
    return None if folder is None else path.relative_to(folder).as_posix()


def _plain(name: str) -> str:
    return name if _PLAIN_NAME.fullmatch(name) else _REMOVED
