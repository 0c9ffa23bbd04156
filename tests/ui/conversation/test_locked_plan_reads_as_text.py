"""A locked plan is read as text: no boxes, no room to write, and the keyboard still reaches it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QComboBox, QLineEdit, QTextEdit, QWidget

from mus_desktop.model.plan import Signatory, SignatoryRole
from mus_desktop.model.terms import PartyRole
from mus_desktop.services.conversation.state.plan_step import PlanStep, StepChange
from mus_desktop.ui.demo.window_pictures import finish_layouts
from mus_desktop.ui.fields.inputs.typed_choice import TypedChoice
from mus_desktop.ui.fields.plan.plan_field import PlanWidget

if TYPE_CHECKING:
    from tests.conftest import Hands, Program

DAY = date(2026, 11, 18)


def framed(window: QWidget, inputs: list[QWidget]) -> list[QWidget]:
    """Those of ``inputs`` whose edge or background differs from what is around them, in the picture of the window."""
    picture = window.grab().toImage()
    scale = picture.devicePixelRatio()

    def colour(widget: QWidget, at: QPoint) -> str:
        return picture.pixelColor((widget.mapTo(window, at).toPointF() * scale).toPoint()).name()

    found = []
    for one in inputs:
        around = colour(one, QPoint(-4, one.height() // 2))
        inside = {colour(one, QPoint(x, one.height() // 2)) for x in (0, one.width() - 2)} | {colour(one, QPoint(9, 1))}
        found += [one] if inside != {around} else []
    return found


def test_a_signed_plan_has_no_boxes(start_talk: Callable[..., Any], program: Program, hands: Hands) -> None:
    view = start_talk(others=False)
    view._wizard.themes.go_to(5)
    page = view._pages.currentWidget()
    plan = next(field for field in page.fields if isinstance(field, PlanWidget))

    def shown() -> list[QWidget]:
        finish_layouts(view.window())
        page.bring_into_view(plan)
        texts = [*plan.findChildren(QTextEdit), *plan.findChildren(QLineEdit)]
        return [
            one for one in texts if one.isVisible() and not one.hasFocus() and one.visibleRegion().contains(one.rect())
        ]

    view._wizard.themes.setFocus()
    written = shown()
    assert len(written) >= 4
    assert set(framed(view.window(), written)) == set(written), "the picture shows where one can write"
    height = plan.height()
    leader = Signatory(SignatoryRole.LEADER, view.live.state.opened.party(PartyRole.LEADER).id)
    view.live.record_step(StepChange(PlanStep.SIGNED_BY_ONE, DAY, signatory=leader))
    locked = shown()
    assert locked
    assert framed(view.window(), locked) == []
    assert plan.height() < height
    assert {one for one in plan.inputs() if isinstance(one, QTextEdit)} >= set(plan.findChildren(QTextEdit)) & set(
        locked
    )


def test_a_locked_choice_has_no_box_and_no_arrow(start_talk: Callable[..., Any]) -> None:
    view = start_talk(others=False)
    owner = QWidget(view.window())
    owner.setGeometry(300, 300, 300, 60)
    owner.setAutoFillBackground(True)
    choice = TypedChoice(["Hvert halve år"], owner, least_chars=20)
    choice.box.setGeometry(20, 10, 240, 34)
    owner.show()
    choice.set_value("Hvert halve år")

    def colours(box: QComboBox) -> set[str]:
        picture = box.window().grab(owner.geometry()).toImage()
        return {picture.pixelColor(x, y).name() for x in range(230, 259) for y in range(11, 43)}

    assert len(colours(choice.box)) > 1
    choice.set_read_only(True)
    assert len(colours(choice.box)) == 1
