from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from mus_desktop.model.confidentiality import DocumentKind
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.records.stored_documents import StoredDocuments

NOW = datetime(2026, 3, 2, 14, 3, tzinfo=UTC)
PLAN = DocumentKind.PLAN


def test_documents_are_stored_byte_for_byte_and_numbered(database: Database, beginning: Callable[..., Any]) -> None:
    documents, one, other = StoredDocuments(database), beginning("Mette Holm"), beginning("Anna Bæk")
    content = bytes(range(256)) * 9
    first = documents.add(one.conversation, None, PLAN, "Plan for Mette.docx", content, NOW)
    second = documents.add(one.conversation, one.shared, PLAN, "Plan for Mette 2.docx", b"", NOW)
    elsewhere = documents.add(other.conversation, None, PLAN, "Plan.docx", b"PK", NOW)
    assert (first.number, second.number, elsewhere.number) == (1, 2, 1)
    assert documents.all(one.conversation) == [first, second]
    assert documents.latest(one.conversation, PLAN) == first
    assert documents.latest(one.conversation, PLAN, one.shared) == second, "a party's own is told from the common one"
    assert documents.of_kind(one.conversation, PLAN, title="Plan for") == [first]
    assert documents.of_kind(one.conversation, PLAN, title="Referat") == []
    assert documents.of_all_conversations() == [first, second, elsewhere]
    assert documents.content(first.id) == content
    assert first.sha256 == hashlib.sha256(content).hexdigest()


def test_there_may_be_no_document(database: Database, held: Any) -> None:
    documents = StoredDocuments(database)
    assert documents.latest(held.conversation, PLAN) is None
    assert documents.all(held.conversation) == []
    with pytest.raises(KeyError):
        documents.content(1)
