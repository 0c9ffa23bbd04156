"""Moving agreements from one plan to another, also when the other form has different columns.

The same rules apply in both directions, so that an agreement moved to another form and back is unchanged:

1. Columns are paired, each with at most one other of the same type: first those with the same key and a common role;
   then, for each role in the order of :class:`~mus_desktop.model.terms.Role` (goal, action, support ...), the first
   unpaired column with that role on either side; last those with the same key. So a column with several roles is
   paired by the first role that finds a partner, and of several columns with one role the first is paired first.
2. A cell is copied to the paired column if that column can hold it. Every other cell is put into ``extra``, under its
   title and a mark that identifies the column it came from.
3. A text already in ``extra`` is moved to the column it came from if the target has that column and it is empty; else
   to the first empty column that shares a role with the original one; else it stays in ``extra``.
4. Due date and responsible are values of the agreement and are always kept. A group that the target does not have is
   put into ``extra``; the agreement then has no group there and is shown in the first one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from mus_desktop.model.dates import format_date
from mus_desktop.model.form import Column, ColumnType, Form, PlanColumn, PlanField, Role
from mus_desktop.model.plan import Agreement
from mus_desktop.model.text import find_same, is_blank

_GROUP, _PLAN = "group", "plan"
_GROUP_TITLE, _PLAN_TITLE = "Gruppe", "Fra"
_EXTRA_KEY = re.compile(
    r"(?P<title>.*) ⟨(?P<field>[a-z][a-z0-9_]*)"
    r"(?:\.(?P<column>[a-z][a-z0-9_]*) (?P<type>[a-z]+)(?P<roles>(?: [a-z_]+)*)|:(?P<what>group|plan))⟩",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _Origin:
    """The source of a text in ``extra``: a column of a plan field, or the group or plan that ``mark_kind`` names."""

    title: str
    field: str
    column: str = ""
    type: ColumnType = ColumnType.TEXT
    roles: frozenset[Role] = frozenset()
    mark_kind: str = ""

    @property
    def key(self) -> str:
        """The key of the text in ``extra``: readable for the user, and parsed by :func:`_origin` on the way back."""
        if self.mark_kind:
            return f"{self.title} ⟨{self.field}:{self.mark_kind}⟩"
        return f"{self.title} ⟨{' '.join((f'{self.field}.{self.column}', self.type, *sorted(self.roles)))}⟩"


def map_agreement(
    row: Agreement, source: PlanField, target: PlanField, *, plan_name: str = "", target_plan_name: str = ""
) -> Agreement:
    """Return ``row`` of the plan field ``source`` as a row of ``target``: the same agreement, complete.

    ``plan_name`` is the name of ``source`` among the plans of its form, ``target_plan_name`` that of ``target``. Each
    is empty where the form has only one plan (see :func:`plan_field_name`).
    """
    cells, extra = _split_cells(row, source, target)
    new_extra: dict[str, str] = {}
    # After the row's own cells: a column that they fill is not free for an older text.
    for key, text in row.extra.items():
        column = _column_for_extra(_origin(key), target, cells, text)
        if column:
            cells[column.key] = text
        else:
            _add_line(new_extra, key, text)
    for key, text in extra.items():
        _add_line(new_extra, key, text)
    group = _resolve_group(row, source, target, new_extra)
    _record_plan_name(source, target, plan_name, target_plan_name, new_extra)
    return replace(row, field=target.key, group=group, cells=_in_order(cells, target), extra=new_extra)


def column_pairs(source: PlanField, target: PlanField) -> dict[str, str]:
    """Return the key of each column of ``source`` that has a partner in ``target``, mapped to the partner's key."""
    found: dict[str, str] = {}
    for column, partner in _candidates(source, target):
        if column.key not in found and partner.key not in found.values() and _same_type(column, partner):
            found[column.key] = partner.key
    return found


def matching_plan_field(row: Agreement, source: PlanField, form: Form) -> PlanField | None:
    """Return the plan field of ``form`` to which ``row`` of ``source`` belongs, ``None`` if the form has no plan.

    That is the field it originally came from; else the one with the same key and title; else the one where most columns
    have a partner, the first of these if several have equally many.
    """
    fields = form.plan_fields()
    origins = {_field_of(key) for key in row.extra if _is_extra_of_kind(key, _PLAN)}
    for keys in (origins, {source.key}):
        for field in fields:
            if field.key in keys and (keys is origins or field.title == source.title):
                return field
    # max() returns the first of several that are equal.
    return max(fields, key=lambda field: len(column_pairs(source, field)), default=None)


def plan_field_name(field: PlanField, form: Form) -> str:
    """Return the name of ``field`` among the plans of ``form``; empty if it is the only one."""
    fields = form.plan_fields()
    if len(fields) < 2:
        return ""
    alone = [other.title for other in fields].count(field.title) == 1
    return field.title if alone else f"{form.tab_of(field.key).title}: {field.title}"


def lines_without_column(row: Agreement, field: PlanField) -> tuple[tuple[str, str], ...]:
    """Return the content of ``row`` that no column of ``field`` shows, as titles and texts for reading."""
    lines = [((origin.title if (origin := _origin(key)) else key), text) for key, text in row.extra.items()]
    known = {column.key for column in field.columns}
    lines += [(key, text) for key, text in row.cells.items() if key not in known and not is_blank(text)]
    if row.due_on and not field.column_with(Role.DUE):
        lines.append(("Senest", format_date(row.due_on)))
    if not is_blank(row.responsible) and not field.column_with(Role.RESPONSIBLE):
        lines.append(("Ansvarlig", row.responsible.strip()))
    return tuple(lines)


def can_hold(column: Column, text: str) -> bool:
    """Return whether ``column`` can hold ``text``: a choice holds only its own options."""
    return column.type is not ColumnType.CHOICE or find_same(text, column.options) is not None


def _candidates(source: PlanField, target: PlanField) -> Iterator[tuple[PlanColumn, PlanColumn]]:
    all_pairs = [(column, partner) for column in source.columns for partner in target.columns]
    same_key = [(column, partner) for column, partner in all_pairs if column.key == partner.key]
    yield from ((column, partner) for column, partner in same_key if column.roles & partner.roles)
    for role in Role:
        yield from ((column, partner) for column, partner in all_pairs if role in column.roles & partner.roles)
    yield from same_key


def _same_type(column: Column, other: Column) -> bool:
    return (column.type, column.scale) == (other.type, other.scale)


def _split_cells(row: Agreement, source: PlanField, target: PlanField) -> tuple[dict[str, str], dict[str, str]]:
    """Return the cells that have a column in ``target``, and those that have none."""
    partners, columns = column_pairs(source, target), {column.key: column for column in target.columns}
    known = {column.key: column for column in source.columns}
    cells: dict[str, str] = {}
    others: dict[str, str] = {}
    for key, text in row.cells.items():
        partner = columns.get(partners.get(key, ""))
        if is_blank(text):
            continue
        if partner and can_hold(partner, text):
            cells[partner.key] = text
        else:
            # Of a column that the row's own form no longer has, only the key is known.
            column = known.get(key) or PlanColumn(key, key)
            _add_line(others, _Origin(column.title, source.key, key, column.type, column.roles).key, text)
    return cells, others


def _column_for_extra(
    origin: _Origin | None, target: PlanField, cells: Mapping[str, str], text: str
) -> PlanColumn | None:
    if origin is None or origin.mark_kind:
        return None
    free = [c for c in target.columns if c.key not in cells and c.type is origin.type and can_hold(c, text)]
    own = (column for column in free if (target.key, column.key) == (origin.field, origin.column))
    alike = (column for role in Role for column in free if role in column.roles & origin.roles)
    return next(own, None) or next(alike, None)


def _resolve_group(row: Agreement, source: PlanField, target: PlanField, extra: dict[str, str]) -> str:
    """Return the group of ``row`` in ``target``: its own, the one it once had there, or none yet."""
    if row.group in target.groups:
        return row.group
    marks = [key for key in extra if _is_extra_of_kind(key, _GROUP) and _field_of(key) == target.key]
    former_group = next((line for key in marks for line in extra[key].split("\n") if line in target.groups), "")
    if row.group:
        _add_line(extra, _Origin(_GROUP_TITLE, source.key, mark_kind=_GROUP).key, row.group)
    _remove_line(extra, _GROUP, target.key, former_group)
    return former_group


def _record_plan_name(
    source: PlanField, target: PlanField, plan_name: str, target_plan_name: str, extra: dict[str, str]
) -> None:
    """Record which of several plans the agreement comes from, and remove the record once it is back there."""
    _remove_line(extra, _PLAN, target.key, target_plan_name)
    if plan_name and (source.key, plan_name) != (target.key, target_plan_name):
        _add_line(extra, _Origin(_PLAN_TITLE, source.key, mark_kind=_PLAN).key, plan_name)


def _remove_line(extra: dict[str, str], mark_kind: str, field: str, line: str) -> None:
    for key in [key for key in extra if _is_extra_of_kind(key, mark_kind) and _field_of(key) == field]:
        remaining = [other for other in extra[key].split("\n") if other != line]
        if remaining:
            extra[key] = "\n".join(remaining)
        else:
            del extra[key]


def _origin(key: str) -> _Origin | None:
    """Parse the key of a text in ``extra``; ``None`` for a key that this module did not write."""
    found = _EXTRA_KEY.fullmatch(key)
    if not found:
        return None
    if found["what"]:
        return _Origin(found["title"], found["field"], mark_kind=found["what"])
    try:
        roles = frozenset(Role(role) for role in found["roles"].split())
        return _Origin(found["title"], found["field"], found["column"], ColumnType(found["type"]), roles)
    # A role or type that this version does not know: the text stays where it is.
    except ValueError:
        return None


def _is_extra_of_kind(key: str, mark_kind: str) -> bool:
    origin = _origin(key)
    return origin is not None and origin.mark_kind == mark_kind


def _field_of(key: str) -> str:
    origin = _origin(key)
    return origin.field if origin else ""


def _add_line(extra: dict[str, str], key: str, text: str) -> None:
    """Add ``text`` to ``extra``, below any text already under ``key``."""
    existing = extra.get(key)
    extra[key] = text if existing in (None, text) else f"{existing}\n{text}"


def _in_order(cells: Mapping[str, str], field: PlanField) -> dict[str, str]:
    return {column.key: cells[column.key] for column in field.columns if column.key in cells}
