"""What was stored of a person's signed plans goes with the person; no byte of it is left in the database file."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from mus_desktop.app import build
from mus_desktop.documents.word.visible_text import visible_text
from mus_desktop.services.safety.quarantined import QuarantineKind
from mus_desktop.services.workplace import Workplace
from mus_desktop.storage.records.employees import Employees
from tests.services.upgrade.old_data import NOW

PAGE, RESERVED, SALT, VECTOR = 4096, 80, 16, 16
COPY = "mus-inden-opgradering-1.sqlite"
Texts = Callable[[], bytes]


@pytest.fixture
def place(old_data: Path, engine_key: bytes | None) -> Iterator[Workplace]:
    built = build(old_data, now=lambda: NOW, key=engine_key)
    yield built
    built.close()


def content_of(file: Path, key: bytes | None) -> bytes:
    """Every byte of a database file, decrypted page by page: free pages and slack too."""
    content = file.read_bytes()
    if key is None:
        return content
    if not shutil.which("openssl"):
        pytest.skip("nothing here decrypts the pages")
    stream = b""
    for start in range(0, len(content), PAGE):
        page = content[start : start + PAGE]
        body = page[SALT if not start else 0 : PAGE - RESERVED]
        stream += page[PAGE - RESERVED :][:VECTOR] + body  # each page has its own vector: as a block before it
    words = ["openssl", "enc", "-d", "-aes-256-cbc", "-nopad", "-K", key.hex(), "-iv", "00" * VECTOR]
    return subprocess.run(words, input=stream, capture_output=True, check=True).stdout


def delete(place: Workplace, name: str) -> None:
    (employee,) = [one for one in place.staff.everyone(left=True) if one.name == name]
    Employees(place.database).delete(employee.id)


def left(place: Workplace, *texts: str) -> list[str]:
    """Those of ``texts`` that are still somewhere in the file when the program has been closed."""
    place.close()
    content = content_of(place.database.path, place.database.key)
    assert content.count("Udviklingsmål".encode()) > 0, "the search finds what is there"
    return [text for text in texts if text.encode() in content]


def test_of_one_person(place: Workplace) -> None:
    texts = ("Katrine", "katrine.elbaek", "Souschef", "Legegrupperne", "legeplads", "Muldvarpene")
    stored = place.database.rows("SELECT content FROM signed_content UNION ALL SELECT name FROM signed_name")
    for word in ("Legegrupperne", "Katrine Elbæk Friis"):
        assert any(word in text for (text,) in stored)
    delete(place, "Katrine Elbæk Friis")
    assert len(place.database.rows("SELECT plan FROM signed_content")) == 6
    assert place.health() == []
    assert left(place, *texts) == []


def test_of_a_participant_of_a_group(place: Workplace) -> None:
    assert "Anna Bæk, Jens Lund" in visible_text(place.documents.render(7))
    delete(place, "Jens Lund")
    assert place.health() == []
    paper = visible_text(place.documents.render(7))
    assert "Anna Bæk" in paper
    assert "Fælles spilleregler 2026" in paper
    assert left(place, "Kun for gruppe-jens", "Jens Lund") == []


def test_of_a_participant_who_has_signed(place: Workplace) -> None:
    signed = place.conversations.open(7).participants[0].employee
    Employees(place.database).delete(signed or 0)
    assert len(place.database.rows("SELECT plan FROM signed_content")) == 6
    assert left(place, "Kun for gruppe-anna") == []


def test_the_copy_from_before_the_upgrade_is_listed_and_can_be_erased(place: Workplace, old_data: Path) -> None:
    aside = place.safety.quarantine
    (one,) = aside.list_items()
    assert (one.path.name, one.kind, one.encrypted) == (COPY, QuarantineKind.UPGRADE, place.database.key is not None)
    assert b"Legegrupperne" in content_of(old_data / COPY, place.database.key)
    place.safety.back_up()
    aside.remove_old(timedelta(days=90))
    assert aside.list_items() == (one,), "not before its time"
    aside.remove(one)
    assert not (old_data / COPY).exists()
    assert aside.list_items() == ()
