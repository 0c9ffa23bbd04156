"""All hints on an open conversation, without those that the leader has switched off."""

from __future__ import annotations

from collections.abc import Container, Iterable

from mus_desktop.services.hints.advice import Advice
from mus_desktop.services.hints.discussed import Discussed
from mus_desktop.services.hints.hint_kinds import HINT_TITLES, HintKind
from mus_desktop.services.hints.plan_quality import plan_hints
from mus_desktop.services.hints.sensitive_texts import sensitive_hints
from mus_desktop.services.hints.talk_hints import closing_hints, promise_hints

_PLACES = {kind: place for place, kind in enumerate(HINT_TITLES)}


def hints_while_writing(talk: Discussed, off: Container[HintKind] = ()) -> tuple[Advice, ...]:
    """Return the hints shown on the pages, the leader's own promises first; those of the kinds in ``off`` are not."""
    return _in_order((*promise_hints(talk), *plan_hints(talk), *sensitive_hints(talk)), off)


def hints_before_finishing(talk: Discussed, off: Container[HintKind] = ()) -> tuple[Advice, ...]:
    """Return all hints, also those on what is to be done before the conversation is finished."""
    return _in_order((*hints_while_writing(talk, off), *closing_hints(talk)), off)


def _in_order(hints: Iterable[Advice], off: Container[HintKind]) -> tuple[Advice, ...]:
    shown = [hint for hint in hints if hint.kind is not None and hint.kind not in off]
    return tuple(sorted(shown, key=lambda hint: _PLACES[hint.kind] if hint.kind else 0))
