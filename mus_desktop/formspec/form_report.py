"""The report of ``forms check`` on a form that can be read: which fields print where, and likely mistakes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mus_desktop.formspec.form_keys import KINDS
from mus_desktop.model.confidentiality import DocumentKind, may_be_ticked, may_print_content
from mus_desktop.model.document_table import DOCUMENT_KINDS
from mus_desktop.model.form import Field, Form, InfoField, PartyRole, PlanField, Purpose, Role, SignaturesField

_PARTIES = {PartyRole.EMPLOYEE: "medarbejderens", PartyRole.LEADER: "lederens", PartyRole.SHARED: "det fælles"}


def print_report(form: Form) -> tuple[str, ...]:
    """Return a Danish line for each field that can be filled in: whose text is printed in which documents."""
    kinds = _possible(form)
    return tuple(
        f"{tab.title} / {field.title} ({field.key}): {_print_sentence(form, field, kinds)}"
        for tab in form.tabs
        for field in tab.fields
        if not isinstance(field, InfoField)
    )


def _possible(form: Form) -> list[DocumentKind]:
    """Return the documents that ``form`` can have: the report must name no paper that is never printed."""
    return [kind for kind, entry in DOCUMENT_KINDS.items() if entry.is_possible(form)]


def _print_sentence(form: Form, field: Field, kinds: Sequence[DocumentKind]) -> str:
    if may_be_ticked(form, field):
        return _ticked_sentence(field, kinds)
    printed = {
        party: [DOCUMENT_KINDS[kind].in_sentence for kind in kinds if may_print_content(kind, field, party)]
        for party in _parties(field)
    }
    clauses = {
        ", ".join(names): [_PARTIES[p] for p, same in printed.items() if same == names] for names in printed.values()
    }
    # Parties with the same documents share a clause; the empty list of documents means never printed.
    never = clauses.pop("", [])
    if not clauses:
        return "udskrives aldrig"
    parts = [f"{' og '.join(owners)} i {_danish_list(names)}" for names, owners in clauses.items()]
    return "; ".join([*parts, *([f"{' og '.join(never)} udskrives aldrig"] if never else [])])


def _ticked_sentence(field: Field, kinds: Sequence[DocumentKind]) -> str:
    names = [DOCUMENT_KINDS[k].in_sentence for k in kinds if may_print_content(k, field, PartyRole.SHARED, ticked=True)]
    sentence = f"det fælles i {_danish_list(', '.join(names))}, hvis alle har sat hak ved, at noten må følge planen"
    never = [_PARTIES[party] for party in _parties(field) if party is not PartyRole.SHARED]
    return f"{sentence}; {' og '.join(never)} udskrives aldrig" if never else sentence


def _danish_list(names: str) -> str:
    first, comma, last = names.rpartition(", ")
    return f"{first} og {last}" if comma else last


def _parties(field: Field) -> tuple[PartyRole, ...]:
    """Return the parties whose text the field can hold; all of them for a kind without answers, such as a plan."""
    return field.by if KINDS[field.kind].by else tuple(PartyRole)


def warnings(form: Form) -> tuple[str, ...]:
    """Return a Danish sentence for each thing that is allowed but probably not meant."""
    return tuple(_warnings(form))


def _warnings(form: Form) -> Iterator[str]:
    if form.purpose is Purpose.MUS and not form.plan_fields():
        yield "Skemaet har ingen plan (et felt af slagsen plan)."
    for plan in form.plan_fields():
        yield from _plan_warnings(plan)
    signed = any(isinstance(field, SignaturesField) for field in form.fields())
    if form.purpose is Purpose.MUS and form.plan_fields() and not signed:
        yield "Skemaet har en plan, men ingen underskrifter (et felt af slagsen signatures)."
    kinds = _possible(form)
    yield from (
        _useless_print_warning(field) for field in form.fields() if field.prints and not _can_print(field, kinds)
    )
    named = {scale.key for scale in form.scales} - _scales_in_use(form)
    yield from (f"Skalaen »{key}« bruges ikke." for key in sorted(named))


def _plan_warnings(plan: PlanField) -> Iterator[str]:
    needed = {Role.GOAL: "målet", Role.DUE: "fristen", Role.RESPONSIBLE: "den ansvarlige"}
    for role, danish in needed.items():
        if plan.column_with(role) is None:
            yield f'Planen »{plan.key}« har ingen kolonne til {danish} (roles = ["{role}"]).'


def _can_print(field: Field, kinds: Sequence[DocumentKind]) -> bool:
    return any(may_print_content(kind, field, party) for kind in kinds for party in _parties(field))


def _useless_print_warning(field: Field) -> str:
    return f"Feltet »{field.key}« har print = true, men udskrives aldrig."


def _scales_in_use(form: Form) -> set[str]:
    fields = list(form.fields())
    # Only some kinds of field have columns, and only some fields and columns a scale.
    columns = [column for field in fields for column in getattr(field, "columns", ())]
    return {getattr(part, "scale", "") for part in (*fields, *columns)}
