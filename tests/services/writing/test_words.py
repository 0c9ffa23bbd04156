"""Only words that a dictionary can judge are checked."""

from __future__ import annotations

import pytest

from mus_desktop.services.writing.words import word_at, words_to_check


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hun har en god idé.", ["Hun", "har", "en", "god", "idé"]),
        ("møde med Åse Nørgård i morgen", ["møde", "med", "morgen"]),
        ("Det går. Åse er glad", ["Det", "går", "Åse", "er", "glad"]),
        ("se www.kk.dk eller aase@kk.dk", ["se", "eller"]),
        ("MED, AMR og it-kursus nr. 3 kl. 14.30", ["og", "it", "kursus"]),
        ("plan.docx ligger i C:\\MUS", ["ligger"]),
        ("6. klasse, uge34, H2O", ["klasse"]),
        ("• Første punkt", ["Første", "punkt"]),
        ("", []),
    ],
)
def test_words_to_check(text: str, words: list[str]) -> None:
    found = [found for found in words_to_check(text) if found.word != "i"]
    assert [one.word for one in found] == words
    assert all(text[one.start : one.end] == one.word for one in found)


def test_the_word_at_a_place() -> None:
    assert [word_at("en hesd her", place) for place in (0, 3, 7)] == [("en", 0), ("hesd", 3), ("hesd", 3)]
    assert word_at("a  b", 2) is None
