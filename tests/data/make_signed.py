"""How the folders ``schema_1`` to ``schema_3`` were made: the same signed plans, plain, encrypted and as a backup.

The program of that schema plays one story: plans on real forms with printed answers, follow-up dates and an earlier
plan; a group whose common plan and one participant's own plan are signed (from schema 3 on with a common note that
follows the common plan); Word documents that differ from what is printed today, because an employee was renamed or the
document was edited. ``papers`` holds the text of every signed plan as that program printed it.

``python tests/data/make_signed.py 1`` was run with the program of commit 5ece349, the last one of schema 1, and the
same with 2 when schema 2 was released. A later program cannot make a database of an old schema, so the folder of a
released one is never made again. While a new schema N is written, run ``python tests/data/make_signed.py N`` after each
change to its migration; when it is released, add it to ``RELEASED``.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from mus_desktop import paths
from mus_desktop.app import build
from mus_desktop.documents.word.template_names import ROW_HEADING
from mus_desktop.documents.word.visible_text import visible_text
from mus_desktop.model.answers import AnswerKey, Changes, RowsKey, TickKey
from mus_desktop.model.people import Employee, Leader
from mus_desktop.model.period import Period
from mus_desktop.model.plan import Agreement
from mus_desktop.model.review import AddendumKey, FollowUp
from mus_desktop.model.terms import PartyRole
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.demo.story_import import import_conversation
from mus_desktop.services.documents.document_kinds import DocumentRequest
from mus_desktop.services.safety.safety_service import Safety
from mus_desktop.services.workplace import Workplace
from mus_desktop.storage.database import migrator
from mus_desktop.storage.keys import database_key

RELEASED = frozenset({1, 2})
PASSWORD = "tyttebær på Fanø"  # noqa: S105 - of a test
NOW = datetime(2026, 11, 18, 14, 3)  # noqa: DTZ001 - the clock on the leader's wall
LAST_YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))
THIS_YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
HELD, SIGNED = date(2026, 10, 21), date(2026, 10, 28)
LONG = "Vi talte om opgaver og trivsel. " * 500


def told(form: str) -> dict[str, Any]:
    """The filled example of a form."""
    return tomllib.loads((paths.forms() / form / "example.toml").read_text("utf-8"))


class Story:
    """What a leader did in ``place``; ``request`` are the documents of the signed plans, by a name for the file."""

    def __init__(self, place: Workplace, folder: Path) -> None:
        self.place, self.folder = place, folder
        self.request: dict[str, tuple[int, DocumentRequest]] = {}

    def play(self) -> None:
        self.place.preferences.set_leader(Leader("Karen Dahl", "Skoleleder", "Ådalskolen"))
        self.place.preferences.set_document_folder(self.folder)
        self.renamed_after_the_document()
        self.with_a_previous_plan()
        self.edited_in_word()
        self.signed_without_agreeing()
        self.group()
        self.not_signed()
        with self.place.database.transaction():  # where the documents lay is nobody's business
            self.place.database.write("DELETE FROM setting WHERE instr(value, ?)", (self.folder.name,))

    def renamed_after_the_document(self) -> None:
        example = told("aarhus-bu")
        (conversation,) = example.pop("conversation")
        example.pop("leader")
        katrine = self.place.staff.add(Employee(**example))
        number = import_conversation(self.place, katrine.id, conversation)
        self.write("aarhus", number)
        self.place.staff.change(replace(katrine, name="Katrine Elbæk Friis", title="Souschef"))

    def with_a_previous_plan(self) -> None:
        example = told("aalborg-tm")
        (conversation,) = example.pop("conversation")
        example.pop("leader")
        mads = self.place.staff.add(Employee(**example))
        before = {
            "form": "aalborg-tm",
            "period": "2025-01-01/2025-12-31",
            "on_date": date(2025, 9, 18),
            "held_on": date(2025, 9, 18),
            "agreed_on": date(2025, 9, 18),
            "signed_on": date(2025, 9, 25),
            "agreement": [{"field": "plan", "group": "Faglige kompetencer:", "cells": {"maal": "Tilsyn alene"}}],
        }
        self.request["aalborg-2025"] = (import_conversation(self.place, mads.id, before), DocumentRequest())
        review = {"of": "Tilsyn alene", "status": "reached", "comment": "Tre entrepriser"}
        number = import_conversation(self.place, mads.id, {**conversation, "review": [review]})
        plan = self.place.conversations.open(number).plan
        done = (FollowUp(date(2027, 3, 25), "Status på Stationspladsen", date(2026, 11, 17)),)
        self.place.writing.save(Changes(follow_ups={RowsKey(plan.id, "opfoelgning"): done}))
        self.write("aalborg", number)

    def edited_in_word(self) -> None:
        import docx  # noqa: PLC0415

        lone = self.place.staff.add(Employee("Lone Æbelø Kjær", "Lærer", "Ådalskolen", "lone@aadalskolen.example"))
        number = self.planned([lone.id], "kobenhavn-buf")
        self.agree_on(number, {"maal": "Klasseledelse", "tiltag": "Makkerordning\nog et kursus"})
        path = self.write("koebenhavn", number)
        document = docx.Document(str(path))
        document.add_paragraph("Lone får fri til kurset om onsdagen.")
        document.save(str(path))
        self.place.documents.store_edited(number, path)
        self.sign(number)

    def signed_without_agreeing(self) -> None:
        bo = self.place.staff.add(Employee("Bo Ågård", left_on=date(2026, 11, 1)))
        number = self.planned([bo.id], "albertslund")
        opened = self.place.conversations.open(number)
        field = opened.form.plan_fields()[0]
        row = Agreement("bo-1", field.key, cells={field.columns[0].key: LONG}, due_on=date(2027, 2, 1))
        self.place.writing.save(Changes(rows={RowsKey(opened.plan.id, field.key): (row,)}))
        self.place.plan_recorder.sign(opened.plan, date(2027, 1, 4), "Bo og Karen")
        self.request["albertslund"] = (number, DocumentRequest())

    def group(self) -> None:
        names = ("Anna Bæk", "Jens Lund", "Sofie Ør", "Anna Bæk")
        people = [self.place.staff.add(Employee(name, "Pædagog", "Stuen")).id for name in names]
        for period, day in ((LAST_YEAR, date(2025, 10, 20)), (THIS_YEAR, HELD)):
            meeting = Meeting("abc-faelles", period, day)
            number = self.place.conversations.plan_group(people[:3], meeting)
            opened = self.place.conversations.open(number)
            row = Agreement(
                f"faelles-{day.year}", "plan", cells={"maal": f"Fælles spilleregler {day.year}"}, due_on=SIGNED
            )
            key = RowsKey(opened.plan.id, "opfoelgning")
            changes = Changes(
                answers={AnswerKey(opened.party(PartyRole.SHARED).id, "faglige_maal"): "Kun i programmet"},
                rows={RowsKey(opened.plan.id, "plan"): (row,)},
                follow_ups={key: (FollowUp(date(2027, 4, 21), "Forflytning"),)},
            )
            self.place.writing.save(changes)
        anna, jens, sofie = (party.id for party in self.place.conversations.open(number).participants)
        self.place.groups.split_out(number, sofie, "abc-hurtig", date(2026, 10, 12))
        self.place.conversations.finish(number, HELD)
        self.tick(number, "faglige_maal", HELD)
        for name, party in (("gruppe-anna", anna), ("gruppe-jens", jens)):
            own = self.place.groups.own_plan(number, party)
            mine = Agreement(name, "plan", cells={"maal": f"Kun for {name}"})
            self.place.writing.save(Changes(rows={RowsKey(own.id, "plan"): (*own.agreements, mine)}))
        own = self.place.plan_recorder.agree(self.place.groups.own_plan(number, anna), HELD)
        self.place.plan_recorder.sign(own, SIGNED)
        self.write("gruppe-anna", number, DocumentRequest(party=anna))
        self.sign(number)
        self.write("gruppe", number)

    def tick(self, number: int, field: str, day: date) -> None:
        """Let the common note in ``field`` follow the plan."""
        opened = self.place.conversations.open(number)
        shared = opened.party(PartyRole.SHARED).id
        self.place.writing.save(Changes(ticks={TickKey(shared, field, party): day for party in opened.ticking}))

    def not_signed(self) -> None:
        ida = self.place.staff.add(Employee("Ida Krog", "Lærer"))
        number = self.planned([ida.id], "kobenhavn-buf")
        self.agree_on(number, {"maal": "Endnu ikke underskrevet"})

    def planned(self, people: list[int], form: str) -> int:
        return self.place.conversations.plan_new(people[0], Meeting(form, THIS_YEAR, HELD))

    def agree_on(self, number: int, cells: dict[str, str]) -> None:
        opened = self.place.conversations.open(number)
        row = Agreement(f"aftale-{number}", "plan", cells=cells, due_on=date(2027, 5, 1), responsible="Karen")
        self.place.writing.save(Changes(rows={RowsKey(opened.plan.id, "plan"): (row,)}))
        self.place.plan_recorder.agree(opened.plan, HELD)

    def sign(self, number: int) -> None:
        plan = self.place.plan_recorder.sign(self.place.conversations.open(number).plan, SIGNED)
        self.place.writing.save(Changes(addenda={AddendumKey(plan.id): "Tilføjet efter underskriften"}))

    def write(self, name: str, number: int, request: DocumentRequest | None = None) -> Path:
        self.request[name] = (number, request or DocumentRequest())
        target = self.place.documents.target(number, request=self.request[name][1])
        return self.place.documents.write_under_free_name(number, target.path, self.request[name][1])


def paper_text(content: bytes) -> str:
    """The text of a document, a line for each paragraph, as the tests read it (of older schemas, as Word shows it)."""
    return "\n".join(line for line in visible_text(content, fields=True) if line != ROW_HEADING) + "\n"


def papers(story: Story) -> Iterator[tuple[str, str]]:
    """The text of each signed plan as it is printed now, by the name of its file."""
    for name, (number, request) in story.request.items():
        party = "" if request.party is None else f"-{request.party}"
        yield f"{number}{party}-{name}.txt", paper_text(story.place.documents.render(number, request))


def make(target: Path) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        data, words = Path(scratch) / "data", Path(scratch) / "skrevet i Word"
        words.mkdir()
        place = build(data, now=lambda: NOW)
        story = Story(place, words)
        story.play()
        safety = Safety(place.database, lambda: NOW, cost=database_key.Cost(n=2**4))
        safety.back_up()
        texts = dict(papers(story))
        place.close()
        keep(data / "mus.sqlite", target / "plain" / "mus.sqlite")
        for backup in (data / paths.BACKUP_FOLDER).iterdir():
            keep(backup, target / "backup" / backup.name)
        for name, text in texts.items():
            (target / "papers").mkdir(exist_ok=True)
            (target / "papers" / name).write_text(text, "utf-8", newline="\n")
        encrypt(data)
        for name in ("mus.sqlite", "mus.key"):
            keep(data / name, target / "encrypted" / name)


def encrypt(data: Path) -> None:
    place = build(data, now=lambda: NOW)
    Safety(place.database, lambda: NOW, cost=database_key.Cost(n=2**4)).encryption.set_password(PASSWORD)
    place.close()


def keep(file: Path, where: Path) -> None:
    where.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, where)


if __name__ == "__main__":
    schema = int(sys.argv[1])
    folder = Path(__file__).with_name(f"schema_{schema}")
    if migrator.shipped_migrations()[-1].version != schema:
        sys.exit(f"this program does not make databases of schema {schema}")
    if schema in RELEASED:
        sys.exit(f"schema {schema} is released, so {folder.name} is never made again")
    shutil.rmtree(folder, ignore_errors=True)
    make(folder)
