"""The commands. Without one the program opens its window; Qt is not imported until a command needs it.

Exit codes: 0 done, 1 failed (one clear line on stderr), 2 wrong use.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mus_desktop import __version__, paths
from mus_desktop.cli.parser import Parser
from mus_desktop.errors import KnownError
from mus_desktop.log import leave_no_dump, start_logging
from mus_desktop.model.terms import DocumentKind, PartyRole

if TYPE_CHECKING:
    from mus_desktop.services.workplace import Workplace

DONE, FAILED = 0, 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command in ``arguments`` (by default those of the process) and return the exit code."""
    _speak_utf8()
    given = list(sys.argv[1:] if arguments is None else arguments)
    # Before the parser: the subprocess must start fast, and the word is no command for users.
    if given[:1] == ["errand"]:
        return _errand(given[1])
    chosen = _without_command(given) or _parser().parse_args(given)
    start_logging(quiet=chosen.run is not _open_window)
    leave_no_dump()
    command: Callable[[argparse.Namespace], int] = chosen.run
    try:
        code = command(chosen)
        sys.stdout.flush()
    except KnownError as error:
        print(error.message, file=sys.stderr)
    except BrokenPipeError:  # the reader has closed the pipe; Python must not report it again at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        print("Afbrudt.", file=sys.stderr)
    except Exception as error:  # the message is left out: it may quote personal data
        place = traceback.extract_tb(error.__traceback__)[-1]
        about = f"{type(error).__name__}, {Path(place.filename).name}:{place.lineno}"
        print(f"Noget gik galt i programmet ({about}). Prøv igen, og meld fejlen, hvis den bliver.", file=sys.stderr)
    else:
        return code
    return FAILED


def _without_command(given: list[str]) -> argparse.Namespace | None:
    """Return the arguments for opening the window, or ``None`` if there is a command.

    A shortcut: building the whole parser takes half as long as opening the window.
    """
    match given:
        case []:
            return argparse.Namespace(data=None, run=_open_window)
        case ["--data", folder] if not folder.startswith("-"):
            return argparse.Namespace(data=Path(folder), run=_open_window)
        case _:
            return None


def _errand(order: str) -> int:
    """Run a task of the program in this subprocess; see :mod:`mus_desktop.storage.backup.target_worker`."""
    from mus_desktop.storage.backup.target_worker import do_errand  # noqa: PLC0415 - needed only in the subprocess

    try:
        return DONE if do_errand(order, lambda line: print(line, flush=True)) else FAILED
    except BrokenPipeError:  # the program that asked is gone, and nobody reads what is said
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nor is it tried once more at the exit
        return FAILED


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        # A console with another code page fails on æ, ø and å. The streams of a test may be of another type.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="mus-desktop", description="MUS Desktop: medarbejderudviklingssamtaler på egen pc.")
    parser.add_argument("--version", action="version", version=f"MUS Desktop {__version__}")
    parser.add_argument("--data", type=Path, metavar="DIR", help="mappen med programmets data")
    parser.set_defaults(run=_open_window)
    from mus_desktop.cli import backup_commands, restore_commands  # noqa: PLC0415 - not needed to open the window

    commands = parser.add_subparsers(title="kommandoer", metavar="KOMMANDO", parser_class=Parser)
    _add_demo(commands)
    _add_forms(commands)
    _add_conversations(commands)
    _add_document(commands)
    backup_commands.add_commands(commands)
    restore_commands.add_commands(commands)
    check = commands.add_parser("check", help="undersøg database, skemaer og indstillinger")
    check.set_defaults(run=_check)
    return parser


def _add_demo(commands: Any) -> None:
    demo = commands.add_parser("demo", help="lav en opdigtet leders samtaler, Word-planer og skærmbilleder i DIR")
    demo.add_argument("folder", type=Path, metavar="DIR")
    demo.set_defaults(run=_demo)


def _add_forms(commands: Any) -> None:
    forms = commands.add_parser("forms", help="vis skemaerne")
    forms.add_argument("--json", action="store_true", help="hele indholdet som JSON")
    forms.set_defaults(run=_forms)
    actions = forms.add_subparsers(title="handlinger", metavar="HANDLING", parser_class=Parser)
    check = actions.add_parser("check", help="efterse et skema")
    check.add_argument("path", type=Path, metavar="PATH")
    check.set_defaults(run=_forms_check)
    template = actions.add_parser("template", help="lav skemaets Word-skabelon")
    template.add_argument("path", type=Path, metavar="PATH")
    template.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    template.set_defaults(run=_forms_template)


def _add_conversations(commands: Any) -> None:
    conversations = commands.add_parser("conversations", help="vis samtalerne")
    conversations.add_argument("--json", action="store_true", help="som JSON")
    conversations.set_defaults(run=_conversations)


def _add_document(commands: Any) -> None:
    document = commands.add_parser("document", help="skriv et dokument")
    kinds = [kind.value for kind in DocumentKind]
    document.add_argument("kind", choices=kinds, metavar="KIND", help=f"slags: {', '.join(kinds)}")
    which = document.add_mutually_exclusive_group(required=True)
    which.add_argument("id", type=int, nargs="?", metavar="ID", help="samtalens nummer")
    which.add_argument("--blank", metavar="FORM", help="et tomt dokument på skemaet FORM")
    parties = [PartyRole.EMPLOYEE.value, PartyRole.LEADER.value]
    document.add_argument("--party", choices=parties, default=parties[0], help="hvis forberedelsesark det er")
    document.add_argument("--size", choices=["a3", "a4"], default="a4", help="samtaleguidens papir")
    document.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    document.set_defaults(run=_document)


def _data_folder(chosen: argparse.Namespace) -> Path:
    folder: Path | None = chosen.data
    return folder or paths.default_data_folder()


def _workplace(chosen: argparse.Namespace) -> AbstractContextManager[Workplace]:
    from mus_desktop.cli.backup_commands import opened  # noqa: PLC0415 - forms and help need no database

    return opened(_data_folder(chosen))


def _open_window(chosen: argparse.Namespace) -> int:
    gc.disable()  # nothing made before the first window is garbage; the window enables collection again
    from mus_desktop.app import run  # noqa: PLC0415 - Qt is loaded only for the window

    return run(_data_folder(chosen))


def _demo(chosen: argparse.Namespace) -> int:
    from mus_desktop.app import make_demo  # noqa: PLC0415 - Qt is loaded only for the pictures

    for line in make_demo(chosen.folder):
        print(line)
    return DONE


def _forms(chosen: argparse.Namespace) -> int:
    from mus_desktop.formspec.as_json import form_as_json  # noqa: PLC0415
    from mus_desktop.formspec.reader import read_folder  # noqa: PLC0415

    found = read_folder(paths.forms())
    if chosen.json:
        print(json.dumps([form_as_json(loaded.form) for loaded in found.forms], ensure_ascii=False, indent=2))
    else:
        for loaded in found.forms:
            form = loaded.form
            print(f"{form.id}  version {form.version}  {form.title} ({form.organisation})")
    for failure in found.failures:
        print(failure.message, file=sys.stderr)
    return FAILED if found.failures else DONE


def _forms_check(chosen: argparse.Namespace) -> int:
    from mus_desktop.services.forms.form_check import check_form  # noqa: PLC0415

    report = check_form(chosen.path)
    print(f"{report.form.title} ({report.form.organisation}), version {report.form.version}: ingen fejl")
    for heading, lines in (("Udskrives:", report.prints), ("Se efter:", report.warnings), ("Prøvet:", report.rendered)):
        if lines:
            print(heading, *(f"  {line}" for line in lines), sep="\n")
    return DONE


def _forms_template(chosen: argparse.Namespace) -> int:
    from mus_desktop.services.forms.form_check import write_template  # noqa: PLC0415

    write_template(chosen.path, chosen.output)
    return DONE


def _conversations(chosen: argparse.Namespace) -> int:
    with _workplace(chosen) as workplace:
        lines = [
            {
                "id": line.conversation.id,
                "employee": ", ".join(line.people),
                "form": line.form_id,
                "status": line.status.danish,
                "date": line.conversation.on_date.isoformat() if line.conversation.on_date else None,
            }
            for line in workplace.conversations.everyone()
        ]
    if chosen.json:
        print(json.dumps(lines, ensure_ascii=False, indent=2))
    else:
        for line in lines:
            day = line["date"] or "–"
            print(f"{line['id']:>5}  {day:<10}  {line['status']:<13}  {line['employee']}  ({line['form']})")
    return DONE


def _document(chosen: argparse.Namespace) -> int:
    from mus_desktop.services.documents.blank_documents import write_blank  # noqa: PLC0415

    wanted = _wanted(chosen)
    if chosen.blank is not None:
        write_blank(paths.forms(), chosen.blank, wanted, chosen.output)
        return DONE
    with _workplace(chosen) as workplace:
        workplace.documents.export(chosen.id, chosen.output, wanted)
    return DONE


def _wanted(chosen: argparse.Namespace) -> Any:
    from mus_desktop.documents.word.paper_size import Size  # noqa: PLC0415 - only documents have a size
    from mus_desktop.model.document_table import DOCUMENT_KINDS, Audience  # noqa: PLC0415
    from mus_desktop.services.documents.document_kinds import DocumentRequest  # noqa: PLC0415

    kind = DocumentKind(chosen.kind)
    role = PartyRole(chosen.party) if DOCUMENT_KINDS[kind].audience is Audience.ONE_PARTY else PartyRole.SHARED
    return DocumentRequest(kind, role, size=Size(chosen.size))


def _check(chosen: argparse.Namespace) -> int:
    with _workplace(chosen) as workplace:
        findings = workplace.health()
    for finding in findings:
        print(finding, file=sys.stderr)
    if not findings:
        print("Alt er i orden.")
    return FAILED if findings else DONE
