"""Work on a background thread: its progress, its outcome, stopping it, and who waits for it."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from mus_desktop.ui.controls import background_work
from mus_desktop.ui.controls.background_work import BackgroundWork, wait_for_awaited

_PROGRAM = """
import threading
from PySide6.QtCore import QCoreApplication
from mus_desktop.ui.controls import background_work
from mus_desktop.ui.controls.background_work import BackgroundWork
app = QCoreApplication([])
begun, main = threading.Event(), threading.main_thread()
def work(report, stop):
    begun.set()
    main.join()  # ends only when the program is about to
    stop.wait({seconds})
    print("finished", flush=True)
work = BackgroundWork(work, awaited={awaited}).start()
begun.wait()
"""


def test_progress_and_result_arrive_on_the_thread_of_the_window(qtbot: QtBot) -> None:
    heard: list[tuple[Any, bool]] = []

    def hear(*said: Any) -> None:
        heard.append((said, threading.current_thread() is threading.main_thread()))

    def count(report: Callable[[int, int], None], _stop: threading.Event) -> bool:
        report(1, 2)
        report(2, 2)
        return threading.current_thread() is threading.main_thread()

    work = BackgroundWork(count)
    work.progressed.connect(hear)
    work.failed.connect(hear)
    with qtbot.waitSignal(work.done) as done:
        work.start()
    assert done.args == [False], "the work has its own thread"
    assert heard == [((1, 2), True), ((2, 2), True)]
    assert work.ended
    assert work.result() is False


def test_an_error_is_passed_on_and_raised_again(qtbot: QtBot) -> None:
    work = BackgroundWork(lambda *_: 1 // 0)
    with qtbot.waitSignal(work.failed) as failed, qtbot.assertNotEmitted(work.done):
        work.start()
    assert isinstance(failed.args[0], ZeroDivisionError)
    with pytest.raises(ZeroDivisionError):
        work.result()


def test_it_stops_when_asked_with_what_it_has(qtbot: QtBot) -> None:
    def until_stopped(_report: Any, stop: threading.Event) -> str:
        assert stop.wait(20)
        return "half"

    work = BackgroundWork(until_stopped, awaited=True).start()
    assert not wait_for_awaited(0)
    with pytest.raises(TimeoutError):
        work.result()
    with qtbot.waitSignal(work.done) as done:
        work.stop.set()
    assert done.args == ["half"]
    assert work.wait(20)
    assert wait_for_awaited(0)


def test_nobody_needs_to_keep_a_reference(qtbot: QtBot) -> None:
    heard: list[int] = []
    goes_on = threading.Event()
    for number in range(2):  # as when a dialog starts something else before the first is done
        work = BackgroundWork(lambda _report, _stop, number=number: goes_on.wait(20) and number)
        work.done.connect(heard.append)
        work.start()
    del work
    gc.collect()
    goes_on.set()
    qtbot.waitUntil(lambda: sorted(heard) == [0, 1])
    qtbot.waitUntil(lambda: not background_work._running)


def test_what_only_the_work_refers_to_is_deleted_on_the_thread_of_the_window(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_main: list[bool] = []
    delivered = threading.Event()

    class Dialog:  # one that was closed meanwhile
        def __del__(self) -> None:
            on_main.append(threading.current_thread() is threading.main_thread())

    def end_late(self: threading.Thread) -> None:
        threading.Thread.run(self)
        held = work_of_thread.pop()
        delivered.wait(0.3)
        del held

    work_of_thread: list[Any] = []
    monkeypatch.setattr(background_work._WorkThread, "run", end_late)
    dialog = Dialog()
    work = BackgroundWork(lambda *_, dialog=dialog: None)
    work_of_thread.append(work)
    work.start()
    del dialog, work
    qtbot.waitUntil(lambda: not background_work._running)
    delivered.set()
    qtbot.waitUntil(lambda: bool(on_main))
    assert on_main == [True]


@pytest.mark.parametrize("awaited", [True, False])
def test_the_program_ends_after_awaited_work_and_interrupts_the_rest(awaited: bool) -> None:
    program = [sys.executable, "-c", _PROGRAM.format(awaited=awaited, seconds=0 if awaited else 40)]
    ended = subprocess.run(program, capture_output=True, text=True, timeout=60, check=True)
    assert ("finished" in ended.stdout) is awaited
