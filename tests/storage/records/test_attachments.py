"""Attached files: kept byte for byte, listed without their bytes, and gone from the database file once removed."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from mus_desktop.model.confidentiality import DocumentKind
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.attachments import Attachments
from mus_desktop.storage.records.stored_documents import StoredDocuments

NOW = datetime(2026, 3, 2, 14, 3)  # noqa: DTZ001 - the clock on the wall
PAGE = 4096
MARK = b"Underskrevet plan paa papir"


def _pages(path: Path) -> set[bytes]:
    content = path.read_bytes()
    return {content[start : start + PAGE] for start in range(0, len(content), PAGE)}


def test_each_is_listed_where_it_belongs(database: Database, beginning: Callable[..., Any]) -> None:
    files, one, other = Attachments(database), beginning("Mette Holm"), beginning("Anna Bæk")
    made = StoredDocuments(database).add(one.conversation, None, DocumentKind.PLAN, "Plan.docx", b"PK", NOW)
    first = files.add(one.conversation, "plan.pdf", b"%PDF", NOW)
    second = files.add(one.conversation, "plan.pdf", b"%PDF 2", NOW)
    elsewhere = files.add(other.conversation, "andet.pdf", b"%PDF 3", NOW)
    assert files.of_conversation(one.conversation) == files.of_employee(one.employees[0]) == [first, second]
    assert files.of_conversation(other.conversation) == [elsewhere]
    assert files.content(second.id) == b"%PDF 2"
    with pytest.raises(KeyError):
        files.content(made.id)
    files.delete(made.id)
    assert StoredDocuments(database).all(one.conversation) == [made], "what was made here is no attached file"


def test_a_removed_file_is_gone_from_the_database_file(
    path: Path, engine_key: bytes | None, beginning: Callable[..., Any], database: Database
) -> None:
    """On SQLCipher no text can be searched for: there it is told by whether its pages still are as they were."""
    content = MARK + random.Random(1).randbytes(50 * PAGE) + MARK  # noqa: S311 - only bytes that repeat nowhere
    key = beginning("Mette Holm").conversation
    database.close()
    before = _pages(path)
    with Database.open(path, key=engine_key) as opened:
        kept = Attachments(opened).add(key, "plan.pdf", content, NOW)
    its_pages = _pages(path) - before
    assert len(its_pages) > 50
    assert (MARK in path.read_bytes()) is (engine_key is None)

    with Database.open(path, key=engine_key) as opened:
        Attachments(opened).delete(kept.id)
    assert len(its_pages & _pages(path)) < 5, "but for pages that hold other things, all were overwritten"
    assert not [file for file in path.parent.iterdir() if MARK in file.read_bytes()]
