"""Python's cyclic garbage collection, on the main thread only.

Python collects on whichever thread happens to allocate, also on one that takes a backup. An object of the window that
is then found to be unused dies on that thread, and PySide 6.11.3 removes its signal connections there, from a table of
the whole program, without a lock and without Python's own (``disconnectReceiver`` in ``dynamicslot.cpp``). If the main
thread builds or deletes a page at that moment, the table is damaged, and the program crashes then or much later.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_CHECK_MS = 1000


class GarbageCollector(QObject):
    """Replaces Python's automatic collection by one in the event loop of the thread that creates it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        young, middle, old = gc.get_threshold()
        self._worth_collecting, self._full_after = young, young * middle * old
        self._since_full = 0
        timer = QTimer(self, interval=_CHECK_MS)
        timer.timeout.connect(self.collect_if_due)
        timer.start()

    def collect_if_due(self) -> None:
        """Collect, at the thresholds of Python's automatic collection."""
        # The objects created since the last collection, less those deleted again. Python counts them in any case.
        created = gc.get_count()[0]
        if created <= self._worth_collecting:
            return
        self._since_full += created
        if self._since_full < self._full_after:
            gc.collect(1)
        else:
            self._since_full = 0
            gc.collect()
