"""The words and arguments of every command. The module of a command is imported when the command runs.

This is the one place where commands are imported inside functions (docs/decisions/0005-lazy-imports.md).
"""

# ruff: noqa: PLC0415 - a command loads only what it needs

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mus_desktop import __version__, paths
from mus_desktop.cli.parser import Parser
from mus_desktop.model.terms import DocumentKind, PartyRole


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Return the parsed ``arguments``; ``run`` is the function of the command, ``None`` if there is no command."""
    parser = Parser(prog="mus-desktop", description="MUS Desktop: medarbejderudviklingssamtaler på egen pc.")
    parser.add_argument("--version", action="version", version=f"MUS Desktop {__version__}")
    parser.add_argument("--data", type=Path, metavar="DIR", help="mappen med programmets data")
    parser.set_defaults(run=None)
    commands = parser.add_subparsers(title="kommandoer", metavar="KOMMANDO", parser_class=Parser)
    _add_demo(commands)
    _add_forms(commands)
    _add_conversations(commands)
    _add_employees(commands)
    _add_document(commands)
    _add_manual(commands)
    _add_statistics(commands)
    _add_backup(commands)
    _add_restore(commands)
    _add_check(commands)
    return parser.parse_args(arguments)


def _add_demo(commands: Any) -> None:
    demo = commands.add_parser("demo", help="lav en opdigtet leders samtaler, Word-planer og skærmbilleder i DIR")
    demo.add_argument("folder", type=Path, metavar="DIR")
    demo.set_defaults(run=_demo)


def _add_forms(commands: Any) -> None:
    forms = commands.add_parser("forms", help="vis skemaerne")
    forms.add_argument("--json", action="store_true", help="hele indholdet som JSON")
    forms.set_defaults(run=_forms)
    actions = forms.add_subparsers(title="handlinger", metavar="HANDLING", parser_class=Parser)
    check = actions.add_parser("check", help="kontrollér et skema")
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


def _add_employees(commands: Any) -> None:
    employees = commands.add_parser("employees", help="medarbejderne")
    actions = employees.add_subparsers(title="handlinger", metavar="HANDLING", parser_class=Parser, required=True)
    imported = actions.add_parser("import", help="læs en medarbejderliste: CSV eller Excel")
    imported.add_argument("file", type=Path, metavar="FILE")
    imported.add_argument("--dry-run", action="store_true", help="vis, hvad der ville ske, uden at gemme")
    imported.add_argument("--json", action="store_true", help="som JSON")
    imported.set_defaults(run=_employees_import)


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


def _add_manual(commands: Any) -> None:
    manual = commands.add_parser("manual", help="skriv vejledningen som ét Word-dokument")
    manual.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    manual.set_defaults(run=_manual)


def _add_statistics(commands: Any) -> None:
    report = commands.add_parser("report", help="skriv opsamlingen på en periode, uden at nogen kan kendes")
    report.add_argument("--page", action="store_true", help="kun én side til personalemødet")
    report.add_argument("--words", default="", metavar="TEKST", help="lederens egne ord om mønstrene")
    report.set_defaults(run=_report)
    figures = commands.add_parser("figures", help="skriv tallene til MED-udvalget i Word, eller som CSV")
    figures.set_defaults(run=_figures)
    for command in (report, figures):
        command.add_argument("--period", default="", metavar="PERIODE", help="2026 eller 2026/2027; ellers den nyeste")
        command.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")


def _add_backup(commands: Any) -> None:
    taken = commands.add_parser("backup", help="tag en kontrolleret backup, og læg den på backupstederne")
    taken.add_argument("--to", type=Path, metavar="DIR", help="læg den også i mappen DIR, krypteret")
    taken.set_defaults(run=_backup)


def _add_restore(commands: Any) -> None:
    verified = commands.add_parser("verify", help="kontrollér en backup")
    verified.add_argument("file", type=Path, metavar="FILE")
    verified.set_defaults(run=_verify)
    restored = commands.add_parser("restore", help="gendan fra en backup")
    restored.add_argument("file", type=Path, metavar="FILE")
    help_text = "adgangskoden til det, der er på pc'en nu, er glemt: flyt det til side, og gem det"
    restored.add_argument("--forgotten", action="store_true", help=help_text)
    restored.set_defaults(run=_restore)


def _add_check(commands: Any) -> None:
    check = commands.add_parser("check", help="undersøg database, skemaer og indstillinger, eller selve programmet")
    help_text = "prøv det installerede program i en midlertidig mappe, uden at røre dine data"
    other = check.add_mutually_exclusive_group()
    other.add_argument("--self-test", action="store_true", help=help_text)
    other.add_argument(
        "--policy", nargs="?", type=Path, const=paths.policy_file(), metavar="FILE", help="kontrollér IT's fil"
    )
    check.add_argument("--json", action="store_true", help="som JSON")
    check.set_defaults(run=_check)


def _demo(options: argparse.Namespace) -> int:
    from mus_desktop.cli import data_commands

    return data_commands.demo(options)


def _conversations(options: argparse.Namespace) -> int:
    from mus_desktop.cli import data_commands

    return data_commands.conversations(options)


def _check(options: argparse.Namespace) -> int:
    if options.self_test:
        from mus_desktop.cli.self_test_command import self_test

        return self_test(options)
    if options.policy is not None:
        from mus_desktop.cli.policy_command import check_policy

        return check_policy(options)
    from mus_desktop.cli import data_commands

    return data_commands.check(options)


def _forms(options: argparse.Namespace) -> int:
    from mus_desktop.cli import form_commands

    return form_commands.forms(options)


def _forms_check(options: argparse.Namespace) -> int:
    from mus_desktop.cli import form_commands

    return form_commands.check(options)


def _forms_template(options: argparse.Namespace) -> int:
    from mus_desktop.cli import form_commands

    return form_commands.template(options)


def _employees_import(options: argparse.Namespace) -> int:
    from mus_desktop.cli import employee_commands

    return employee_commands.import_staff(options)


def _document(options: argparse.Namespace) -> int:
    from mus_desktop.cli import document_commands

    return document_commands.document(options)


def _manual(options: argparse.Namespace) -> int:
    from mus_desktop.cli import help_commands

    return help_commands.manual(options)


def _report(options: argparse.Namespace) -> int:
    from mus_desktop.cli import statistics_commands

    return statistics_commands.report(options)


def _figures(options: argparse.Namespace) -> int:
    from mus_desktop.cli import statistics_commands

    return statistics_commands.figures(options)


def _backup(options: argparse.Namespace) -> int:
    from mus_desktop.cli import backup_commands

    return backup_commands.backup(options)


def _verify(options: argparse.Namespace) -> int:
    from mus_desktop.cli import restore_commands

    return restore_commands.verify(options)


def _restore(options: argparse.Namespace) -> int:
    from mus_desktop.cli import restore_commands

    return restore_commands.restore(options)
