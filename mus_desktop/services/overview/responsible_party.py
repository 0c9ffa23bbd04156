"""Whether an agreement is the leader's or the employee's, from the words written as responsible."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mus_desktop.model.text import comparison_key

_WORD = re.compile(r"[^\W\d_]+")
_LEADER_WORDS = frozenset({"leder", "lederen", "chef", "chefen", "nærmeste"})
_EMPLOYEE_WORDS = frozenset({"medarbejder", "medarbejderen", "medarbejdere", "medarbejderne", "alle"})
_WORDS_FOR_BOTH = frozenset({"begge", "vi", "os", "parter", "sammen", "fælles", "jeg", "mig", "selv", "du", "dig"})


def names_somebody(text: str, leader: str, employees: Iterable[str]) -> tuple[bool, bool]:
    """Return whether ``text`` names the leader, and whether it names one of the ``employees``.

    Names are full; a first name, a last name or *leder* and *medarbejder* are enough. Of two people with a word in
    common, a full name means that person alone. *Begge* and *vi* mean both, and so does *jeg*, which either may say.
    """
    words = frozenset(_words(text))
    if not words:
        return False, False
    people = [frozenset(_words(name)) for name in employees]
    leader_words = frozenset(_words(leader))
    both = bool(words & _WORDS_FOR_BOTH)
    rest_for_employees = words - leader_words if _is_full_name(leader_words, words) else words
    full = frozenset().union(*(one for one in people if _is_full_name(one, words)))
    rest_for_leader = words - full if full and not _is_full_name(leader_words, words) else words
    by_leader = bool(rest_for_leader & (leader_words | _LEADER_WORDS))
    by_employee = bool(full) or any(rest_for_employees & (one | _EMPLOYEE_WORDS) for one in people)
    return both or by_leader, both or by_employee


def _is_full_name(name: frozenset[str], words: frozenset[str]) -> bool:
    return len(name) > 1 and name <= words


def _words(text: str) -> list[str]:
    # A single letter, such as a middle initial, identifies nobody.
    return [word for word in _WORD.findall(comparison_key(text)) if len(word) > 1]
