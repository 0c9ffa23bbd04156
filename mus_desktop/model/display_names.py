"""The names on screen: of people, who may have the same name, and of forms."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from mus_desktop.model.people import Employee
from mus_desktop.model.text import comparison_key

_ANYBODY = "alle kommuner"
"""The organisation of a form that belongs to nobody in particular."""
_MUNICIPALITY = re.compile(r"\s+kommune$", re.IGNORECASE)
_ABBREVIATION = re.compile(r"\b[A-ZÆØÅ]{2,}$")
_GENITIVES = {"københavns": "København", "nordfyns": "Nordfyn", "vesthimmerlands": "Vesthimmerland"}
"""The municipalities whose official name has a genitive; Aarhus and Randers end in an s of their own."""


def form_display_name(title: str, organisation: str, short_name: str = "") -> str:
    """Return the name of a form in every list: ``København · Børne- og Ungdomsforvaltningen``, ``ABC · den hurtige``.

    It is made of the form's own words, which on paper stand as the source has them: the short name of the organisation,
    its department, and what distinguishes the form from others there. That is its ``short_name``, else the words after
    the colon of its ``title``, else, without a department, the whole title.
    """
    whole, _, department = organisation.partition(",")
    kind = title.partition(": ")[2].strip() or ("" if department.strip() else title)
    parts = (
        "" if comparison_key(organisation) == _ANYBODY else _short_organisation(whole),
        department,
        short_name or kind,
    )
    return " · ".join(part.strip() for part in parts if part.strip())


def _short_organisation(name: str) -> str:
    name = name.partition(" (")[0].strip()
    if name.isupper() and " " in name:  # a heading in capitals, not an abbreviation
        name = name.title()
    place = _MUNICIPALITY.sub("", name)
    if place != name:
        return _GENITIVES.get(place.lower(), place)
    abbreviation = _ABBREVIATION.search(name)
    return abbreviation[0] if abbreviation else name


def distinct_names(people: Iterable[Employee]) -> dict[int, str]:
    """Return each person's name on screen, by id; a name shared by several is followed by a detail that differs.

    ``people`` are all employees of the workplace, including those who have left, so that a person has the same name
    everywhere.
    """
    everybody = list(people)
    found = distinguishing_details(everybody)
    return {one.id: f"{one.name} ({found[one.id]})" if found[one.id] else one.name for one in everybody}


def distinguishing_details(people: Iterable[Employee]) -> dict[int, str]:
    """Return the detail that distinguishes each person from others of the same name, by id; empty for a unique name.

    The detail is the title if no other has it, otherwise the workplace, otherwise both. Where even these are the same
    or missing, it ends with a number in the order of the ids.
    """
    namesakes: dict[str, list[Employee]] = defaultdict(list)
    for one in people:
        namesakes[comparison_key(one.name)].append(one)
    found: dict[int, str] = {}
    for same in namesakes.values():
        found.update({same[0].id: ""} if len(same) == 1 else _namesake_details(sorted(same, key=lambda one: one.id)))
    return found


def _namesake_details(same: Sequence[Employee]) -> dict[int, str]:
    options = {one.id: (one.title, one.workplace, _joined(one.title, one.workplace)) for one in same}
    counts = [Counter(comparison_key(texts[kind]) for texts in options.values()) for kind in range(3)]
    # The first of title, workplace and both that no other person of this name has.
    chosen = {
        key: next(
            (text for text, count in zip(texts, counts, strict=True) if text and count[comparison_key(text)] == 1), ""
        )
        for key, texts in options.items()
    }
    # The title of one person may equal the workplace of another; both then get a number.
    taken = Counter(map(comparison_key, chosen.values()))
    alike = [one for one in same if not chosen[one.id] or taken[comparison_key(chosen[one.id])] > 1]
    return chosen | {
        one.id: _joined(one.title or one.workplace, f"nr. {number}") for number, one in enumerate(alike, 1)
    }


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
