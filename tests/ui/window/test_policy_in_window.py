"""IT's policy in the window: what is proposed at the first start, the limit on backups, and a file with mistakes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from mus_desktop.services.workplace import Workplace
from mus_desktop.storage.policy.policy import InstalledPolicy, Policy
from mus_desktop.ui.safety.safety_dialog import SafetyDialog
from mus_desktop.ui.safety.safety_dialog_parts import RetentionChoice
from mus_desktop.ui.shell import lazy_imports
from mus_desktop.ui.shell.session import Session
from mus_desktop.ui.theme.look import Look
from mus_desktop.ui.welcome.first_backup import FirstBackupPage
from mus_desktop.ui.welcome.first_form import FirstFormPage
from mus_desktop.ui.welcome.first_start import FirstStartPage
from tests.systems import PATIENCE_MS

FILE = Path("/etc/mus-desktop/policy.toml")


def test_the_first_start_proposes_what_it_decided_and_the_leader_may_change_it(
    build_place: Callable[..., Workplace], tmp_path: Path, now: Callable[[], datetime], qtbot: QtBot
) -> None:
    policy = Policy("mini-mus", "Ærø Kommune", tmp_path / "netdrev")
    policy = policy._replace(form="albertslund")
    place = build_place(tmp_path / "ny", now=now, policy=InstalledPolicy(FILE, policy))
    page, form, backup = FirstStartPage(place, now), FirstFormPage(place), FirstBackupPage(place)
    for widget in (page, form, backup):
        qtbot.addWidget(widget)
        shown = [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]
        assert any(text.startswith("IT har ") for text in shown), "it is said who decided it"
    assert page.leader.workplace.text() == "Ærø Kommune"
    assert form.form.form.currentData() == "albertslund"
    assert not form.form.isVisibleTo(form), "a form that is decided is not asked for"
    assert [one.folder for one in place.safety.protection().targets] == [tmp_path / "netdrev"]
    assert not backup.chosen.isHidden()
    assert not backup.chosen.findChildren(QPushButton), "the place is not removed here, but under Sikkerhed og backup"
    page.leader.name.setText("Mette Lindgaard")
    page.leader.workplace.setText("Skolen")
    page.go.click()
    form.go.click()
    assert place.preferences.leader().workplace == "Skolen"
    assert place.preferences.default_form() == "albertslund"
    place.close()


def test_only_times_within_the_limit_are_offered(qtbot: QtBot) -> None:
    choice = RetentionChoice()
    qtbot.addWidget(choice)
    offered = []
    for days, limit in ((None, None), (183, 200), (31, 31), (None, None)):
        choice.show_period(days, limit)
        offered.append([choice.period.itemData(row) for row in range(choice.period.count())])
        assert choice.period.currentData() == days
        assert choice._limit.isHidden() is (limit is None)
    assert offered == [[92, 183, 366, None], [92, 183], [31], [92, 183, 366, None]]


def test_the_limit_is_shown_with_who_decided_it(
    session: Session, place: Workplace, dialog: Callable[[type[SafetyDialog]], SafetyDialog]
) -> None:
    place.safety._policy = Policy(backup_retention_days=183)
    assert session.window is not None
    session.window.menus.safety.trigger()
    opened = dialog(SafetyDialog)
    assert opened.retention._limit.text() == "IT har bestemt, at de gemmes i højst 6 måneder."
    assert opened.retention.period.currentData() == 183


def test_mistakes_are_shown_once_the_window_is_there(
    build_place: Callable[..., Workplace],
    tmp_path: Path,
    now: Callable[[], datetime],
    look: Look,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    policy = InstalledPolicy(FILE, mistakes=("Linje 1: nøglen »skema« kendes ikke.", "Linje 2: fejl."))
    place = build_place(tmp_path / "ny", now=now, policy=policy)
    shown: list[tuple[str, str]] = []
    monkeypatch.setattr(lazy_imports, "show_message", lambda _, title, text: shown.append((title, text)))
    session = Session(place, lambda _: place, look, now)
    window = session.show()
    assert shown == []
    session.begin(None)
    qtbot.waitUntil(lambda: bool(shown))
    assert shown == [("Fejl i indstillingerne fra IT", policy.notice)]
    assert policy.notice.splitlines()[1:] == list(policy.mistakes)
    qtbot.waitUntil(lambda: not session.scheduler().busy, timeout=PATIENCE_MS)
    window.close()
    session.close()
