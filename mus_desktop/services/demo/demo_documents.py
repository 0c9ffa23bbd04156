"""The documents of the demo: every kind of document of every form, filled in and empty."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from mus_desktop.model.form import PartyRole
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.documents.blank_documents import write_blank_in
from mus_desktop.services.documents.document_kinds import PLAN_TEMPLATE, DocumentRequest, choices
from mus_desktop.services.documents.prepared_document import PreparedDocument
from mus_desktop.services.workplace import Workplace


def write_filled(workplace: Workplace, conversations: Sequence[int], folder: Path) -> list[Path]:
    """Write every agreed plan, and all documents of one conversation on every form; return their files.

    If a form is used both with one employee and with a group, there is one such conversation of each.
    """
    workplace.preferences.set_document_folder(folder.resolve())
    folder.mkdir(parents=True, exist_ok=True)
    opened = [workplace.conversations.open(number) for number in conversations]
    # By identity: a conversation contains dicts, so it has no hash.
    fullest_ids = {id(one) for one in examples(opened)}
    return [
        _write(workplace.documents.prepare_from(one, request))
        for one in opened
        for request in _requests(workplace, one, everything=id(one) in fullest_ids)
    ]


def write_empty(workplace: Workplace, folder: Path) -> list[Path]:
    """Write every document of every form, to be filled in by hand; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    return [
        write_blank_in(folder, form, request, workplace.catalogue.template_of(form.id, PLAN_TEMPLATE))
        for form in workplace.catalogue.available()
        for request in choices(form)
    ]


def examples(opened: Sequence[OpenConversation]) -> list[OpenConversation]:
    """Return the conversation with most content on every form, one with an employee and one with a group."""
    best: dict[tuple[str, bool], OpenConversation] = {}
    for one in opened:
        key = one.form.id, one.group
        if key not in best or _content_amount(one) > _content_amount(best[key]):
            best[key] = one
    return list(best.values())


def _content_amount(one: OpenConversation) -> tuple[int, int]:
    return len(one.plan.agreements) + len(one.past), len(one.answers)


def _write(document: PreparedDocument) -> Path:
    return document.write(document.target().path)


def _requests(workplace: Workplace, one: OpenConversation, *, everything: bool) -> Iterator[DocumentRequest]:
    main_document = workplace.documents.main_document(one.conversation.id)
    if everything:
        yield from (request for request, _ in workplace.documents.choices(one.conversation.id))
    elif one.plan.agreed_on:
        yield main_document
    yield from (DocumentRequest(party=party) for party in _own_plans(one))


def _own_plans(one: OpenConversation) -> Iterator[int]:
    participants = {party.id for party in one.parties if party.role is PartyRole.EMPLOYEE}
    return (plan.party for plan in one.plans if plan.party in participants and plan.agreed_on)
