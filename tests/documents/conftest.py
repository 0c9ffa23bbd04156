"""A form like København's, built by hand, and plans on it as they might be written."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest

from mus_desktop.documents.content import PlanContent
from mus_desktop.documents.render import Renderer
from mus_desktop.documents.templates import derive_plan_template
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
    SignaturesField,
    Signer,
    Tab,
    TableField,
    TextField,
)
from mus_desktop.model.plan import Agreement

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
        "Kursus i professionelle samtaler i foråret. Jeg tager to forældresamtaler sammen med Signe og får sparring bagefter.",
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
    signers = {Signer.DATE: "Dato", Signer.LEADER: "Leder", Signer.EMPLOYEE: "Medarbejder"}
    signatures = SignaturesField(key="underskrifter", title="Underskrifter", signers=signers)
    notes = NotesField(
        key="opfoelgning", title="Opfølgning på sidste års personlige udviklingsplan", by=tuple(PartyRole)
    )
    return Form(
        id="kobenhavn-lignende",
        version=1,
        title="Medarbejder-Udviklings-Samtale",
        organisation="Københavns Kommune, Børne- og Ungdomsforvaltningen",
        tabs=(
            Tab("siden_sidst", "Siden sidste MUS", (notes,)),
            Tab("udviklingsplan", "Den personlige udviklingsplan", (facts, plan, signatures)),
        ),
    )


def wide_form() -> Form:
    """Six columns in two groups, four columns, printed answers, a table, follow-up: what Aalborg's plan needs and more."""
    short = PlanField(
        key="kort",
        title="Læringsaktiviteter og udviklingsmål på kort sigt (det kommende år):",
        groups=("Faglige kompetencer:", "Personlige og Sociale kompetencer:"),
        columns=(
            PlanColumn("items", "Mål", "Hvilke kompetencer ønsker / har jeg behov for at udvikle?", roles=frozenset({Role.GOAL})),
            PlanColumn("metode", "Metode", "Hvordan når jeg målet? (hvilken læringsaktivitet)", roles=frozenset({Role.ACTION})),
            PlanColumn("traening", "Træning", "Hvordan omsætter jeg det lærte i daglig praksis? Hvordan skal den nye viden spredes til kolleger?", roles=frozenset({Role.PRACTICE})),
            PlanColumn("effekt", "Effekt", "Hvordan kan jeg og organisationen mærke, at jeg har fået nye kompetencer?", roles=frozenset({Role.EFFECT}), later=True),
            PlanColumn("tid", "Tidsplan", "Hvad er tidsplanen for gennemførelse af læringsaktiviteten og den efterfølgende evaluering?", roles=frozenset({Role.DUE})),
            PlanColumn("ansvar", "Ansvarlig", "Hvem er ansvarlig for punkterne i tidsplanen?", roles=frozenset({Role.RESPONSIBLE})),
        ),
    )  # fmt: skip
    long = PlanField(
        key="lang",
        title="Udviklingsmål på længere sigt (de næste 2-4 år) og Øvrige aftaler fra MUS:",
        columns=(
            PlanColumn("maal", "Udviklingsmål / aftaler", roles=frozenset({Role.GOAL})),
            PlanColumn("horisont", "Tidsperspektiv", type=ColumnType.DATE, roles=frozenset({Role.HORIZON})),
        ),
    )
    printed = (
        TextField(key="leder", title="Fokus i år", by=(PartyRole.SHARED,), prints=True),
        CheckField(key="orlov", title="Orlov drøftet", by=(PartyRole.SHARED,), prints=True),
        ChoiceField(key="stikord", title="Stikord", options=("Mod", "Ansvar"), by=(PartyRole.SHARED,), prints=True, pick=(0, 2)),
        TableField(key="kurser", title="Kurser", columns=(Column("kursus", "Kursus"), Column("pris", "Pris", type=ColumnType.NUMBER, unit="kr.")), by=(PartyRole.SHARED,), prints=True, min_rows=2),
        TextField(key="skjult", title="Ikke til print", by=(PartyRole.SHARED,)),
    )  # fmt: skip
    return Form(
        id="bred",
        version=1,
        title="MUS-skema",
        organisation="Teknik & Miljø {{ 7 * 7 }} <Nord>",
        tabs=(
            Tab("plan", "Min kompetenceudviklingsplan", (short, long, FollowUpField(key="opfoelgning", title="Opfølgning"))),
            Tab("andet", "Andet", (*printed, NotesField(key="noter", title="Noter"))),
            Tab("slut", "Aftalen er indgået mellem:", (SignaturesField(key="u", title="", signers={Signer.DATE: "Dato", Signer.EMPLOYEE: "medarbejder", Signer.LEADER: "leder"}),)),
        ),
    )  # fmt: skip


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


def parts_of(document: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture(scope="session")
def form() -> Form:
    return kobenhavn_form()


@pytest.fixture(scope="session")
def wide() -> Form:
    return wide_form()


@pytest.fixture(scope="session")
def template(form: Form) -> bytes:
    return derive_plan_template(form)


@pytest.fixture(scope="session")
def renderer() -> Renderer:
    return Renderer()


@pytest.fixture
def typical() -> PlanContent:
    return typical_content()
