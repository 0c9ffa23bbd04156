"""A form like København's, built by hand, and plans on it as they might be written."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest

from mus_desktop.documents.content import PlanContent
from mus_desktop.documents.plan.templates import derive_plan_template
from mus_desktop.documents.word.package import zipped
from mus_desktop.documents.word.render import Renderer
from mus_desktop.formspec.reader import read_form
from mus_desktop.model.form import (
    CheckField,
    ChoiceField,
    Column,
    ColumnType,
    Fact,
    FollowUpField,
    Form,
    InfoField,
    NotesField,
    PartyRole,
    PlanColumn,
    PlanField,
    Role,
    SignatureLine,
    SignaturesField,
    Tab,
    TableField,
    TextField,
)
from mus_desktop.model.plan import Agreement
from mus_desktop.model.review import FollowUp

KEYS = ("maal", "tiltag", "stoette", "tidsplan")
TITLES = (
    "Hvad vil du gerne opnå? (læringsmål)",
    "Hvilke tiltag skal sættes i værk?",
    "Hvem kan støtte dig i processen?",
    "Tidsplan og ansvar",
)
_ROLES = ({Role.GOAL}, {Role.ACTION}, {Role.SUPPORT}, {Role.DUE, Role.RESPONSIBLE})

_TYPICAL = (
    (
        "Jeg vil blive tryg ved at tage de svære samtaler med forældre, så de oplever sig hørt, også når vi er uenige.",
        "Kursus i professionelle samtaler i foråret. Jeg tager to samtaler sammen med Signe og får sparring bagefter.",
        "Signe Østergaard som makker, og min leder ved den første samtale.",
        "Kurset er bestilt.",
        date(2027, 3, 1),
        "Bjørn",
    ),
    (
        "Jeg vil kunne lede børnemøder, hvor også de stille børn får sagt noget.",
        "Jeg afprøver talekort og makkersnak på gul stue hver onsdag i otte uger og skriver kort ned, hvad der virker.",
        "Stuens team; pædagogisk vejleder Åse Kjær ser med to gange.",
        "Vi samler op på personalemødet.",
        date(2026, 12, 9),
        "Bjørn og Åse",
    ),
    (
        "Jeg vil have et bedre overblik over ugens opgaver og gå hjem til tiden.",
        "Fast planlægningstid mandag 12.30–13.15. Opgaver, der ikke kan nås, tages op med min leder samme dag.",
        "Min leder, der sørger for, at tiden er fredet i vagtplanen.",
        "",
        date(2026, 11, 30),
        "Mette Holm",
    ),
)


def kobenhavn_form() -> Form:
    roles = zip(KEYS, TITLES, _ROLES, strict=True)
    plan = PlanField(
        key="plan",
        title="UDVIKLINGSPLAN",
        numbered=True,
        min_rows=3,
        columns=tuple(PlanColumn(key, title, roles=frozenset(role)) for key, title, role in roles),
    )
    facts = InfoField(
        key="", title="Personlig udviklingsplan", facts={Fact.EMPLOYEE: "Medarbejder", Fact.PERIOD: "Periode"}
    )
    signers = {SignatureLine.DATE: "Dato", SignatureLine.LEADER: "Leder", SignatureLine.EMPLOYEE: "Medarbejder"}
    signatures = SignaturesField(key="underskrifter", title="Underskrifter", signers=signers)
    notes = NotesField(
        key="opfoelgning", title="Opfølgning på sidste års personlige udviklingsplan", by=tuple(PartyRole)
    )
    return Form(
        id="kobenhavn-lignende",
        version=1,
        title="Medarbejder-Udviklings-Samtale",
        organisation="Københavns Kommune, Børne- og Ungdomsforvaltningen",
        plan_heading="Personlig udviklingsplan",
        tabs=(
            Tab("siden_sidst", "Siden sidste MUS", (notes,)),
            Tab("udviklingsplan", "Den personlige udviklingsplan", (facts, plan, signatures)),
        ),
    )


def _column(key: str, title: str, text: str, role: Role) -> PlanColumn:
    return PlanColumn(key, title, text, roles=frozenset({role}))


_SIX = (
    _column("items", "Mål", "Hvilke kompetencer ønsker / har jeg behov for at udvikle?", Role.GOAL),
    _column("metode", "Metode", "Hvordan når jeg målet? (hvilken læringsaktivitet)", Role.ACTION),
    _column("traening", "Træning", "Hvordan omsætter jeg det lærte i daglig praksis?", Role.PRACTICE),
    _column("effekt", "Effekt", "Hvordan kan jeg og organisationen mærke det?", Role.EFFECT),
    _column("tid", "Tidsplan", "Hvad er tidsplanen for læringsaktiviteten?", Role.DUE),
    _column("ansvar", "Ansvarlig", "Hvem er ansvarlig for punkterne i tidsplanen?", Role.RESPONSIBLE),
)
_SHARED = {"by": (PartyRole.SHARED,), "prints": True}


def wide_form() -> Form:
    """What Aalborg's plan needs and more: six columns in two groups, follow-up, printed answers, a table."""
    short = PlanField(
        key="kort",
        title="Læringsaktiviteter og udviklingsmål på kort sigt (det kommende år):",
        groups=("Faglige kompetencer:", "Personlige og Sociale kompetencer:"),
        columns=_SIX,
    )
    horizon = PlanColumn("horisont", "Tidsperspektiv", type=ColumnType.DATE, roles=frozenset({Role.HORIZON}))
    goal = PlanColumn("maal", "Udviklingsmål / aftaler", roles=frozenset({Role.GOAL}))
    long = PlanField(key="lang", title="Udviklingsmål på længere sigt", columns=(goal, horizon))
    price = Column("pris", "Pris", type=ColumnType.NUMBER, unit="kr.")
    printed = (
        TextField(key="leder", title="Fokus i år", **_SHARED),
        CheckField(key="orlov", title="Orlov drøftet", **_SHARED),
        ChoiceField(key="stikord", title="Stikord", options=("Mod", "Ansvar"), pick=(0, 2), **_SHARED),
        TableField(key="kurser", title="Kurser", columns=(Column("kursus", "Kursus"), price), min_rows=2, **_SHARED),
        TextField(key="skjult", title="Ikke til print", by=(PartyRole.SHARED,)),
    )
    signers = {SignatureLine.DATE: "Dato", SignatureLine.EMPLOYEE: "medarbejder", SignatureLine.LEADER: "leder"}
    return Form(
        id="bred",
        version=1,
        title="MUS-skema",
        organisation="Teknik & Miljø {{ 7 * 7 }} <Nord>",
        plan_heading="Min plan",
        tabs=(
            Tab("plan", "Min plan", (short, long, FollowUpField(key="opfoelgning", title="Opfølgning"))),
            Tab("andet", "Andet", (*printed, NotesField(key="noter", title="Noter"))),
            Tab("slut", "Aftalen er indgået mellem:", (SignaturesField(key="u", title="", signers=signers),)),
        ),
    )


def agreements(count: int = 3) -> tuple[Agreement, ...]:
    rows = (_TYPICAL[number % 3] for number in range(count))
    return tuple(
        Agreement(
            id=str(number),
            field="plan",
            cells={key: text for key, text in zip(KEYS, row[:4], strict=True) if text},
            due_on=row[4],
            responsible=row[5],
        )
        for number, row in enumerate(rows)
    )


def typical_content(count: int = 3, form: Form | None = None) -> PlanContent:
    return PlanContent(
        form=form or kobenhavn_form(),
        facts={Fact.EMPLOYEE: "Bjørn Ågård", Fact.LEADER: "Mette Holm", Fact.PERIOD: "2026"},
        agreements=agreements(count),
        agreed_on=date(2026, 11, 12),
        made_on=date(2026, 11, 12),
        author="Mette Holm",
    )


def with_cell(content: PlanContent, key: str, text: str) -> PlanContent:
    """``content`` with ``text`` in one cell of its first agreement."""
    first = content.agreements[0]
    changed = replace(first, cells={**first.cells, key: text})
    return replace(content, agreements=(changed, *content.agreements[1:]))


def wide_content() -> PlanContent:
    rows = tuple(
        Agreement(
            id=str(number),
            field="kort",
            group=group,
            cells={"items": "Kunne projektlede mindre anlægsprojekter", "metode": "Sidemandsoplæring hos Knud"},
            due_on=date(2027, 3, 1),
            responsible="Bjørn",
        )
        for number, group in enumerate(("Faglige kompetencer:", "", "Personlige og Sociale kompetencer:"))
    )
    later = Agreement(id="9", field="lang", cells={"maal": "Uddannelse som landinspektør", "horisont": "2029-08-01"})
    return PlanContent(
        form=wide_form(),
        facts={Fact.EMPLOYEE: "Bjørn Ågård", Fact.LEADER: "Mette Holm", Fact.PERIOD: "2026/2027"},
        agreements=(*rows, later),
        signed_on=date(2026, 11, 19),
        closed_on=date(2026, 11, 19),
        made_on=date(2026, 11, 12),
        author="Mette Holm",
        answers={
            "leder": "Trivsel i travle perioder",
            "orlov": True,
            "stikord": ["Mod", "Ansvar"],
            "kurser": [{"id": "1", "cells": {"kursus": "Projektledelse", "pris": 12000}}],
            "skjult": "Står kun i samtalen",
        },
        follow_ups={"opfoelgning": (FollowUp(date(2027, 5, 4), "Halvårlig mini-MUS"),)},
    )


def edited(document: bytes, *changes: tuple[str, str], part: str = "word/document.xml") -> bytes:
    """``document`` with ``changes`` (old, new) made in the markup of one part; each must be there to change."""
    kept = parts_of(document)
    text = kept[part].decode()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return zipped(kept | {part: text.encode()})


def parts_of(document: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return {name: package.read(name) for name in package.namelist()}


def word_text(document: bytes) -> list[list[list[str]]]:
    """The text of every cell as Word shows it: tables of rows of cells. No-break spaces are plain ones."""
    tables = docx.Document(io.BytesIO(document)).tables
    return [
        [[cell.text.replace("\N{NO-BREAK SPACE}", " ") for cell in row.cells] for row in table.rows] for table in tables
    ]


@pytest.fixture(scope="session")
def form() -> Form:
    return kobenhavn_form()


@pytest.fixture(scope="session")
def every_kind() -> Form:
    """A form with a field of every kind, and every key each of them takes."""
    return read_form(Path(__file__).parents[1] / "data" / "forms" / "every-kind").form


@pytest.fixture(scope="session")
def wide() -> Form:
    return wide_form()


@pytest.fixture(scope="session")
def template(form: Form) -> bytes:
    return derive_plan_template(form)


@pytest.fixture(scope="session")
def renderer() -> Renderer:
    return Renderer()


@pytest.fixture(scope="session")
def plan_of() -> Callable[..., PlanContent]:
    """``plan_of(rows)``: a plan of that many agreements."""
    return typical_content


@pytest.fixture(scope="session")
def with_text() -> Callable[[PlanContent, str, str], PlanContent]:
    return with_cell


@pytest.fixture(scope="session")
def wide_plan() -> PlanContent:
    return wide_content()


@pytest.fixture(scope="session")
def parts() -> Callable[[bytes], dict[str, bytes]]:
    return parts_of


@pytest.fixture(scope="session")
def cells() -> Callable[[bytes], list[list[list[str]]]]:
    return word_text


@pytest.fixture(scope="session")
def changed() -> Callable[..., bytes]:
    """``changed(document, old=new, ...)`` as pairs: a document whose main part has been edited."""
    return edited
