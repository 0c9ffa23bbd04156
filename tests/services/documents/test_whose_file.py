"""A document on disk is only ever offered to the conversation that wrote it."""

from __future__ import annotations

import random
import threading
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from mus_desktop.documents.word import document_files
from mus_desktop.documents.word.file_access import DirectFiles
from mus_desktop.errors import DocumentError
from mus_desktop.model.answers import Changes, RowsKey
from mus_desktop.model.confidentiality import DocumentKind
from mus_desktop.model.form import PartyRole
from mus_desktop.model.people import Employee
from mus_desktop.model.period import Period
from mus_desktop.model.plan import Agreement, new_agreement_id
from mus_desktop.services.conversation.conversation_service import Meeting
from mus_desktop.services.documents import prepared_document
from mus_desktop.services.documents.blank_documents import write_blank_in
from mus_desktop.services.documents.conversation_documents import PLAN_REQUEST
from mus_desktop.services.documents.document_kinds import DocumentRequest
from mus_desktop.services.documents.period_plans import PeriodPlans, PlanJob, PlanResult, write_all
from mus_desktop.services.workplace import Workplace

_PERIOD = Period(date(2026, 1, 1), date(2026, 12, 31))
_EDITED = b"rettet i Word"


def _write_all(jobs: Sequence[PlanJob]) -> tuple[PlanResult, ...]:
    return write_all(jobs, lambda _done, _total: None, threading.Event(), make_parents=False)


class _Desk:
    """The leader's documents: conversations with people, and their files in ``folder``."""

    def __init__(self, workplace: Workplace, folder: Path) -> None:
        self.workplace, self.folder = workplace, folder
        workplace.preferences.set_document_folder(folder)
        folder.mkdir()

    def person(self, name: str = "Anne Hansen", title: str = "") -> int:
        return self.workplace.staff.add(Employee(name, title)).id

    def talk(self, *people: int, form: str = "kobenhavn-buf") -> int:
        book, meeting = self.workplace.conversations, Meeting(form, _PERIOD)
        return book.plan_group(people, meeting) if len(people) > 1 else book.plan_new(people[0], meeting)

    def agree(self, number: int, text: str, party: int | None = None) -> None:
        opened = self.workplace.conversations.open(number)
        plan = self.workplace.groups.own_plan(number, party) if party else opened.plan
        field = opened.form.plan_fields()[0]
        row = Agreement(new_agreement_id(), field.key, next(iter(field.groups), ""), {field.columns[0].key: text})
        self.workplace.writing.save(Changes(rows={RowsKey(plan.id, field.key): (row,)}))

    def write(self, number: int, request: DocumentRequest = PLAN_REQUEST) -> Path:
        target = self.workplace.documents.target(number, request=request)
        assert not target.edited, "a file is offered as changed in Word"
        return self.workplace.documents.write(number, target.path, request)

    def offered(self, number: int, request: DocumentRequest = PLAN_REQUEST) -> Path | None:
        """The file that is offered as changed in Word; ``None`` if none is."""
        target = self.workplace.documents.target(number, request=request)
        assert target.edited or not target.path.exists() or target.replacing, "a file would be neither kept nor offered"
        return target.path if target.edited else None

    def write_all(self) -> list[Path]:
        many = PeriodPlans(self.workplace.documents, self.workplace.conversations)
        written = write_all(
            many.collect_jobs(_PERIOD, self.folder), lambda *_: None, threading.Event(), make_parents=False
        )
        many.store(written)
        return [each.path for each in written if each.content]


@pytest.fixture
def desk(workplace: Workplace, tmp_path: Path) -> _Desk:
    return _Desk(workplace, tmp_path / "planer")


@pytest.fixture
def two_of_one_name(desk: _Desk) -> tuple[int, int]:
    """Conversations with two people whom nothing distinguishes."""
    return desk.talk(desk.person()), desk.talk(desk.person())


@pytest.fixture
def two_of_one_person(desk: _Desk) -> tuple[int, int]:
    anne = desk.person()
    return desk.talk(anne), desk.talk(anne)


@pytest.mark.parametrize("pair", ["two_of_one_name", "two_of_one_person"])
@pytest.mark.parametrize("edited", [False, True])
def test_anothers_plan_is_never_offered(pair: str, edited: bool, desk: _Desk, request: pytest.FixtureRequest) -> None:
    first, second = request.getfixturevalue(pair)
    path = desk.write(first)
    if edited:
        path.write_bytes(_EDITED)
    before = path.read_bytes()
    assert desk.offered(second) is None
    other = desk.write(second)
    assert other != path
    assert path.read_bytes() == before
    assert desk.offered(first) == (path if edited else None)
    assert desk.write(second) == other


def test_title_distinguishes_the_files_of_two_people(desk: _Desk) -> None:
    paths = [desk.write(desk.talk(desk.person(title=title))) for title in ("Lærer", "Pedel")]
    assert [path.name for path in paths] == [
        "Personlig udviklingsplan – Anne Hansen – 2026.docx",
        "Personlig udviklingsplan – Anne Hansen (Pedel) – 2026.docx",
    ], "the first was written while nobody else was called so"


@pytest.mark.parametrize(
    "document",
    [
        DocumentRequest(),
        DocumentRequest(DocumentKind.PREPARATION, PartyRole.EMPLOYEE),
        DocumentRequest(DocumentKind.STATUS),
        DocumentRequest(DocumentKind.GUIDE),
    ],
)
def test_every_kind_of_document_is_known_by_its_conversation(
    document: DocumentRequest, desk: _Desk, two_of_one_name: tuple[int, int]
) -> None:
    first, second = two_of_one_name
    path = desk.write(first, document)
    path.write_bytes(_EDITED)
    assert desk.write(second, document) != path
    assert path.read_bytes() == _EDITED


def test_two_of_one_name_in_a_group_have_each_their_own_documents(desk: _Desk) -> None:
    number = desk.talk(desk.person(), desk.person(), form="albertslund")
    mine, other = (party.id for party in desk.workplace.conversations.open(number).participants)
    for party in (mine, other):
        desk.agree(number, f"Mål {party}", party)
    path = desk.write(number, DocumentRequest(party=mine))
    path.write_bytes(_EDITED)
    assert desk.offered(number, DocumentRequest(party=other)) is None
    assert desk.write(number, DocumentRequest(party=other)) != path
    assert desk.offered(number, DocumentRequest(party=mine)) == path
    titles = [title for _, title in desk.workplace.documents.choices(number)]
    assert len(titles) == len(set(titles)), "the menu tells them apart"


def test_a_file_of_the_user_is_not_overwritten(desk: _Desk) -> None:
    number = desk.talk(desk.person())
    own = desk.workplace.documents.target(number).path
    own.write_bytes(b"brugerens egen")
    assert desk.offered(number) is None
    assert desk.write(number) == own.with_name(f"{own.stem} (2).docx")
    with pytest.raises(DocumentError):
        desk.workplace.documents.write(number, own)
    assert own.read_bytes() == b"brugerens egen"


@pytest.mark.parametrize("spell", [str.upper, lambda name: unicodedata.normalize("NFD", name)])
def test_names_that_windows_or_a_mac_takes_for_one_are_one(spell: Callable[[str], str], desk: _Desk) -> None:
    number = desk.talk(desk.person("Åse Kjær"))
    usual = desk.workplace.documents.target(number).path
    own = usual.with_name(spell(usual.stem) + ".docx")
    own.write_bytes(b"brugerens egen")
    assert desk.write(number).name == f"{usual.stem} (2).docx"
    assert own.read_bytes() == b"brugerens egen"


def test_people_whose_names_differ_by_case_only_have_each_their_file(desk: _Desk) -> None:
    first, second = (desk.talk(desk.person(name)) for name in ("Anne Hansen", "anne hansen"))
    names = {document_files.comparable_name(desk.write(number).name) for number in (first, second)}
    assert len(names) == 2


class TestAnotherFolder:
    @pytest.fixture
    def number(self, desk: _Desk) -> int:
        """A conversation whose plan lies in the folder that was chosen before."""
        number = desk.talk(desk.person())
        desk.write(number)
        return number

    def _move(self, desk: _Desk, name: str) -> Path:
        folder = desk.folder.with_name(name)
        folder.mkdir(exist_ok=True)
        desk.workplace.preferences.set_document_folder(folder)
        return folder

    def test_the_users_own_file_there_is_not_the_programs(self, desk: _Desk, number: int) -> None:
        name = next(desk.folder.iterdir()).name
        own = self._move(desk, "ny mappe") / name
        own.write_bytes(b"brugerens egen")
        assert desk.offered(number) is None
        assert desk.write(number).parent == own.parent
        assert own.read_bytes() == b"brugerens egen"

    def test_back_in_the_first_folder_its_file_is_recognised(self, desk: _Desk, number: int) -> None:
        first = next(desk.folder.iterdir())
        self._move(desk, "ny mappe")
        desk.agree(number, "Nyt mål")
        second = desk.write(number)
        self._move(desk, "planer")
        assert desk.write(number) == first, "an older version of the program's own is no edited one"
        first.write_bytes(_EDITED)
        assert desk.offered(number) == first
        self._move(desk, "ny mappe")
        assert desk.offered(number) is None
        assert desk.write(number) == second

    def test_the_folder_is_known_after_a_restart(
        self, desk: _Desk, number: int, reopened: Callable[[], Workplace]
    ) -> None:
        own = self._move(desk, "ny mappe") / next(desk.folder.iterdir()).name
        own.write_bytes(b"brugerens egen")
        target = reopened().documents.target(number)
        assert (target.path, target.edited) == (own.with_name(f"{own.stem} (2).docx"), False)


def test_a_title_too_long_for_a_file_name_is_recognised(desk: _Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DocumentRequest, "title", lambda *_: "Plan: aftaler/referat")
    number = desk.talk(desk.person())
    assert desk.write(number) == desk.write(number)


def test_a_plan_stored_as_edited_in_another_folder_is_written_there(desk: _Desk) -> None:
    number, documents = desk.talk(desk.person()), desk.workplace.documents
    elsewhere = desk.folder.with_name("andet sted")
    elsewhere.mkdir()
    copy = elsewhere / desk.write(number).name
    copy.write_bytes(_EDITED)
    documents.store_edited(number, copy)
    assert documents.target(number, elsewhere).edit_is_stored
    copy.unlink()
    assert documents.target(number, elsewhere).path == copy


def test_a_renamed_file_is_not_overwritten(desk: _Desk, two_of_one_name: tuple[int, int]) -> None:
    for number in two_of_one_name:
        desk.agree(number, f"Mål {number}")
    first, second = (desk.write(number) for number in two_of_one_name)
    moved = first.read_bytes()
    first.replace(second)
    assert desk.offered(two_of_one_name[1]) is None
    assert desk.write(two_of_one_name[1]) not in (first, second)
    assert second.read_bytes() == moved
    assert desk.write(two_of_one_name[0]) == first


def test_storing_an_edited_file_does_not_make_it_ours(desk: _Desk, two_of_one_name: tuple[int, int]) -> None:
    """What the program did before: the second one's plan was the first one's, offered and kept by Enter."""
    first, second = two_of_one_name
    path = desk.write(first)
    path.write_bytes(_EDITED)
    desk.workplace.documents.store_edited(second, path)
    assert desk.offered(second) is None
    assert desk.write(second) != path
    assert desk.offered(first) == path


class TestAllPlans:
    @pytest.fixture
    def numbers(self, desk: _Desk) -> list[int]:
        anne = desk.person()
        numbers = [desk.talk(anne), desk.talk(anne), desk.talk(desk.person()), desk.talk(desk.person("ANNE HANSEN"))]
        for number in numbers:
            desk.agree(number, f"Mål {number}")
        return numbers

    def test_each_has_a_file_and_keeps_it(self, desk: _Desk, numbers: list[int]) -> None:
        paths = desk.write_all()
        assert len({document_files.comparable_name(path.name) for path in paths}) == len(numbers)
        assert sorted(desk.write_all()) == sorted(paths)
        assert {desk.write(number) for number in numbers} == set(paths)

    def test_another_documents_file_is_not_mistaken_for_an_edited_one(self, desk: _Desk, numbers: list[int]) -> None:
        own = desk.workplace.documents.target(numbers[0]).path
        own.write_bytes(b"brugerens egen")
        edited = desk.write(numbers[1])
        edited.write_bytes(_EDITED)
        paths = desk.write_all()
        assert len(paths) == len(numbers) - 1, "the edited one stays"
        assert (own.read_bytes(), edited.read_bytes()) == (b"brugerens egen", _EDITED)

    def test_a_file_that_comes_while_they_are_written(
        self, desk: _Desk, numbers: list[int], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write_new, taken = DirectFiles.write_new, []

        def write_after_the_user(files: DirectFiles, path: Path, content: bytes, replacing: str | None = None) -> None:
            if not taken:
                taken.append(path)
                path.write_bytes(b"brugerens egen")
            write_new(files, path, content, replacing)

        monkeypatch.setattr(DirectFiles, "write_new", write_after_the_user)
        many = PeriodPlans(desk.workplace.documents, desk.workplace.conversations)
        jobs = many.collect_jobs(_PERIOD, desk.folder)
        written = _write_all(jobs)
        many.store(written)
        assert all(each.content for each in written)
        assert len({each.path for each in written}) == len(numbers)
        assert taken[0].read_bytes() == b"brugerens egen"
        assert all(desk.write(each.job.conversation) == each.path for each in written)


def test_an_empty_document_is_reused_after_an_edited_one(desk: _Desk) -> None:
    form = desk.workplace.catalogue.form("kobenhavn-buf")
    first = write_blank_in(desk.folder, form, DocumentRequest(), None)
    first.write_bytes(_EDITED)
    second = write_blank_in(desk.folder, form, DocumentRequest(), None)
    assert second == write_blank_in(desk.folder, form, DocumentRequest(), None) != first
    assert len(list(desk.folder.iterdir())) == 2


class _Year:
    """What a leader and a disk may do to the documents of conversations with people of one name, in any order.

    ``whose`` knows of every file who it is of (``None``: the user), and ``by_hand`` which ones hold a person's work.
    """

    def __init__(self, desk: _Desk, chance: random.Random) -> None:
        self.desk, self.chance = desk, chance
        anne = desk.person()
        self.numbers = [
            desk.talk(anne),
            desk.talk(anne),
            desk.talk(desk.person()),
            desk.talk(desk.person("anne hansen")),
        ]
        for number in self.numbers:
            desk.agree(number, f"Mål {number}")
        self.whose: dict[Path, int | None] = {}
        self.by_hand: set[Path] = set()
        self.once_written: set[tuple[Path, str]] = set()

    def open_in_word(self) -> None:
        number, documents = self.chance.choice(self.numbers), self.desk.workplace.documents
        target = documents.target(number)
        if target.edited:
            assert self.whose[target.path] == number, "another's file is offered"
            assert target.path in self.by_hand
            if self.chance.random() < 0.5:
                documents.store_edited(number, target.path)
            else:
                self._written(number, documents.write_under_free_name(number, target.path))
        else:
            self._written(number, documents.write(number, target.path), before=target.path)

    def write_all(self) -> None:
        many = PeriodPlans(self.desk.workplace.documents, self.desk.workplace.conversations)
        written = write_all(
            many.collect_jobs(_PERIOD, self._folder), lambda *_: None, threading.Event(), make_parents=False
        )
        many.store(written)
        for each in written:
            if each.content:
                self._written(each.job.conversation, each.path)
            else:
                assert self.whose[each.path] == each.job.conversation

    def agree(self) -> None:
        number = self.chance.choice(self.numbers)
        self.desk.agree(number, f"Mål {self.chance.random()}")

    def edit(self) -> None:
        if self.whose:
            path = self.chance.choice(sorted(self.whose))
            path.write_bytes(self.chance.randbytes(8))
            self.by_hand.add(path)

    def put_own_file(self) -> None:
        path = self._folder / self.desk.workplace.documents.target(self.chance.choice(self.numbers)).path.name
        path = path.with_name(self.chance.choice((path.name, path.name.upper())))
        # In the place of a file of the program's that was taken away, it could not be told from that one edited.
        if (
            document_files.existing_path(path) not in self.whose
            and (path.parent, document_files.comparable_name(path.name)) not in self.once_written
        ):
            path.write_bytes(self.chance.randbytes(8))
            self.whose[path] = None
            self.by_hand.add(path)

    def take_away(self) -> None:
        if self.whose:
            path = self.chance.choice(sorted(self.whose))
            path.unlink()
            del self.whose[path]
            self.by_hand.discard(path)

    def choose_folder(self) -> None:
        folder = self.desk.folder.with_name(self.chance.choice(("planer", "ny mappe")))
        folder.mkdir(exist_ok=True)
        self.desk.workplace.preferences.set_document_folder(folder)

    @property
    def _folder(self) -> Path:
        return self.desk.workplace.preferences.document_folder()

    def _written(self, number: int, path: Path, before: Path | None = None) -> None:
        assert path not in self.by_hand, "a person's work is written over"
        assert self.whose.get(path, number) == number, "another's file is written over"
        assert before in (None, path)
        self.whose[path] = number
        self.once_written.add((path.parent, document_files.comparable_name(path.name)))


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_in_a_year_nobodys_file_is_taken_for_anothers(seed: int, desk: _Desk) -> None:
    year = _Year(desk, random.Random(seed))  # noqa: S311 - no secret hangs on it
    often = [year.open_in_word] * 4 + [year.edit] * 2
    ways = [*often, year.write_all, year.agree, year.put_own_file, year.take_away, year.choose_folder]
    for _ in range(80):
        year.chance.choice(ways)()
        names = [(path.parent, document_files.comparable_name(path.name)) for path in year.whose]
        assert len(names) == len(set(names)), "two files that Windows or a Mac takes for one"


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize("rewritten", [False, True])
def test_a_file_that_a_kill_kept_from_being_stored_is_no_strangers_and_not_edited(
    desk: _Desk, monkeypatch: pytest.MonkeyPatch, many: bool, rewritten: bool
) -> None:
    number = desk.talk(desk.person())
    desk.agree(number, "Blive vejleder")
    if rewritten:
        desk.write(number)
        desk.agree(number, "Blive mentor")
    with monkeypatch.context() as killed:
        killed.setattr(prepared_document, "store_copy", lambda *_: None)
        path = desk.write(number)
    written = path.read_bytes()
    (again,) = desk.write_all() if many else [desk.workplace.documents.write(number, path)]
    assert (again, again.read_bytes()) == (path, written)
    assert desk.offered(number) is None
    assert [file.name for file in desk.folder.iterdir()] == [path.name]


def test_a_file_with_just_that_content_under_a_name_of_ones_own_choice_is_left_alone(desk: _Desk) -> None:
    number = desk.talk(desk.person())
    desk.agree(number, "Blive vejleder")
    usual, chosen = desk.workplace.documents.target(number).path, desk.folder / "Valgt.docx"
    usual.write_bytes(desk.workplace.documents.render(number))
    assert desk.workplace.documents.write(number, chosen) == chosen
