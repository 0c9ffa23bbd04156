"""The verdicts on words, sought while nobody types."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from time import perf_counter
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from mus_desktop.model.text import comparison_key
from mus_desktop.ui.controls.background_work import BackgroundWork

_IDLE_MS = 1500
"""The time without a key after which the dictionary is loaded, for which the window stands still for 0.3 s."""
_PAUSE_MS = 10
_TURN_SECONDS = 0.008
"""Words are judged for so long at a time, with keys read in between."""


class Dictionary(Protocol):
    """A loaded dictionary."""

    def is_right(self, word: str) -> bool: ...
    def suggestions(self, word: str) -> tuple[str, ...]: ...


class Speller(QObject):
    """Judges words by a dictionary that is loaded in the first pause after the first word.

    ``judged``: there are new verdicts.

    :param load: returns the dictionary, ``None`` if there is none; called on a background thread.
    :param known: words that are right whatever the dictionary says, such as names.
    """

    judged = Signal()

    def __init__(
        self, load: Callable[[], Dictionary | None], known: Iterable[str] = (), parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._load = load
        self._dictionary: Dictionary | None = None
        self._verdicts: dict[str, bool] = {}
        self._known = {comparison_key(word) for word in known}
        self._waiting: dict[str, None] = {}  # a set in order
        self._idle = QTimer(self, singleShot=True, interval=_IDLE_MS)
        self._idle.timeout.connect(self._start_loading)
        self._turn = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._turn.timeout.connect(self._judge_waiting)
        self._asked_for = self._loaded = False

    def postpone(self) -> None:
        """Load the dictionary later, because a key was typed."""
        if self._idle.isActive():
            self._idle.start()

    def is_right(self, word: str) -> bool | None:
        """Return whether ``word`` is spelled right; ``None`` if the verdict is still sought."""
        if comparison_key(word) in self._known:
            return True
        verdict = self._verdicts.get(word)
        if verdict is None:
            self._waiting[word] = None
            if self._loaded:
                self._turn.start()
            elif not self._asked_for:
                self._asked_for = True
                self._idle.start()
        return verdict

    def suggestions(self, word: str) -> tuple[str, ...]:
        """Return the words that may have been meant; takes up to half a second."""
        return self._dictionary.suggestions(word) if self._dictionary else ()

    def add_known(self, word: str) -> None:
        """Take ``word`` for right from now on."""
        self._known.add(comparison_key(word))
        self.judged.emit()

    def _start_loading(self) -> None:
        load = self._load

        def read(_report: Callable[[int, int], None], _stop: threading.Event) -> Dictionary | None:
            return load()

        work = BackgroundWork(read)
        work.done.connect(self._on_loaded)
        work.failed.connect(self._on_failed)
        work.start()

    def _on_failed(self, _error: Exception) -> None:
        self._on_loaded(None)

    def _on_loaded(self, dictionary: Dictionary | None) -> None:
        self._dictionary, self._loaded = dictionary, True
        self._turn.start()

    def _judge_waiting(self) -> None:
        end = perf_counter() + _TURN_SECONDS
        while self._waiting and perf_counter() < end:
            word = next(iter(self._waiting))
            del self._waiting[word]
            self._verdicts[word] = self._dictionary is None or self._dictionary.is_right(word)
        if self._waiting:
            self._turn.start()
        else:
            self.judged.emit()
