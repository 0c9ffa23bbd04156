"""From start to end as ``run_window`` does it: with and without a password, and the last backup on the way out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from mus_desktop import app
from mus_desktop.services.workplace import Workplace
from mus_desktop.storage import keys
from mus_desktop.ui import application
from mus_desktop.ui.main_window import MainWindow
from mus_desktop.ui.mishaps import Mishaps
from mus_desktop.ui.safety.unlock import UnlockDialog
from mus_desktop.ui.theme.look import Look

PASSWORD = "grøn kop regnvejr"  # noqa: S105 - of a test


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch, look: Look) -> None:
    monkeypatch.setattr(keys, "Cost", partial(keys.Cost, n=2**4))
    monkeypatch.setattr(Mishaps, "install", lambda self: None)
    monkeypatch.setattr(application, "Look", lambda *_: look)
    monkeypatch.setattr(application, "look_from", lambda *_: look)
    monkeypatch.setattr(application, "_QUIET_MS", 0)


@pytest.fixture
def person(qapp: QApplication) -> Iterator[Callable[[Callable[[], bool]], None]]:
    """Somebody who tries what they want to do until it can be done."""
    timer = QTimer(interval=20)

    def does(deed: Callable[[], bool]) -> None:
        timer.timeout.connect(lambda: timer.stop() if deed() else None)
        timer.start()

    yield does
    timer.stop()


def closes_window() -> bool:
    shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow) and w.isVisible()]
    ready = [w for w in shown if w.sidebar._backup is not None and w.desk.count()]
    return bool(ready) and ready[0].close()


def run(folder: Path) -> int:
    return application.run_window(lambda key: app.build(folder, key=key), folder)


def test_the_last_backup_is_taken_on_the_way_out(
    place: Workplace, person: Callable[[Callable[[], bool]], None]
) -> None:
    folder = place.database.path.parent
    place.close()
    person(closes_window)
    assert run(folder) == 0
    assert len(list((folder / "backup").glob("*.musbackup"))) == 1


def test_nothing_opens_before_the_password_is_given(
    place: Workplace, person: Callable[[Callable[[], bool]], None]
) -> None:
    folder = place.database.path.parent
    place.safety.encryption.set_password(PASSWORD)
    place.close()
    told: list[str] = []

    def opens() -> bool:
        asked = next((w for w in QApplication.topLevelWidgets() if isinstance(w, UnlockDialog) and w.isVisible()), None)
        if asked is None:
            return closes_window()
        if asked.primary.isEnabled():
            assert not any(isinstance(w, MainWindow) and w.isVisible() for w in QApplication.topLevelWidgets())
            asked.secret.setText(PASSWORD if asked.problem.text() else "noget helt andet")
            told.append(asked.problem.text())
            asked.primary.click()
        return False

    person(opens)
    assert run(folder) == 0
    assert "passer ikke" in told[1]
    (backup,) = (folder / "backup").glob("*.musbackup")
    assert "Ågot".encode() not in backup.read_bytes()


def test_giving_up_opens_nothing(place: Workplace, person: Callable[[Callable[[], bool]], None]) -> None:
    folder = place.database.path.parent
    place.safety.encryption.set_password(PASSWORD)
    place.close()

    def gives_up() -> bool:
        asked = next((w for w in QApplication.topLevelWidgets() if isinstance(w, UnlockDialog) and w.isVisible()), None)
        if asked is not None:
            asked.cancel.click()
        return asked is not None

    person(gives_up)
    assert run(folder) == 0
    assert not any(isinstance(w, MainWindow) and w.isVisible() for w in QApplication.topLevelWidgets())
