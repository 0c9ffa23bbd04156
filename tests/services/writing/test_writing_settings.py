"""What the leader chose about writing is there after a restart."""

from __future__ import annotations

from collections.abc import Callable

from mus_desktop.services.workplace import Workplace


def test_spelling_and_own_words(workplace: Workplace, reopened: Callable[[], Workplace]) -> None:
    settings = workplace.writing_settings
    assert (settings.checks_spelling(), settings.own_words()) == (True, ())
    settings.add_own_word("øvebane")
    settings.add_own_word("Aula")
    settings.add_own_word("øvebane")
    settings.set_checks_spelling(False)
    again = reopened().writing_settings
    assert (again.checks_spelling(), again.own_words()) == (False, ("Aula", "øvebane"))
    again.set_own_words(["  to ord ", "", "\n"])
    assert again.own_words() == ("to ord",)


def test_phrases(workplace: Workplace, reopened: Callable[[], Workplace]) -> None:
    workplace.writing_settings.set_phrases({"op": "Vi følger op om en måned.", "æb": "To\nlinjer", "a": "A"})
    again = reopened().writing_settings
    assert list(again.phrases()) == ["op", "æb", "a"]
    assert (again.phrase("OP"), again.phrase("æb"), again.phrase("b")) == (
        "Vi følger op om en måned.",
        "To\nlinjer",
        None,
    )
