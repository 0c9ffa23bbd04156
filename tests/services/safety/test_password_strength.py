"""Weak passwords are refused with the reason; everyday Danish phrases are not."""

from __future__ import annotations

import unicodedata

import pytest

from mus_desktop.errors import KnownError
from mus_desktop.services.safety.password_strength import refuse_weak_password

ABOUT = ("Mette Lindgaard", "Skoleleder", "Kastanjeskolen")


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("kort", "mindst 10 tegn"),
        ("        kort        ", "mindst 10 tegn"),
        ("1234567890", "bruges af mange"),
        ("aaaaaaaaab", "gentager"),
        ("a" * 200, "gentager"),
        ("æøåæøåæøåæ", "gentager"),
        ("hansenhansen", "gentager"),
        ("qwertyuiop", "bruges af mange"),
        ("qwertyuiopå", "bruges af mange"),
        ("zxcvbnm,.-", "tasterne"),
        ("abcdefghijklmnop", "række"),
        ("12-03-1970-2", "dato"),
        ("12. marts 1970", "dato"),
        ("December 2026", "dato"),
        ("Sommerferie2026", "bruges af mange"),
        ("Adgangskode1!", "bruges af mange"),
        ("Mette Lindgaard", "bruges af mange"),
        ("kastanjeskolen2026", "bruges af mange"),
    ],
)
def test_it_is_refused_with_the_reason(password: str, reason: str) -> None:
    with pytest.raises(KnownError, match=reason):
        refuse_weak_password(password, ABOUT)


@pytest.mark.parametrize(
    "password",
    [
        "blåbærgrød på Ærø",
        "grøn kop regnvejr",
        "Tre små grise her",
        "xK4!pQ9vLm",
        unicodedata.normalize("NFD", "æbleskiver på Ærø"),
    ],
)
def test_a_few_unrelated_words_or_a_random_one_are_accepted(password: str) -> None:
    refuse_weak_password(password, ABOUT)
