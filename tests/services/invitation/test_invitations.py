"""Invitations of a whole round: the folder of each employee, what is in it, and what is recorded afterwards."""

from __future__ import annotations

import email
import io
from dataclasses import replace
from datetime import date, time
from email.message import EmailMessage
from email.policy import strict
from pathlib import Path
from threading import Event

import docx
import pytest
import vobject

from mus_desktop.documents.invitation.invitation_content import INVITATION_TEMPLATE
from mus_desktop.documents.word.file_access import open_files
from mus_desktop.errors import DocumentError, KnownError
from mus_desktop.model.answers import AnswerKey, Changes, RowsKey
from mus_desktop.model.form import FollowUpField, PartyRole
from mus_desktop.model.local_layer import LocalLayer
from mus_desktop.model.people import Employee, Leader
from mus_desktop.model.period import Period
from mus_desktop.model.review import FollowUp
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.conversation.timeline.conversation_step import ConversationStep
from mus_desktop.services.invitation.invitation_job import OWN_CALENDAR, InvitationResult
from mus_desktop.services.invitation.invitation_service import Message
from mus_desktop.services.invitation.message_text import DEFAULT_TEXTS, MessageKind, MessageText
from mus_desktop.services.workplace import Workplace

DAY = date(2026, 6, 3)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
INVITATION = Message(MessageKind.INVITATION, DEFAULT_TEXTS[MessageKind.INVITATION])
REMINDER = Message(MessageKind.REMINDER, DEFAULT_TEXTS[MessageKind.REMINDER])
LENE = Leader("Lene Østergård", "Skoleleder", "Ådalskolen", "lene@aaby.example.dk")


@pytest.fixture
def place(workplace: Workplace, tmp_path: Path) -> Workplace:
    workplace.preferences.set_leader(LENE)
    workplace.preferences.set_document_folder(tmp_path / "MUS")
    (tmp_path / "MUS").mkdir()
    return workplace


def plan(place: Workplace, name: str, address: str | None = None, form: str = "aarhus-bu", at: str = "13:00") -> int:
    """Plan a conversation with a new employee and return its id."""
    address = f"{name.partition(' ')[0].lower()}@aaby.example.dk" if address is None else address
    employee = place.staff.add(Employee(name, email=address)).id
    when = (DAY, time.fromisoformat(at)) if at else (None, None)
    return place.conversations.plan_new(employee, Meeting(form, YEAR, *when, minutes=90, place="Lokale 2"))


def written(place: Workplace, message: Message, *numbers: int) -> tuple[InvitationResult, ...]:
    service = place.invitations
    results = service.run(service.recipients(message.kind, numbers), message).write(lambda *_: None, Event())
    service.store(results)
    return results


def draft_of(result: InvitationResult) -> EmailMessage:
    assert result.draft is not None, result.problem
    message = email.message_from_bytes(result.draft.read_bytes(), policy=strict)
    assert isinstance(message, EmailMessage)
    return message


def test_one_folder_per_employee_with_the_material_inside_the_mail(place: Workplace) -> None:
    (result,) = written(place, INVITATION, plan(place, "Maryam Hosseini"))
    names = {path.name for path in result.folder.iterdir()}
    assert result.folder.name == "Maryam Hosseini"
    assert result.folder.parent.name == "Invitationer 2026-05-12"
    assert {"Mail.eml", "MUS.ics", "Invitation – Maryam Hosseini – 2026.docx"} < names
    assert [name for name in names if name.startswith("Forberedelse")]
    assert [name for name in names if name.startswith("Samtaleguide")]
    draft = draft_of(result)
    assert draft["To"].addresses[0].addr_spec == "maryam@aaby.example.dk"
    attached = {part.get_filename(): part.get_payload(decode=True) for part in draft.iter_attachments()}
    assert attached == {name: (result.folder / name).read_bytes() for name in names - {"Mail.eml"}}
    body = draft.get_body(("plain",))
    assert body is not None
    assert "Tid: onsdag 3. juni 2026 kl. 13.00" in body.get_content()
    assert "1 time og 30 minutter" in body.get_content()
    assert [path.name for path in (result.folder.parent / OWN_CALENDAR).iterdir()] == ["MUS med Maryam Hosseini.ics"]
    assert result.job.remarks == ()


def test_the_letter_in_word_has_the_text_the_form_and_the_enclosed(place: Workplace) -> None:
    (result,) = written(place, INVITATION, plan(place, "Bjørn Ågård", form="kobenhavn-buf"))
    document = docx.Document(str(result.folder / "Invitation – Bjørn Ågård – 2026.docx"))
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert lines[0] == "Invitation til MUS 2026"
    assert "Kære Bjørn" in lines
    assert any(line.startswith("Forberedelse") for line in lines[lines.index("Bilag") :])
    assert "KØBENHAVNS KOMMUNE" in document.sections[0].header.paragraphs[0].text
    assert document.core_properties.author == LENE.name
    assert document.sections[0].page_width < document.sections[0].page_height


@pytest.mark.parametrize("hostile", ["{{ 7*7 }} {% for %}", "<w:p/>&amp;", "a\x00b\x0b\ud800", "../../x", "😀" * 50])
def test_hostile_names_are_only_text(place: Workplace, hostile: str) -> None:
    (result,) = written(place, INVITATION, plan(place, f"Bo {hostile}", "bo@aaby.example.dk"))
    assert result.folder.parent.parent == place.preferences.document_folder()
    (letter,) = result.folder.glob("Invitation*.docx")
    document = docx.Document(io.BytesIO(letter.read_bytes()))
    assert "Kære Bo" in [paragraph.text for paragraph in document.paragraphs]
    assert draft_of(result)["To"].addresses[0].addr_spec == "bo@aaby.example.dk"


def test_local_questions_come_along(place: Workplace) -> None:
    place.catalogue.local_layers.store("kobenhavn-buf", LocalLayer({}, {"trivsel": ("Hvordan går det i gård 7?",)}))
    (result,) = written(place, INVITATION, plan(place, "Maryam Hosseini", form="kobenhavn-buf"))
    for start in ("Samtaleguide", "Forberedelse"):
        (path,) = result.folder.glob(f"{start}*")
        text = "".join(node.text or "" for node in docx.Document(str(path)).element.body.iter("{*}t"))
        assert "Hvordan går det i gård 7?" in text.replace("\N{NO-BREAK SPACE}", " ")


def test_an_own_template_of_the_form_is_used(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    number = plan(place, "Maryam Hosseini")
    blank = io.BytesIO()
    docx.Document().save(blank)
    monkeypatch.setattr(place.catalogue, "template_of", lambda _f, name: {INVITATION_TEMPLATE: blank.getvalue()}[name])
    (result,) = written(place, INVITATION, number)
    assert "»brev«" in result.problem
    assert not list(place.preferences.document_folder().rglob("*.eml"))


def test_a_new_time_replaces_the_entry_in_the_calendar(place: Workplace) -> None:
    number = plan(place, "Maryam Hosseini")

    def entry() -> vobject.base.Component:
        (result,) = written(place, INVITATION, number)
        return vobject.readOne((result.folder / "MUS.ics").read_text("utf-8"))

    first, again = entry(), entry()
    assert (again.vevent.uid.value, again.vevent.sequence.value) == (first.vevent.uid.value, "0")
    assert first.method.value == "REQUEST"
    place.conversations.change_meeting(number, replace(place.conversations.meeting(number), at_time=time(9)))
    moved = entry()
    assert (moved.vevent.uid.value, moved.vevent.sequence.value) == (first.vevent.uid.value, "1")


def test_everybody_in_a_group_has_the_same_entry_and_their_own_sheet(place: Workplace) -> None:
    people = [place.staff.add(Employee(name, email="x@y.dk")).id for name in ("Anna Bæk", "Jens Lund")]
    number = place.conversations.plan_group(people, Meeting("abc-faelles", YEAR, DAY, time(13), 60))
    first, second = written(place, INVITATION, number)
    uids = {vobject.readOne((one.folder / "MUS.ics").read_text("utf-8")).vevent.uid.value for one in (first, second)}
    assert len(uids) == 1
    assert (first.folder.name, second.folder.name) == ("Anna Bæk", "Jens Lund")
    for one, other in ((first, "Jens"), (second, "Anna")):
        assert not [path for path in one.folder.glob("Forberedelse*") if other in path.name]


def test_what_is_missing_is_said_in_a_sentence_each(place: Workplace) -> None:
    place.preferences.set_leader(LENE._replace(email=""))
    results = written(
        place,
        INVITATION,
        plan(place, "Uden Adresse", ""),
        plan(place, "Forkert Adresse", "forkert@"),
        plan(place, "Uden Tid", at=""),
    )
    wrong, no_address, no_time = ("\n".join(result.job.remarks) for result in results)
    assert "har ingen e-mailadresse" in no_address
    assert "Din egen e-mailadresse mangler" in no_address
    assert "»forkert@«" in wrong
    assert "har ingen dato" in no_time
    assert draft_of(results[1])["To"] is None
    assert not list(results[2].folder.glob("*.ics"))
    assert vobject.readOne((results[1].folder / "MUS.ics").read_text("utf-8")).method.value == "PUBLISH"


def test_a_second_run_of_a_day_has_its_own_folder(place: Workplace) -> None:
    number = plan(place, "Maryam Hosseini")
    first, second = written(place, INVITATION, number)[0], written(place, INVITATION, number)[0]
    assert second.folder.parent.name == "Invitationer 2026-05-12 (2)"
    assert first.folder != second.folder


def test_two_of_one_name_have_a_folder_each(place: Workplace) -> None:
    results = written(place, INVITATION, plan(place, "Bo Lind"), plan(place, "BO LIND"))
    assert len({result.folder.name.lower() for result in results}) == 2


def test_a_stopped_run_leaves_whole_folders_only(place: Workplace) -> None:
    numbers = [plan(place, f"Medarbejder {number}") for number in range(3)]
    stop = Event()
    run = place.invitations.run(place.invitations.recipients(MessageKind.INVITATION, numbers), INVITATION)
    (result,) = run.write(lambda done, _total: stop.set() if done else None, stop)
    root = result.folder.parent
    assert sorted(path.name for path in root.iterdir()) == ["Medarbejder 0", OWN_CALENDAR]


def test_a_disk_that_is_full_is_reported_for_each(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object, **_more: object) -> None:
        raise DocumentError("Der er ikke plads.")

    monkeypatch.setattr("mus_desktop.documents.word.document_files.write_new", full)
    results = written(place, INVITATION, plan(place, "Bo Lind"), plan(place, "Ida Holm"))
    assert [result.problem for result in results] == ["Der er ikke plads."] * 2
    assert not place.database.rows("SELECT * FROM calendar_entry")


def test_a_reminder_is_about_what_is_missing(place: Workplace) -> None:
    prepared, waiting = plan(place, "Ida Holm"), plan(place, "Bo Lind")
    opened = place.conversations.open(prepared)
    party = opened.party(PartyRole.EMPLOYEE).id
    key = next(f.key for f in opened.form.fields() if PartyRole.EMPLOYEE in f.by and f.kind == "notes")
    place.writing.save(Changes(answers={AnswerKey(party, key): "Jeg vil gerne tale om min opgave"}))
    (recipient,) = place.invitations.recipients(MessageKind.REMINDER)
    assert recipient.conversation.id == waiting
    (result,) = written(place, REMINDER, waiting, prepared)
    body = draft_of(result).get_body(("plain",))
    assert body is not None
    assert "din forberedelse" in body.get_content()
    assert [path.name[:8] for path in sorted(result.folder.iterdir())] == ["Forbered", "Mail.eml"]
    assert result.folder.parent.name == "Påmindelser 2026-05-12"


def test_sent_is_recorded_only_when_the_leader_says_so_and_can_be_undone_as_a_whole(place: Workplace) -> None:
    numbers = [plan(place, name) for name in ("Ida Holm", "Bo Lind", "Anna Bæk")]
    place.steps.record(numbers[2], ConversationStep.INVITED, date(2026, 4, 1))
    written(place, INVITATION, *numbers)

    def invited() -> list[date | None]:
        return [place.conversations.open(number).conversation.invited_on for number in numbers]

    assert invited() == [None, None, date(2026, 4, 1)]
    count, undo = place.invitations.confirm_sent([*numbers, numbers[0]], date(2026, 5, 12))
    assert count == 2
    assert invited() == [date(2026, 5, 12), date(2026, 5, 12), date(2026, 4, 1)]
    undo()
    assert invited() == [None, None, date(2026, 4, 1)]
    count, undo = place.invitations.confirm_sent(numbers, date(2026, 5, 12))
    place.steps.record(numbers[1], ConversationStep.INVITED, date(2026, 5, 11))
    with pytest.raises(KnownError):
        undo()
    assert invited()[:2] == [date(2026, 5, 12), date(2026, 5, 11)], "nothing is undone by half"


def test_the_held_and_the_declined_are_not_invited(place: Workplace) -> None:
    held, declined, open_one = (plan(place, name) for name in ("Ida Holm", "Bo Lind", "Anna Bæk"))
    place.conversations.finish(held, DAY)
    place.steps.record(declined, ConversationStep.DECLINED, DAY)
    found = place.invitations.recipients(MessageKind.INVITATION)
    assert [one.conversation.id for one in found] == [open_one]


def test_a_wrong_place_holder_stops_before_anything_is_written(place: Workplace) -> None:
    number = plan(place, "Ida Holm")
    with pytest.raises(KnownError, match="findes ikke"):
        written(place, Message(MessageKind.INVITATION, MessageText("x", "{navne}")), number)
    assert not list(place.preferences.document_folder().iterdir())


def test_the_own_calendar_has_the_time_and_afterwards_the_days_of_follow_up(place: Workplace) -> None:
    number = plan(place, "Maryam Hosseini", form="aalborg-tm")
    service = place.invitations
    opened = place.conversations.open(number)
    field = next(f for f in opened.form.fields() if isinstance(f, FollowUpField))
    rows = (FollowUp(date(2026, 12, 1), "Løn nævnes"), FollowUp(date(2026, 1, 5), "Forbi"))
    place.writing.save(Changes(follow_ups={RowsKey(opened.plan.id, field.key): rows}))

    def written() -> list[vobject.base.Component]:
        writing = service.own_calendar(number)
        with open_files(writing.parent) as files:
            paths = writing.run(files)
        service.store_own_calendar(writing)
        return [vobject.readOne(path.read_text("utf-8")) for path in paths]

    (talk,) = written()
    assert talk.vevent.summary.value == "MUS med Maryam Hosseini"
    assert talk.method.value == "PUBLISH"
    place.conversations.finish(number, date(2026, 5, 12))
    (follow_up,) = written()
    assert follow_up.vevent.dtstart.value == date(2026, 12, 1)
    assert "Løn" not in follow_up.serialize(), "others may see the leader's calendar"
    assert follow_up.vevent.uid.value != talk.vevent.uid.value


def test_nothing_to_put_into_a_calendar_is_a_sentence(place: Workplace) -> None:
    untimed, held = plan(place, "Uden Tid", at=""), plan(place, "Bo Lind")
    place.conversations.finish(held, DAY)
    with pytest.raises(KnownError, match="har ingen dato"):
        place.invitations.own_calendar(untimed)
    with pytest.raises(KnownError, match="ingen dato for opfølgning"):
        place.invitations.own_calendar(held)
