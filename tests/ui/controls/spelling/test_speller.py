"""The dictionary is loaded in a pause, and words are judged with keys in between."""

from __future__ import annotations

import threading
import time
from itertools import pairwise

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from mus_desktop.ui.controls.spelling import speller as speller_module
from mus_desktop.ui.controls.spelling.speller import Dictionary, Speller


class _Dictionary:
    """Takes long for a word, and longer for suggestions."""

    def __init__(self) -> None:
        self.judged: list[str] = []
        self.suggested: list[str] = []

    def is_right(self, word: str) -> bool:
        end = time.perf_counter() + 0.002
        while time.perf_counter() < end:
            pass
        self.judged.append(word)
        return not word.startswith("wrong")

    def suggestions(self, word: str) -> tuple[str, ...]:
        self.suggested.append(word)
        return ("right",)


class _Loader:
    def __init__(self, dictionary: Dictionary | None) -> None:
        self.count, self._dictionary = 0, dictionary

    def __call__(self) -> Dictionary | None:
        self.count += 1
        assert threading.current_thread() is not threading.main_thread()
        if self._dictionary is None:
            raise OSError("gone")
        return self._dictionary


def test_the_dictionary_is_loaded_once_when_no_key_was_typed_for_a_while(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speller_module, "_IDLE_MS", 300)
    load = _Loader(_Dictionary())
    speller = Speller(load, ["Åse"])
    speller.postpone()
    assert speller.is_right("åse"), "a name needs no dictionary"
    assert speller.is_right("wrong") is None
    keys = QTimer(interval=20)
    keys.timeout.connect(speller.postpone)
    keys.start()
    qtbot.wait(900)  # a person types for three times as long as the pause
    assert load.count == 0
    keys.stop()
    with qtbot.waitSignal(speller.judged):
        pass
    assert (speller.is_right("wrong"), load.count) == (False, 1)
    assert speller.is_right("more") is None
    with qtbot.waitSignal(speller.judged):
        pass
    assert (speller.is_right("more"), load.count) == (True, 1)


def test_keys_are_read_while_many_words_are_judged(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speller_module, "_IDLE_MS", 0)
    dictionary = _Dictionary()
    speller = Speller(lambda: dictionary)
    words = [f"word{number}" for number in range(200)]
    for word in words:
        speller.is_right(word)
    counts: list[int] = []
    keys = QTimer(interval=0)
    keys.timeout.connect(lambda: counts.append(len(dictionary.judged)))
    keys.start()
    with qtbot.waitSignal(speller.judged):
        pass
    keys.stop()
    assert dictionary.judged == words
    longest = max(after - before for before, after in pairwise(counts))
    assert longest <= 10, "words judged between two looks at the keyboard"


def test_suggestions_are_sought_only_when_they_are_asked_for(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speller_module, "_IDLE_MS", 0)
    dictionary = _Dictionary()
    speller = Speller(lambda: dictionary)
    assert speller.suggestions("wrong") == ()
    speller.is_right("wrong")
    with qtbot.waitSignal(speller.judged):
        pass
    assert dictionary.suggested == []
    assert speller.suggestions("wrong") == ("right",)


def test_without_a_dictionary_every_word_is_right(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speller_module, "_IDLE_MS", 0)
    speller = Speller(_Loader(None))
    speller.is_right("wrong")
    with qtbot.waitSignal(speller.judged):
        pass
    assert speller.is_right("wrong")
    assert speller.suggestions("wrong") == ()
