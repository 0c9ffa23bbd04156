"""``demo DIR``: a fictional leader's years, with everything the program makes of them, without a screen."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING
from zipfile import is_zipfile

import pytest
from PySide6.QtGui import QImage

from mus_desktop import paths
from mus_desktop.app import build, make_demo
from mus_desktop.errors import KnownError
from mus_desktop.model.agenda import is_for_leader_only
from mus_desktop.model.conversation import Status
from mus_desktop.model.plan import AgreementStatus
from mus_desktop.model.terms import Purpose
from mus_desktop.services.conversation.conversation_lines import FROM_PAPER
from mus_desktop.services.documents.blank_documents import blank_name
from mus_desktop.services.documents.document_kinds import DocumentRequest, choices

if TYPE_CHECKING:
    from tests.conftest import Program

LONGEST = 0.4
"""Seconds a picture may take on a busy machine, everything before the pictures included."""


@dataclass(frozen=True)
class Demo:
    """The folder as a command made it, what the command said and how long it took."""

    folder: Path
    out: str
    err: str
    seconds: float

    def pictures(self, scheme: str) -> dict[str, QImage]:
        """The pictures of one colour scheme by name."""
        return {path.name: QImage(str(path)) for path in sorted((self.folder / "billeder" / scheme).glob("*.png"))}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    folder = tmp_path_factory.mktemp("demo på Ærø") / "demo"
    env = {name: value for name, value in os.environ.items() if name not in {"QT_QPA_PLATFORM", "DISPLAY"}}
    began = monotonic()
    command = [sys.executable, "-m", "mus_desktop", "demo", str(folder)]
    ran = subprocess.run(command, env=env, check=True, capture_output=True, encoding="utf-8")
    return Demo(folder, ran.stdout, ran.stderr, monotonic() - began)


def test_prints_one_line_for_each_thing_created_and_nothing_else(demo: Demo) -> None:
    assert demo.err == ""
    lines = demo.out.splitlines()
    assert [line for line in lines if "samtaler med" in line]
    assert [line for line in lines if "skærmbilleder" in line]
    assert all(str(demo.folder) in line for line in lines)


def test_holds_a_dozen_employees_and_two_years_of_conversations(demo: Demo) -> None:
    workplace = build(demo.folder)
    staff, lines = workplace.staff.everyone(left=True), workplace.conversations.all()
    assert workplace.health() == []
    workplace.close()
    assert len(staff) >= 12
    assert len({line.conversation.period for line in lines}) >= 2
    assert {Status.PLANNED, Status.UNDER_WAY, Status.SIGNED, Status.JOURNALISED} <= {line.status for line in lines}
    two_years = [e.name for e in staff if len({x.conversation.period for x in lines if e.name in x.people}) >= 2]
    assert len(two_years) >= 5


def test_holds_the_word_plan_of_every_agreed_conversation(demo: Demo) -> None:
    workplace = build(demo.folder)
    kobenhavn = [line for line in workplace.conversations.all() if line.form_id == "kobenhavn-buf"]
    agreed = [line.conversation.id for line in kobenhavn if line.plan.agreed_on]
    targets = [workplace.documents.target(number) for number in agreed]
    workplace.close()
    assert len(targets) >= 5
    for target in targets:
        assert is_zipfile(target.path)
        assert not target.edited, "the program must know its own plan again"


def test_pictures_every_view_in_light_and_dark(demo: Demo) -> None:
    light, dark = demo.pictures("lys"), demo.pictures("moerk")
    assert list(light) == list(dark)
    for view in ("oversigt", "foerste-start", "medarbejder", "ny-samtale", "kobenhavn-buf-forberedelse-6",
                 "kobenhavn-buf-samtale-6", "kobenhavn-buf-afslut", "indstillinger", "foerste-sikkerhed", "sikkerhed",
                 "sikkerhed-uden-adgangskode", "gendannelseskode", "hent-backup", "laas-op"):  # fmt: skip
        assert [name for name in light if view in name], view
    for name in light:
        bright, dim = light[name], dark[name]
        assert bright.width() >= 300
        assert bright.height() >= 150
        assert shades(bright) > 8, f"{name} is blank"
        assert shades(dim) > 8, f"{name} is blank in the dark"
        assert mean(bright) > 160, name
        assert mean(dim) < 110, name


def shades(picture: QImage) -> int:
    """How many colours a picture holds, looked at in a grid of points."""
    across, down = range(0, picture.width(), 23), range(0, picture.height(), 11)
    return len({picture.pixel(x, y) for x in across for y in down})


def mean(picture: QImage) -> float:
    """How bright a picture is, from 0 to 255."""
    small = picture.scaled(16, 16)
    return sum(small.pixelColor(x, y).lightness() for x in range(16) for y in range(16)) / 16**2


def test_does_not_keep_anybody_waiting(demo: Demo) -> None:
    count = len(list((demo.folder / "billeder").rglob("*.png")))
    assert demo.seconds < LONGEST * count


def test_opens_as_anybodys_data(demo: Demo, program: Program) -> None:
    program.folder = demo.folder
    window = program.start()
    assert len(window.sidebar.list.employees.rows()) >= 12
    line = max(program.workplace.conversations.all(), key=lambda one: one.agreements)
    assert window.open_conversation(line.conversation.id)
    program.stop()


def test_leaves_data_that_are_there_alone(demo: Demo) -> None:
    before = (demo.folder / "mus.sqlite").read_bytes()
    with pytest.raises(KnownError, match="Vælg en tom mappe"):
        list(make_demo(demo.folder))
    assert (demo.folder / "mus.sqlite").read_bytes() == before


def test_tells_a_conversation_on_every_form_groups_mini_mus_and_a_plan_from_paper(demo: Demo) -> None:
    workplace = build(demo.folder)
    lines = workplace.conversations.all()
    opened = [workplace.conversations.open(line.conversation.id) for line in lines]
    forms = {form.id for form in workplace.catalogue.available()}
    assert all(one.past is not None for one in opened), "read what came before while the database is open"
    workplace.close()
    filled = [one for one in opened if one.answers and one.plan.agreements]
    assert {one.form.id for one in filled} == forms
    groups = [one for one in filled if one.group]
    assert {one.form.id for one in groups} == {one.form.id for one in opened if "group" in one.form.held}
    assert all(any(one.plan_of(party.id) for party in one.participants) for one in groups)
    mini = next(one for one in filled if one.form.purpose is Purpose.FOLLOW_UP)
    assert len([past for past in mini.past if past.review and past.review.comment]) >= 3
    first_year = next(one for one in opened if one.past and {past.form_title for past in one.past} == {FROM_PAPER})
    assert all(past.agreement.due_on for past in first_year.past)
    reviewed = [past.review for one in filled for past in one.past if past.review and past.review.comment]
    assert {review.status for review in reviewed} >= {AgreementStatus.REACHED, AgreementStatus.CARRIED_ON}
    assert [one for one in filled if one.addenda], "something was added after a signature"


def test_holds_every_document_of_every_form_filled_in_and_empty(demo: Demo) -> None:
    workplace = build(demo.folder)
    for form in workplace.catalogue.available():
        talks = [line.conversation.id for line in workplace.conversations.all() if line.form_id == form.id]
        offered = [(number, request) for number in talks for request, _ in workplace.documents.choices(number)]
        written = {_sort(request) for number, request in offered if workplace.documents.stored_copy(number, request)}
        assert written == {_sort(request) for request in choices(form)}, form.id
        for request in choices(form):
            empty = demo.folder / "tomme skemaer" / blank_name(form, request)
            assert is_zipfile(empty), empty.name
    workplace.close()
    assert not [path.name for path in (demo.folder / "tomme skemaer").iterdir() if "(2)" in path.name]


def _sort(request: DocumentRequest) -> DocumentRequest:
    """What document it is, whoever of a group it is for."""
    return replace(request, party=None)


def test_pictures_every_page_of_every_form_both_ways(demo: Demo) -> None:
    workplace = build(demo.folder)
    forms = workplace.catalogue.available()
    workplace.close()
    for scheme in ("lys", "moerk"):
        names = " ".join(demo.pictures(scheme))
        for form in forms:
            alone = form.id if "individual" in form.held else f"{form.id}-gruppe"
            for number, tab in enumerate(form.tabs, 1):
                assert f"{alone}-forberedelse-{number}-{tab.key}" in names
                assert is_for_leader_only(tab) or f"{alone}-samtale-{number}-{tab.key}" in names
            assert "group" not in form.held or f"{form.id}-gruppe-deltager-1" in names
        for dialog in ("fra-papir", "aftal-temaer", "indsaet-liste", "individuel", "skift-skema", "ny-mini-mus"):
            assert dialog in names


def test_makes_the_pictures_of_the_readme(demo: Demo) -> None:
    readme = (paths.resources().parent / "README.md").read_text("utf-8")
    made = sorted((demo.folder / "billeder" / "readme").glob("*.png"))
    assert len(made) == 5
    for picture in made:
        assert f"resources/screenshots/{picture.name}" in readme
        assert picture.stem == "safety" or QImage(str(picture)).size().toTuple() == (1280, 800)
        assert picture.stat().st_size < 150_000
        assert (paths.resources() / "screenshots" / picture.name).stat().st_size < 150_000
