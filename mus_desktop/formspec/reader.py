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
from mus_desktop.formspec.handed_in import mark_handed_in
from mus_desktop.formspec.problems import BrokenFormError, Place, Problem, Spot, nearest
from mus_desktop.formspec.row_labels import split_rows
from mus_desktop.formspec.takes import Key, must, read_table, tables
from mus_desktop.formspec.toml import FILE_NAME, file_of, load
from mus_desktop.model.form import Field, Form, RatingField, Scale, Step, Tab


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


def hash_of(definition: Mapping[str, Any]) -> str:
    """Return the SHA-256, in hexadecimal, of the canonical JSON of ``definition``."""
    return hashlib.sha256(canonical_json(definition).encode()).hexdigest()


def read_form(path: Path) -> LoadedForm:
    """Return the form in the folder or file ``path``; :class:`BrokenFormError` names every problem found."""
    definition = load(path)
    file = file_of(path)
    form = form_from_definition(definition, str(file))
    return LoadedForm(form, definition, hash_of(definition), file)


def read_folder(folder: Path) -> FormFolder:
    """Return every form in a subfolder of ``folder``; a broken form does not prevent the others from being read."""
    forms: list[LoadedForm] = []
    failures: list[BrokenFormError] = []
    for file in sorted(folder.glob(f"*/{FILE_NAME}")):
        try:
            loaded = read_form(file)
            _refuse_twin(loaded, forms)
            forms.append(loaded)
        except BrokenFormError as error:
            failures.append(error)
    # The id last: the order is then the same whatever order the disk lists the folders in.
    forms.sort(key=lambda found: (found.form.organisation.casefold(), found.form.title.casefold(), found.form.id))
    return FormFolder(tuple(forms), tuple(failures))


def form_from_definition(definition: Mapping[str, Any], where: str) -> Form:
    """Return the form that ``definition`` describes; ``where`` names it in problems.

    Raises :class:`BrokenFormError` with every problem found; a form language that is too new is reported alone.
    """
    problems: list[Problem] = []
    spot = Spot(Place(where), problems, _language_of(definition))
    _refuse_newer(definition, spot)
    values = read_table(definition, _FORM, spot)
    values.pop("language")
    form = mark_handed_in(Form(**values), spot.language)
    rules.check(form, spot)
    if problems:
        raise BrokenFormError(problems)
    return form


def _language_of(definition: Mapping[str, Any]) -> int:
    """Return the language of ``definition``; the newest where it names none, so that the rest can still be checked."""
    language = definition.get("language")
    known = isinstance(language, int) and 1 <= language <= LANGUAGE
    return language if isinstance(language, int) and known else LANGUAGE


def _refuse_newer(definition: Mapping[str, Any], spot: Spot) -> None:
    language = definition.get("language")
    # Raised at once: the unknown keys of a newer language would be reported as mistakes of the author.
    if isinstance(language, int) and language > LANGUAGE:
        spot.wrong(
            f"skemaet er nyere end programmet (language = {language}, programmet kender {LANGUAGE}); "
            "installér den nyeste udgave af programmet"
        )
        raise BrokenFormError(spot.problems)


def _refuse_twin(loaded: LoadedForm, others: list[LoadedForm]) -> None:
    twin = next((other for other in others if other.form.id == loaded.form.id), None)
    if twin:
        text = f"»id« er »{loaded.form.id}«, som allerede bruges i {twin.source_path}"
        raise BrokenFormError([Problem(Place(str(loaded.source_path)), text)])


def _read_step(data: Any, spot: Spot) -> Step:
    return Step(**read_table(data, STEP, spot))


def _read_scale(data: Any, spot: Spot) -> Scale:
    values = read_table(data, _SCALE, spot)
    scale = Scale(**values)
    known = [step.value for step in scale.steps if step.value is not None]
    for value in sorted({value for value in known if known.count(value) > 1}):
        spot.wrong(f"værdien {value} står ved flere trin")
    if scale.headings and len(scale.headings) != 3:
        spot.wrong("»headings« skal være tre overskrifter: over værdien, navnet og teksten")
    return scale


def _read_tab(data: Any, spot: Spot) -> Tab:
    return Tab(**read_table(data, _TAB, spot))


def _read_field(data: Any, spot: Spot) -> Field:
    name = data.get("kind") if isinstance(data, Mapping) else None
    kind = KINDS.get(name) if isinstance(name, str) else None
    if kind is None:
        return _unreadable(data, name, spot)
    values = read_table(data, kind.keys, spot)
    values.pop("kind")
    split_rows(values)
    field = kind.field(**{"key": "", "by": kind.by, **values})
    if isinstance(field, RatingField):
        # A column without a scale uses the scale of the field.
        return replace(field, columns=tuple(replace(c, scale=c.scale or field.scale) for c in field.columns))
    return field


def _unreadable(data: Any, kind: Any, spot: Spot) -> Field:
    """Return a placeholder for a field of unknown kind, so that references to the field are not reported as well."""
    if not isinstance(data, Mapping):
        spot.wrong("her skal stå et felt med »kind« og »title«")
    elif isinstance(kind, str):
        guess = nearest(kind, KINDS)
        spot.wrong(f"»kind« kan ikke være »{kind}«" + ("" if guess else f"; vælg mellem {', '.join(KINDS)}"), guess)
    else:
        spot.wrong(f"»kind« mangler; vælg mellem {', '.join(KINDS)}")
    key = data.get("key") if isinstance(data, Mapping) else ""
    return Field(key=key if isinstance(key, str) else "", title="")


_STEPS = tables(_read_step, lambda spot, name: spot.step(name), '[{ value = 1, label = "..." }]')
_SCALE: dict[str, Key] = {**SCALE, "steps": must(_STEPS, otherwise=())}
_FIELDS = tables(_read_field, lambda spot, name: spot.field(name), "[[tab.field]]")
_TAB: dict[str, Key] = {**TAB, "field": must(_FIELDS, otherwise=(), attribute="fields")}
_FORM: dict[str, Key] = {
    **FORM,
    "scale": Key(tables(_read_scale, lambda spot, name: spot.scale(name), "[[scale]]"), attribute="scales"),
    "tab": must(tables(_read_tab, lambda spot, name: spot.tab(name), "[[tab]]"), otherwise=(), attribute="tabs"),
}
