"""Python's garbage collection while a window is open: on the main thread only."""

from __future__ import annotations

import gc
import signal
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QTimer

from mus_desktop import app
from mus_desktop.services.workplace import Workplace
from mus_desktop.ui.shell import application
from mus_desktop.ui.shell.garbage_collection import GarbageCollector
from tests.ui.window.test_start import closes_window

_PROGRAM = """
import gc, threading
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from mus_desktop.ui.shell.garbage_collection import GarbageCollector

class Button(QObject):
    clicked = Signal()

class Page:  # like most of what listens to the widgets of a page: not a QObject, and in a cycle with others
    def __init__(self, buttons):
        self.self = self
        for button in buttons:
            button.clicked.connect(self.on_clicked)
    def on_clicked(self):
        pass

app, done = QCoreApplication([]), threading.Event()
{collector}
lasting, own = [Button() for _ in range(40)], [Button() for _ in range(40)]

def work():  # allocates as a backup does, so that Python collects here, if it collects by itself
    while not done.is_set():
        [[] for _ in range(2000)]

def turn_pages():
    for _ in range(20):
        Page(lasting)
        listeners = [lambda: None for _ in own]
        for button, listener in zip(own, listeners):
            button.clicked.connect(listener)
        for button, listener in zip(own, listeners):
            button.clicked.disconnect(listener)

timer = QTimer(interval=0)
timer.timeout.connect(turn_pages)
timer.start()
QTimer.singleShot({milliseconds}, app.quit)
thread = threading.Thread(target=work)
thread.start()
app.exec()
done.set()
thread.join()
print("finished", flush=True)
"""

_COLLECTOR = """
collector = GarbageCollector(app)
often = QTimer(interval=30)  # pages are turned much faster here than in a window
often.timeout.connect(collector.collect_if_due)
often.start()
"""


class _Cycle:
    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def on_main_thread() -> Iterator[list[bool]]:
    """A list that grows with each collection: whether it is on the main thread."""
    found: list[bool] = []

    def note(phase: str, _info: object) -> None:
        if phase == "start":
            found.append(threading.current_thread() is threading.main_thread())

    gc.callbacks.append(note)
    yield found
    gc.callbacks.remove(note)


def allocate() -> None:
    """Create enough for many automatic collections."""
    [[] for _ in range(100_000)]


def test_unused_listeners_do_not_crash_the_program_while_another_thread_works() -> None:
    program = _PROGRAM.format(collector=_COLLECTOR, milliseconds=5000)
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 0, (signal.Signals(-run.returncode), run.stderr)
    assert run.stdout == "finished\n"


def test_while_a_window_is_open_only_its_thread_collects(place: Workplace, on_main_thread: list[bool]) -> None:
    folder = place.database.path.parent
    place.close()
    cycles: list[weakref.ref[_Cycle]] = []
    timer = QTimer(interval=20)

    def step() -> None:
        if gc.isenabled():  # the window has only just appeared
            return
        if not cycles:
            on_main_thread.clear()
            cycles.append(weakref.ref(_Cycle()))
            worker = threading.Thread(target=allocate)
            worker.start()
            worker.join()
            assert not on_main_thread, "the thread that allocates has collected"
            kept.extend([] for _ in range(1000))
        elif cycles[0]() is None:
            closes_window()

    kept: list[list[int]] = []
    gc.enable()
    timer.timeout.connect(step)
    timer.start()
    assert application.run_window(lambda key: app.build(folder, key=key), folder) == 0
    timer.stop()
    assert on_main_thread
    assert all(on_main_thread)
    assert gc.isenabled(), "a caller that goes on collects again"


def test_all_is_collected_after_as_much_as_python_itself_waits_for() -> None:
    old, parent = _Cycle(), QObject()
    gc.collect()  # now it is of the oldest generation
    found = weakref.ref(old)
    del old
    collector = GarbageCollector(parent)
    kept: list[list[int]] = []
    kept.extend([] for _ in range(1000))
    collector.collect_if_due()
    assert found() is not None, "the young ones only: everything at once would be felt while typing"
    kept.extend([] for _ in range(80_000))
    collector.collect_if_due()
    assert found() is None
