"""Texts with place holders: what is refused, what is filled in, and what is stored."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mus_desktop.errors import KnownError
from mus_desktop.services.invitation.message_text import (
    DEFAULT_TEXTS,
    PLACEHOLDERS,
    MessageKind,
    MessageText,
    checked_text,
    filled_text,
)
from mus_desktop.services.workplace import Workplace

OWN = MessageText("Vores samtale", "Hej {fornavn}\n\nSted: {sted}\n")


@pytest.mark.parametrize("kind", MessageKind)
def test_the_default_texts_can_be_used(kind: MessageKind) -> None:
    text = checked_text(DEFAULT_TEXTS[kind])
    filled = filled_text(text, dict.fromkeys(PLACEHOLDERS, "x"))
    assert "{" not in filled.subject + filled.body


def test_a_label_without_a_value_is_left_out() -> None:
    filled = filled_text(
        DEFAULT_TEXTS[MessageKind.INVITATION], {"fornavn": "Maryam", "samtale": "MUS", "tid": "mandag"}
    )
    assert filled.subject == "Invitation til MUS"
    assert "Tid: mandag\n" in filled.body
    assert not [label for label in ("Sted", "Varighed", "fokus") if label in filled.body]


@pytest.mark.parametrize(
    ("subject", "body", "words"),
    [
        ("", "Hej", "mangler et emne"),
        (" \u200b", "Hej", "mangler et emne"),
        ("MUS", " \n\n", "mangler en tekst"),
        ("MUS", "Hej {fornanv}", r"\{fornanv\} findes ikke. Mente du \{fornavn\}"),
        ("MUS {Navn}", "Hej", r"Mente du \{navn\}"),
        ("MUS", "Hej {løn}", "Vælg en fra listen"),
        ("MUS", "Hej {}", r"\{\} findes ikke"),
        ("MUS", "Hej {fornavn", "ikke skrevet færdig ved »Hej {fornavn«"),
        ("MUS", "Hej fornavn}", "ikke skrevet færdig"),
        ("MUS", "Hej {{fornavn}}", "ikke skrevet færdig"),
        ("MUS", "{fornavn\n}", "ikke skrevet færdig"),
        ("MUS", "x" * 20_001, "for lang"),
    ],
)
def test_a_text_that_cannot_be_used_has_its_own_sentence(subject: str, body: str, words: str) -> None:
    with pytest.raises(KnownError, match=words):
        checked_text(MessageText(subject, body))


@given(st.text(), st.text(alphabet="{}fornavsted \n:", max_size=60))
def test_what_is_accepted_can_be_filled_with_any_value(value: str, body: str) -> None:
    try:
        text = checked_text(MessageText("MUS", body))
    except KnownError:
        return
    filled = filled_text(text, dict.fromkeys(PLACEHOLDERS, value))
    assert "\n" not in filled.subject
    assert filled.body.count("\n") <= text.body.count("\n")


def test_a_value_is_never_taken_for_a_place_holder() -> None:
    assert filled_text(OWN, {"fornavn": "{sted}", "sted": "Lokale 2"}).body == "Hej {sted}\n\nSted: Lokale 2\n"


def test_an_own_text_is_remembered_by_kind(workplace: Workplace) -> None:
    texts = workplace.message_texts
    assert texts.text(MessageKind.INVITATION) == DEFAULT_TEXTS[MessageKind.INVITATION]
    texts.store(MessageKind.INVITATION, MessageText(" Vores\nsamtale ", OWN.body.replace("\n", "\r\n")))
    assert texts.text(MessageKind.INVITATION) == OWN
    assert texts.text(MessageKind.REMINDER) == DEFAULT_TEXTS[MessageKind.REMINDER]
    with pytest.raises(KnownError):
        texts.store(MessageKind.INVITATION, MessageText("x", "{"))
    assert texts.text(MessageKind.INVITATION) == OWN


@pytest.mark.parametrize("damaged", ["", "[]", '["a"]', "{}", '["a", 1]', '["a", "b", "c"]'])
def test_a_damaged_text_is_replaced_by_the_default(workplace: Workplace, damaged: str) -> None:
    workplace.message_texts.store(MessageKind.REMINDER, OWN)
    with workplace.database.transaction():
        workplace.database.write("UPDATE setting SET value = ? WHERE key = 'message:reminder'", (damaged,))
    assert workplace.message_texts.text(MessageKind.REMINDER) == DEFAULT_TEXTS[MessageKind.REMINDER]
