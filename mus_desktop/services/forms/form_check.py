"""The commands ``forms check`` and ``forms template``: checking a form for its author."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mus_desktop.documents.content import PlanContent, SheetContent
from mus_desktop.documents.word.file_access import open_files
from mus_desktop.errors import FormError
from mus_desktop.formspec.form_report import print_report, warnings
from mus_desktop.formspec.reader import read_form
from mus_desktop.formspec.values import clean
from mus_desktop.limited_reading import FileTooLarge, read_limited
from mus_desktop.model.answers import Value
from mus_desktop.model.form import Fact, Field, Form, PartyRole
from mus_desktop.model.period import Period
from mus_desktop.services.demo.story_import import agreement_from_table
from mus_desktop.services.documents.blank_documents import blank_document
from mus_desktop.services.documents.document_content import blank_of
from mus_desktop.services.documents.document_kinds import PLAN_TEMPLATE, DocumentRequest, choices
from mus_desktop.services.documents.document_maker import DocumentMaker
from mus_desktop.services.forms.template_file import read_template
from mus_desktop.system_errors import explanation, problem_of

EXAMPLE = "example.toml"
_MAX_EXAMPLE_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class FormReport:
    """The result of a check, as Danish lines; there is a report only for a form without problems."""

    form: Form
    prints: tuple[str, ...]
    warnings: tuple[str, ...]
    rendered: tuple[str, ...]


def check_form(path: Path) -> FormReport:
    """Read the form at ``path``, report what prints where, and render its documents blank and with its example.

    :raises FormError: with every problem of the form or of its example.
    :raises DocumentError: its template cannot be rendered.
    """
    loaded = read_form(path)
    folder = loaded.source_path.parent
    rendered = _render_all(loaded.form, folder)
    return FormReport(loaded.form, print_report(loaded.form), warnings(loaded.form), rendered)


def write_template(path: Path, target: Path) -> None:
    """Write the Word template derived from the form at ``path`` to ``target``.

    :raises FormError: the form cannot be read.
    :raises DocumentError: the file cannot be written, or there is another file of that name.
    """
    from mus_desktop.documents.plan.templates import derive_plan_template  # noqa: PLC0415 - Word is needed only here

    content = derive_plan_template(read_form(path).form)
    with open_files(target.parent) as files:
        files.write_new(target, content)


def _render_all(form: Form, folder: Path) -> tuple[str, ...]:
    """Render every document of the form, blank and with the example if there is one, and return a line for each."""
    template_file, example = folder / PLAN_TEMPLATE, folder / EXAMPLE
    template = read_template(template_file)
    maker, requests = DocumentMaker(), choices(form)
    lines = [
        f"{request.title(form)}, tom: {len(blank_document(form, request, template, maker))} bytes"
        for request in requests
    ]
    if example.is_file():
        plan = _example_content(form, example)
        for request in requests:
            document = maker.document(_content_for(request, plan), request, template)
            lines.append(f"{request.title(form)} med eksemplet: {len(document)} bytes")
    return tuple(lines)


def _content_for(request: DocumentRequest, content: PlanContent) -> PlanContent | SheetContent:
    """Return the part of the example that a document shows: the plan itself, or the facts at the top of a sheet."""
    if request.is_plan:
        return content
    return replace(blank_of(content.form, request), facts=content.facts)


def _example_content(form: Form, example: Path) -> PlanContent:
    person = _read_example(example)
    try:
        content = person["conversation"][0]
        problems = _example_problems(form, content)
        if problems:
            raise FormError("\n".join(f"{example}: {problem}" for problem in problems))
        return PlanContent(
            form=form,
            facts={Fact.EMPLOYEE: str(person["name"]), Fact.PERIOD: Period.parse(content["period"]).title},
            agreements=tuple(agreement_from_table(row) for row in content.get("agreement", ())),
            agreed_on=content.get("agreed_on"),
        )
    except (LookupError, TypeError, AttributeError, ValueError) as error:
        raise FormError(
            f"{example}: eksemplet mangler noget eller er skrevet forkert. Ret det, som i eksemplet til et andet skema."
        ) from error


def _read_example(example: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(read_limited(example, _MAX_EXAMPLE_BYTES).decode("utf-8"))
    except RecursionError as error:
        raise FormError(f"{example}: eksemplet har for mange lister inden i hinanden. Ret det.") from error
    except FileTooLarge as error:
        raise FormError(f"{example}: eksemplet er for stort. Vælg den rigtige fil.") from error
    except OSError as error:
        raise FormError(f"{example}: eksemplet kan ikke læses. {explanation(problem_of(error), 'filen')}") from error
    except ValueError as error:  # a number of thousands of digits is one too
        raise FormError(f"{example}: eksemplet kan ikke læses. Ret det: {error}") from error


def _example_problems(form: Form, content: Mapping[str, Any]) -> list[str]:
    fields = {field.key: field for field in form.fields()}
    return [
        problem
        for role in PartyRole
        for key, value in content.get(role, {}).items()
        if (problem := _answer_problem(form, fields.get(key), key, value))
    ]


def _answer_problem(form: Form, field: Field | None, key: str, value: Value) -> str:
    if field is None:
        return f"feltet »{key}« findes ikke i skemaet. Ret navnet i eksemplet."
    try:
        clean(field, form, value)
    except ValueError as error:
        return f"feltet »{key}«: {error}"
    return ""
