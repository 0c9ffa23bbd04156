"""Files whose encoding nobody states are read with the letters that were written."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mus_desktop.model.staff_list.text_decoding import NotText, decoded

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp850")
NAMES = ("Søren Ågård", "Bodil Kjær", "Ærø Lund", "Åse Øst", "ÆGIDIUS ØRUM", "René Bæk", "Hans Holm", "Ib Dam")


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(names=st.lists(st.sampled_from(NAMES), min_size=1, max_size=40))
def test_danish_names_are_read_in_every_encoding(encoding: str, names: list[str]) -> None:
    text = "Tjenestenummer;Navn;Stilling\r\n" + "".join(f"{n};{name};lærer\r\n" for n, name in enumerate(names, 1001))
    assert decoded(text.encode(encoding)) == text


def test_a_curved_apostrophe_is_no_letter_of_dos() -> None:
    text = "Navn;Stilling\r\nSean O’Brien;vikar\r\nJean d’Arc;kok"
    assert decoded(text.encode("cp1252")) == text


@pytest.mark.parametrize(
    "content",
    [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", codecs.BOM_UTF16_LE + b"a", b"Navn\0;\0\0x", codecs.BOM_UTF8 + b"\xff\xfe\xfa"],
)
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(NotText):
        decoded(content)


def test_nothing_is_an_empty_text() -> None:
    assert decoded(b"") == ""
