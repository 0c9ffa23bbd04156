"""What a page of a form costs the first time it is shown, beside a bare page with as many plain editors."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import datetime

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QTextEdit, QVBoxLayout, QWidget

from mus_desktop import paths
from mus_desktop.app import build
from mus_desktop.model.form import BoardField, ChoiceField, Field, Form
from mus_desktop.services.conversation.open_conversation import OpenConversation
from mus_desktop.services.demo.demo_documents import examples
from mus_desktop.services.demo.story import read_story
from mus_desktop.services.demo.story_import import import_story
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.conversation.theme_page import ThemePage
from mus_desktop.ui.conversation.view import ConversationView
from mus_desktop.ui.theme.look import Look

pytestmark = pytest.mark.bench
_ROUNDS = 7
_TEXT = "Bjørn har taget godt imod den nye opgave og spørger, når noget er uklart. " * 4


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    """The demo: a filled conversation on every form."""
    made = build(tmp_path_factory.mktemp("pages"), now=lambda: datetime(2026, 11, 18, 14, 30))
    import_story(read_story(paths.resources() / "demo", paths.forms()), made)
    yield made
    made.close()


def _first_show(make: Callable[[], QScrollArea]) -> float:
    started = time.perf_counter()
    page = make()
    page.resize(1000, 720)
    page.show()
    QApplication.processEvents()
    page.grab()
    spent = time.perf_counter() - started
    page.close()
    page.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return spent


def _bare(count: int) -> QScrollArea:
    area, inner = QScrollArea(), QWidget()
    area.setWidgetResizable(True)
    layout = QVBoxLayout(inner)
    for _ in range(count):
        editor = QTextEdit()
        editor.setAcceptRichText(False)
        editor.setPlainText(_TEXT)
        layout.addWidget(editor)
    layout.addStretch(1)
    area.setWidget(inner)
    return area


def _ours(view: ConversationView, one: OpenConversation, number: int) -> ThemePage:
    page = ThemePage(one.form.tabs[number], view.pages._context)
    page.load(view.live.state.content)
    return page


def _editors(page: ThemePage, form: Form) -> int:
    """How many things on the page one types in or picks; a field that is only read counts as one."""
    return sum(max(len(widget.inputs()), _cards(widget.field, form), 1) for widget in page.fields)


def _cards(field: Field, form: Form) -> int:
    """Cards are picked one by one, but the keyboard comes to all of them as to one input."""
    if isinstance(field, BoardField):
        field = form.field_with(field.cards)
    return len(field.options) if isinstance(field, ChoiceField) else 0


def test_any_page_of_any_form_costs_at_most_three_times_its_plain_editors(
    qapp: QApplication, workplace: Workplace
) -> None:
    Look(qapp)
    ids = [line.conversation.id for line in workplace.conversations.all()]
    ratios: dict[str, float] = {}
    for one in examples([workplace.conversations.open(number) for number in ids]):
        view = ConversationView(workplace, one.conversation.id)
        for number, tab in enumerate(one.form.tabs):
            ratios[f"{one.form.id}{' gruppe' if one.group else ''}, {tab.title}"] = _ratio(view, one, number)
        view.deleteLater()
    dearest, usual = max(ratios.values()), statistics.median(ratios.values())
    print(f"\n{len(ratios)} pages, beside plain editors: usually {usual:.2f}, at most {dearest:.2f}")
    assert {page: round(ratio, 1) for page, ratio in ratios.items() if ratio > 3} == {}


def _ratio(view: ConversationView, one: OpenConversation, number: int) -> float:
    count = _editors(_ours(view, one, number), one.form)
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(_ROUNDS):
        times[0].append(_first_show(lambda: _ours(view, one, number)))
        times[1].append(_first_show(lambda: _bare(count)))
    mine, theirs = map(min, times)  # what it takes when nothing else is in the way
    page = f"{one.form.id}, {one.form.tabs[number].title}"
    print(f"\n{mine * 1e3:6.1f} ms, {count} editors {theirs * 1e3:6.1f} ms, ratio {mine / theirs:5.2f}: {page}")
    return mine / theirs
