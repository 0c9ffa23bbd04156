"""CPR numbers and words about illness are found in ordinary sentences, and little else is taken for them."""

from __future__ import annotations

import pytest

from mus_desktop.services.hints.sensitive_words import has_cpr_number, illnesses_in


@pytest.mark.parametrize(
    "text",
    [
        "010190-1234", "Cpr 0101901234.", "(010190 1234)", "Åse, 31.12.85-0007", "nr. 310399–1234", "610190-1234",
        "01-01-1990-1234", "290296-1111",
    ],
)  # fmt: skip
def test_a_cpr_number_is_found(text: str) -> None:
    assert has_cpr_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ring på 12 34 56 78 eller 12345678", "+45 12 34 56 78", "+4512345678", "004512345678", "den 01-03-2027",
        "1.3.2027 kl. 1400", "12.000-15.000 kr.", "EAN 5798001234567", "konto 1234 0101901234", "3213991234",
        "321399-1234", "uge 12-1234", "2026-11-18", "18.11.2026-20.11.2026", "sag 26/010190", "311299-12345",
        "fra 010126 til 310126", "1.250.000,00", "010126-311226", "300299-1234",
    ],
)  # fmt: skip
def test_a_number_of_another_kind_is_not(text: str) -> None:
    assert not has_cpr_number(text)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Åse har ADHD og skal have ro", "ADHD"),
        ("Han har fået konstateret sklerose.", "sklerose"),
        ("Sygemeldt siden maj", "Sygemeldt"),
        ("på grund af sin angst", "angst"),
        ("Hun lider af kronisk migræne", "migræne"),
        ("blev syg i foråret", "syg"),
        ("har været meget syg", "syg"),
        ("hendes sygefravær er faldet", "sygefravær"),
        ("pga. depression", "depression"),
        ("Efter sin sygemelding begynder Bo igen", "sygemelding"),
        ("Åse er deprimeret", "deprimeret"),
    ],
)
def test_an_illness_of_somebody_is_found(text: str, word: str) -> None:
    assert list(illnesses_in(text)) == [word]


@pytest.mark.parametrize(
    "text",
    [
        "Kursus om diabetes og demens", "børn, der har ADHD", "en ny elev med autisme", "de syge borgere",
        "nedbringe sygefraværet i teamet", "Vi har kursus i angst hos unge", "sygeplejersken er ansvarlig",
        "er sygeplejerske", "Trivsel, stress og belastning", "har styr på medicinen", "Støttes i arbejdet",
        "den sygeste joke", "vi har kræfterne til det", "kræftens bekæmpelse holder oplæg", "gigtforeningen",
        "vil have diagnosen i rapporten forklaret", "arbejde med misbrug",
    ],
)  # fmt: skip
def test_work_with_illness_is_not(text: str) -> None:
    assert list(illnesses_in(text)) == []
