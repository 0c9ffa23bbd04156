"""A password that is pasted once must open when it is typed, and one that an older version locked must still open."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mus_desktop.errors import KnownError, WrongPassword
from mus_desktop.model.text.secret_text import typed_secret
from mus_desktop.services.safety.encryption import unlock
from mus_desktop.services.safety.password_strength import refuse_weak_password
from mus_desktop.storage.keys import database_key
from mus_desktop.storage.keys.database_key import Opener

if TYPE_CHECKING:
    from tests.services.safety.conftest import Pc

PASSWORD, NEW = "blåbærgrød på Ærø", "havregrød på Møn"
PASTED = (
    f"{PASSWORD}\n",
    f"{PASSWORD}\r\n",
    f" {PASSWORD} ",
    f"{PASSWORD}\u00a0",
    PASSWORD.replace(" ", "\u00a0"),
    f"\ufeff{PASSWORD}",
    f"\t{PASSWORD}\u2028",
    PASSWORD.replace("grød", "\u200bgrød\u00ad"),
    unicodedata.normalize("NFD", PASSWORD),
)


@pytest.mark.parametrize("engine_key", [None], ids=["plain"])  # the test sets the password
@pytest.mark.parametrize("pasted", PASTED, ids=ascii)
def test_a_pasted_password_opens_when_it_is_typed(pc: Pc, pasted: str) -> None:
    pc.safety.encryption.set_password(pasted)
    pc.stop()
    pc.start(unlock(pc.data, PASSWORD))
    assert pc.text() == pc.sentence
    pc.safety.encryption.change_password(pasted, pasted.replace(PASSWORD, NEW) if PASSWORD in pasted else f"{NEW}\n")
    pc.stop()
    with pytest.raises(WrongPassword):
        unlock(pc.data, PASSWORD)
    pc.start(unlock(pc.data, NEW))
    code = pc.safety.encryption.new_code(f"{NEW}\r\n")
    assert pc.safety.encryption.confirm_code(f"\u00a0{code}\r\n", code)
    pc.stop()
    pc.start(unlock(pc.data, f"{code.replace('-', chr(0x2011))}\n"))


@pytest.mark.parametrize("pasted", PASTED, ids=ascii)
def test_what_an_older_version_locked_still_opens(pc: Pc, pasted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Older versions locked with exactly what was in the field, on a plain database too: its backups have a key."""
    with monkeypatch.context() as older:
        older.setattr(database_key, "typed_secret", lambda text: text)
        pc.safety.backup_key.choose(pasted)
        if pc.database.key:
            pc.safety.encryption.change_password(pc.password or "", pasted)
    pc.safety.backup_key.unlock(pasted)
    if pc.database.key:
        pc.stop()
        pc.start(unlock(pc.data, pasted))
        assert pc.text() == pc.sentence


@given(st.text(min_size=1, max_size=20), st.sampled_from(["", " ", "\n", "\r\n", "\u00a0", "\ufeff", "\u2029 "]))
@example("👩\u200d👧 og 🏳\ufe0f", "\n")
@example("a\x00b", "")
@example("\ud800", "\r\n")
def test_every_way_of_entering_a_password_opens(secret: str, around: str) -> None:
    key, cheap = database_key.new_key(), database_key.Cost(n=2**4)
    locks = [database_key.lock(key, Opener.PASSWORD, around + secret + around, "2026-03-02", cheap)]
    for entered in (secret, around + secret, typed_secret(secret), unicodedata.normalize("NFD", secret)):
        assert database_key.open_any_lock(locks, entered) == key


@pytest.mark.parametrize("blank", ["\n" * 12, "\u00a0" * 12, "\u200b" * 12, f"kort{' ' * 20}"], ids=ascii)
def test_what_nobody_sees_makes_no_password_longer(blank: str) -> None:
    with pytest.raises(KnownError, match="mindst 10 tegn"):
        refuse_weak_password(blank)
