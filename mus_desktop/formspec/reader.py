"""Reading a form from a folder, from ``form.toml``, or from a definition stored in the database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mus_desktop.formspec import rules
from mus_desktop.formspec.form_keys import FORM, KINDS, LANGUAGE, SCALE, STEP, TAB
from mus_desktop.formspec.form_toml import FILE_NAME, form_file, load_toml
from mus_desktop.formspec.handed_in import mark_handed_in
from mus_desktop.formspec.plan_heading import with_plan_heading
from mus_desktop.formspec.problems import BrokenFormError, FormPlace, Problem, ReadContext, closest_word
from mus_desktop.formspec.row_labels import split_rows
from mus_desktop.formspec.value_readers import Key, read_table, required_key, tables
from mus_desktop.model.form import Field, Form, RatingField, Scale, Step, Tab
from mus_desktop.model.text import comparison_key


@dataclass(frozen=True, slots=True)
class LoadedForm:
    """A form as it was read. ``definition`` is the data of the file; ``sha256`` is the hash of its canonical JSON."""

    form: Form
    definition: dict[str, Any]
    sha256: str
    source_path: Path


@dataclass(frozen=True, slots=True)
class FormFolder:
    """The forms of a folder, sorted by organisation and title, and the reasons why the others could not be read."""

    forms: tuple[LoadedForm, ...]
    failures: tuple[BrokenFormError, ...]


def canonical_json(definition: Mapping[str, Any]) -> str:
    """Return the definition as it is stored and hashed: compact, in the form's own order, because order has meaning."""
    return json.dumps(definition, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def definition_hash(definition: Mapping[str, Any]) -> str:
    """Return the SHA-256, in hexadecimal, of the canonical JSON of ``definition``."""
    return hashlib.sha256(canonical_json(definition).encode()).hexdigest()


def read_form(path: Path) -> LoadedForm:
    """Return the form in the folder or file ``path``; :class:`BrokenFormError` names every problem found."""
    definition = load_toml(path)
    file = form_file(path)
    form = form_from_definition(definition, str(file))
    return LoadedForm(form, definition, definition_hash(definition), file)


def read_folder(folder: Path) -> FormFolder:
    """Return every form in a subfolder of ``folder``; a broken form does not prevent the others from being read."""
    forms: list[LoadedForm] = []
    failures: list[BrokenFormError] = []
    for file in sorted(folder.glob(f"*/{FILE_NAME}")):
        try:
            loaded = read_form(file)
            _refuse_duplicate_id(loaded, forms)
            forms.append(loaded)
        except BrokenFormError as error:
            failures.append(error)
    # The id last: the order is then the same whatever order the disk lists the folders in.
    forms.sort(
        key=lambda found: (comparison_key(found.form.organisation), comparison_key(found.form.title), found.form.id)
    )
    return FormFolder(tuple(forms), tuple(failures))


def form_from_definition(definition: Mapping[str, Any], source_name: str) -> Form:
    """Return the form that ``definition`` describes; ``source_name`` names it in problems.

    Raises :class:`BrokenFormError` with every problem found; a form language that is too new is reported alone.
    """
    problems: list[Problem] = []
    context = ReadContext(FormPlace(source_name), problems, _language_of(definition))
    _refuse_newer_language(definition, context)
    values = read_table(definition, _FORM, context)
    # Needed for reading only; a form in the model has no language.
    values.pop("language")
    form = with_plan_heading(mark_handed_in(Form(**values), context.language), context.language)
    rules.check_form(form, context)
    if problems:
        raise BrokenFormError(problems)
    return form


def _language_of(definition: Mapping[str, Any]) -> int:
    """Return the language of ``definition``; the newest where it names none, so that the rest can still be checked."""
    language = definition.get("language")
    known = isinstance(language, int) and 1 <= language <= LANGUAGE
    return language if isinstance(language, int) and known else LANGUAGE


def _refuse_newer_language(definition: Mapping[str, Any], context: ReadContext) -> None:
    language = definition.get("language")
    # Raised at once: the unknown keys of a newer language would be reported as mistakes of the author.
    if isinstance(language, int) and language > LANGUAGE:
        context.add_problem(
            f"skemaet er nyere end programmet (language = {language}, programmet kender {LANGUAGE}); "
            "installér den nyeste udgave af programmet"
        )
        raise BrokenFormError(context.problems)


def _refuse_duplicate_id(loaded: LoadedForm, others: list[LoadedForm]) -> None:
    duplicate = next((other for other in others if other.form.id == loaded.form.id), None)
    if duplicate:
        text = f"»id« er »{loaded.form.id}«, som allerede bruges i {duplicate.source_path}"
        raise BrokenFormError([Problem(FormPlace(str(loaded.source_path)), text)])


def _read_step(data: Any, context: ReadContext) -> Step:
    return Step(**read_table(data, STEP, context))


def _read_scale(data: Any, context: ReadContext) -> Scale:
    values = read_table(data, _SCALE, context)
    scale = Scale(**values)
    known = [step.value for step in scale.steps if step.value is not None]
    for value in sorted({value for value in known if known.count(value) > 1}):
        context.add_problem(f"værdien {value} står ved flere trin")
    if scale.headings and len(scale.headings) != 3:
        context.add_problem("»headings« skal være tre overskrifter: over værdien, navnet og teksten")
    return scale


def _read_tab(data: Any, context: ReadContext) -> Tab:
    return Tab(**read_table(data, _TAB, context))


def _read_field(data: Any, context: ReadContext) -> Field:
    name = data.get("kind") if isinstance(data, Mapping) else None
    kind = KINDS.get(name) if isinstance(name, str) else None
    if kind is None:
        return _placeholder_field(data, name, context)
    values = read_table(data, kind.keys, context)
    # In the model each kind is a class of its own.
    values.pop("kind")
    split_rows(values)
    # Defaults for the two keys that a form may leave out and every class needs.
    field = kind.field(**{"key": "", "by": kind.by, **values})
    if isinstance(field, RatingField):
        # A column without a scale uses the scale of the field.
        return replace(field, columns=tuple(replace(c, scale=c.scale or field.scale) for c in field.columns))
    return field


def _placeholder_field(data: Any, kind: Any, context: ReadContext) -> Field:
    """Return a placeholder for a field of unknown kind, so that references to the field are not reported as well."""
    if not isinstance(data, Mapping):
        context.add_problem("her skal stå et felt med »kind« og »title«")
    elif isinstance(kind, str):
        guess = closest_word(kind, KINDS)
        context.add_problem(
            f"»kind« kan ikke være »{kind}«" + ("" if guess else f"; vælg mellem {', '.join(KINDS)}"), guess
        )
    else:
        context.add_problem(f"»kind« mangler; vælg mellem {', '.join(KINDS)}")
    key = data.get("key") if isinstance(data, Mapping) else ""
    return Field(key=key if isinstance(key, str) else "", title="")


_STEPS = tables(_read_step, lambda context, name: context.step(name), '[{ value = 1, label = "..." }]')
_SCALE: dict[str, Key] = {**SCALE, "steps": required_key(_STEPS, fallback=())}
_FIELDS = tables(_read_field, lambda context, name: context.field(name), "[[tab.field]]")
_TAB: dict[str, Key] = {**TAB, "field": required_key(_FIELDS, fallback=(), attribute="fields")}
_FORM: dict[str, Key] = {
    **FORM,
    "scale": Key(tables(_read_scale, lambda context, name: context.scale(name), "[[scale]]"), attribute="scales"),
    "tab": required_key(
        tables(_read_tab, lambda context, name: context.tab(name), "[[tab]]"), fallback=(), attribute="tabs"
    ),
}
