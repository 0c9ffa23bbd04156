"""The verdicts on words, sought on a background thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import NamedTuple, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from mus_desktop.ui.controls.background_work import BackgroundWork

_PAUSE_MS = 10
"""Words that are asked for together are judged together."""


class Dictionary(Protocol):
    """A dictionary, asked on a background thread."""

    def is_right(self, word: str) -> bool: ...
    def suggestions(self, word: str) -> tuple[str, ...]: ...


class Verdict(NamedTuple):
    """Whether a word is right; of a wrong one, the words that may have been meant."""

    right: bool
    suggestions: tuple[str, ...] = ()


_RIGHT = Verdict(right=True)


class Speller(QObject):
    """Judges words by a dictionary that is loaded with the first word. ``judged``: there are new verdicts.

    :param load: returns the dictionary, ``None`` if there is none; called on a background thread.
    :param known: words that are right whatever the dictionary says, such as names.
    """

    judged = Signal()

    def __init__(
        self, load: Callable[[], Dictionary | None], known: Iterable[str] = (), parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._load = load
        self._verdicts: dict[str, Verdict] = {}
        self._known = {word.casefold() for word in known}
        self._waiting: set[str] = set()
        self._working = False
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._judge_waiting)

    def verdict(self, word: str) -> Verdict | None:
        """Return the verdict on ``word``; ``None`` if it is still sought."""
        if word.casefold() in self._known:
            return _RIGHT
        found = self._verdicts.get(word)
        if found is None:
            self._waiting.add(word)
            self._pause.start()
        return found

    def add_known(self, word: str) -> None:
        """Take ``word`` for right from now on."""
        self._known.add(word.casefold())
        self.judged.emit()

    def _judge_waiting(self) -> None:
        if self._working or not self._waiting:
            return
        words, load = tuple(self._waiting), self._load
        self._waiting.clear()
        self._working = True

        def judge(_report: Callable[[int, int], None], stop: threading.Event) -> dict[str, Verdict]:
            return _verdicts(load(), words, stop)

        work = BackgroundWork(judge)
        work.done.connect(self._on_judged)
        work.failed.connect(self._on_failed)
        work.start()

    def _on_failed(self, _error: Exception) -> None:
        self._on_judged({})

    def _on_judged(self, verdicts: dict[str, Verdict]) -> None:
        self._working = False
        self._verdicts |= verdicts
        if self._waiting:
            self._pause.start()
        self.judged.emit()


def _verdicts(dictionary: Dictionary | None, words: Iterable[str], stop: threading.Event) -> dict[str, Verdict]:
    found: dict[str, Verdict] = {}
    for word in words:
        if stop.is_set():
            break
        right = dictionary is None or dictionary.is_right(word)
        found[word] = _RIGHT if right or dictionary is None else Verdict(right, dictionary.suggestions(word))
    return found
