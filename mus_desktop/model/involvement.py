"""Agreements that involve people other than employee and leader, which takes the employee's consent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mus_desktop.model.form import PlanField, Role
from mus_desktop.model.plan import Agreement
from mus_desktop.model.text import comparison_key

_WORD = re.compile(r"[^\W\d_]+")
_WORDS_FOR_THE_PARTIES = frozenset(
    """
    leder lederen lederens leders medarbejder medarbejderen medarbejderens medarbejders chef chefen begge parter
    vi os jeg mig min mit mine du dig din dit dine selv egen sammen hver især nærmeste ingen
    og samt af den
    """.split()  # noqa: SIM905  # a list of words is easier to read as words
)


def involves_others(agreement: Agreement, plan_field: PlanField, people: Sequence[str]) -> bool:
    """Return whether ``agreement`` names somebody other than ``people`` as responsible or as support.

    :param people: full names of the employee and the leader; part of a name, initials, *begge*, *leder*, *mig selv*
        and the like count as them. Any other word counts as somebody else: an unnecessary question is better than a
        colleague involved without consent.
    """
    known = _WORDS_FOR_THE_PARTIES | set(_words(" ".join(people)))
    # Danish genitive: *Bjørns*, *lederens*.
    known |= {f"{word}s" for word in known}
    return any(word not in known for text in _texts_naming_people(agreement, plan_field) for word in _words(text))


def _texts_naming_people(agreement: Agreement, plan_field: PlanField) -> Iterator[str]:
    yield agreement.responsible
    for column in plan_field.columns:
        if Role.SUPPORT in column.roles:
            yield agreement.cells.get(column.key, "")


def _words(text: str) -> list[str]:
    # A single letter, such as a middle initial, identifies nobody.
    return [word for word in _WORD.findall(comparison_key(text)) if len(word) > 1]
