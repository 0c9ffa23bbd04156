from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QLabel, QWidget

from mus_desktop.model.form import PlanColumn, PlanField, PreviousPlanField, Role
from mus_desktop.model.period import Period
from mus_desktop.model.plan import Agreement, AgreementStatus, Plan
from mus_desktop.model.review import Addendum, PastAgreement, Review
from mus_desktop.model.text import is_blank
from mus_desktop.services.conversation.conversation_lines import FROM_PAPER
from mus_desktop.ui.fields.field_widget import Arrangement, Content
from mus_desktop.ui.fields.plan.earlier_agreement_card import STATUS_WORDS
from mus_desktop.ui.fields.plan.previous_plan import PreviousPlanWidget

_TODAY = date(2026, 11, 21)
_OLD = PlanField(
    key="gammel",
    title="Udviklingsplan",
    columns=(
        PlanColumn("maal", "Mål", roles=frozenset({Role.GOAL})),
        PlanColumn("traening", "Træning", roles=frozenset({Role.PRACTICE}), later=True),
        PlanColumn("tid", "Tidsplan", roles=frozenset({Role.DUE, Role.RESPONSIBLE})),
    ),
)
_NEW = PlanField(key="ny", title="Plan", min_rows=2, columns=(PlanColumn("maal", "Mål", roles=frozenset({Role.GOAL})),))
_FIELD = PreviousPlanField(key="sidste", title="Aftaler fra sidste MUS")
_PERIOD = Period(date(2025, 8, 1), date(2026, 7, 31))


def _past(key: str, **more: Any) -> PastAgreement:
    row = Agreement(key, "gammel", cells={"maal": f"Mål {key}", "traening": "Hver fredag"}, due_on=date(2026, 6, 1))
    return PastAgreement(replace(row, responsible="Mette"), _OLD, "MUS-skema", _PERIOD, **more)


def _content(*past: PastAgreement, rows: tuple[Agreement, ...] = ()) -> Content:
    return Content({}, Plan(7, 3, rows), past)


@pytest.fixture
def make(context_for: Any, show: Any) -> Callable[..., PreviousPlanWidget]:
    def make_(content: Content, width: int = 730) -> PreviousPlanWidget:
        widget = PreviousPlanWidget(_FIELD, context_for(_FIELD, _NEW))
        widget.load(content)
        show(widget, width)
        return widget

    return make_


def _seen(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


_COMMENT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\u2029\ufdd0\ufdd1"))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(status=st.sampled_from(["", *STATUS_WORDS]), comment=_COMMENT)
def test_what_is_said_is_collected_and_shown_again(status: str, comment: str, qapp: Any, context_for: Any) -> None:
    owner, context = QWidget(), context_for(_FIELD, _NEW)
    typed = PreviousPlanWidget(_FIELD, context, owner)
    typed.load(_content(_past("a"), _past("b")))
    card = typed.cards[1]
    if status:
        card.status.buttons[status].click()
    card.comment.insertPlainText(comment)
    said = "" if is_blank(comment) else comment
    expected = Review("b", _TODAY, AgreementStatus(status or "open"), said) if status or said else None
    assert typed.collect().reviews == ({"b": expected} if expected else {})
    assert not typed.collect()
    shown = PreviousPlanWidget(_FIELD, context, owner)
    shown.load(_content(_past("a"), _past("b", review=expected)))
    assert shown.cards[1].review() == expected
    assert not shown.collect()
    owner.deleteLater()


def test_a_card_says_what_was_agreed_where_and_what_was_said_since(make: Any) -> None:
    past = _past(
        "a",
        earlier=(Review("a", date(2026, 5, 12), AgreementStatus.IN_PROGRESS, "Kurset er begyndt."),),
        addenda=(Addendum(5, date(2026, 9, 4), "Bruger det nu.", "a", "traening"),),
    )
    widget = make(_content(past))
    lines = _seen(widget.cards[0]).replace("\N{NO-BREAK SPACE}", " ").split("\n")
    assert set(lines) == {
        "Mål a",
        "MUS-skema · MUS 2025/2026 · senest 1. juni 2026 · Mette",
        "Fristen var 1. juni 2026",
        "4. sep. 2026, tilføjet til Træning: Bruger det nu.",
        "12. maj 2026: I gang – Kurset er begyndt.",
        "Kommentar",
    }
    widget.cards[0].whole_fold.set_open(True)
    assert {"Træning", "Hver fredag"} <= set(_seen(widget).split("\n"))


def test_an_agreement_is_late_until_somebody_says_how_it_went(make: Any) -> None:
    widget = make(_content(_past("a")))
    card = widget.cards[0]
    for status, late in (("in_progress", True), ("reached", False), ("carried_on", False)):
        card.status.buttons[status].click()
        assert ("Fristen var" in _seen(card)) is late


def test_carrying_on_is_asked_for_once_and_taken_back_once(make: Any) -> None:
    widget = make(_content(_past("a")))
    asked: list[tuple[str, str]] = []
    widget.carry_on_wanted.connect(lambda key: asked.append(("carry", key)))
    widget.carry_on_undone.connect(lambda key: asked.append(("undo", key)))
    for status in ("reached", "carried_on", "dropped", "not_reached"):
        widget.cards[0].status.buttons[status].click()
    assert asked == [("carry", "a"), ("undo", "a")]


def test_it_says_where_the_agreement_stands_in_the_new_plan(make: Any) -> None:
    carried = Agreement("n", "ny", cells={"maal": "Mål b"}, carried_from="b")
    review = Review("b", _TODAY, AgreementStatus.CARRIED_ON)
    content = _content(_past("a"), _past("b", review=review), rows=(Agreement("m", "ny", cells={"maal": "x"}), carried))
    widget = make(content)
    gone: list[str] = []
    widget.navigation_wanted.connect(gone.append)
    assert "Står nu i planen som aftale 2." in _seen(widget.cards[1])
    assert "i planen" not in _seen(widget.cards[0])
    widget.cards[1].go.click()
    assert gone == ["b"]

    wanted: list[str] = []
    widget.carry_on_wanted.connect(wanted.append)
    widget.update_from(replace(content, plan=Plan(7, 3)))
    assert "Står ikke i den nye plan." in _seen(widget.cards[1])
    widget.cards[1].go.click()
    assert (gone, wanted) == (["b"], ["b"])
    widget.update_from(content)
    widget.cards[1].status.buttons["reached"].click()
    assert "Står stadig i planen som aftale 2." in _seen(widget.cards[1])


def test_the_first_year_offers_to_add_what_was_agreed_on_paper(make: Any) -> None:
    widget = make(_content())
    asked: list[bool] = []
    widget.paper_wanted.connect(lambda: asked.append(True))
    assert widget.inputs() == [widget.add]
    widget.add.click()
    assert asked == [True]
    widget.load(_content(_past("a")))
    assert widget.add.isHidden()
    widget.load(_content(replace(_past("a"), form_title=FROM_PAPER)))
    assert not widget.add.isHidden()


@pytest.mark.parametrize("arrangement", Arrangement)
@pytest.mark.parametrize("size", [8, 10, 20])
@pytest.mark.parametrize("width", [420, 730, 1100])
def test_it_fits_and_names_are_unique(
    width: int, size: int, arrangement: Arrangement, make: Any, look: Any, qapp: Any
) -> None:
    look.use_point_size(size)
    review = Review("b", _TODAY, AgreementStatus.CARRIED_ON, "Lang kommentar " * 20)
    widget = make(_content(_past("a"), _past("b", review=review)), width)
    widget.set_arrangement(arrangement)
    qapp.processEvents()
    assert widget.width() <= width
    inputs = widget.inputs()
    names = [entry.accessibleName() for entry in inputs]
    assert all(names)
    assert len(set(names)) == len(names)
    for entry in inputs:
        assert widget.rect().contains(entry.rect().translated(entry.mapTo(widget, entry.rect().topLeft())))
    note = widget.cards[1].comment
    assert note.viewport().height() >= note.document().size().height()
