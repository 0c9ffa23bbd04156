"""The real Danish dictionary: compounds, suggestions, and a main thread that runs on while it is loaded."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from mus_desktop.services.writing.dictionary_place import is_installed
from mus_desktop.services.writing.hunspell_dictionary import load_dictionary

needs_dictionary = pytest.mark.skipif(not is_installed(), reason="hunspell-da is not installed")


@needs_dictionary
def test_danish_words() -> None:
    dictionary = load_dictionary()
    assert dictionary is not None
    right = ("skole", "medarbejderudviklingssamtale", "læringsmål", "øvebane", "sygefraværet", "idé", "x" * 400)
    assert [word for word in right if not dictionary.is_right(word)] == []
    assert [word for word in ("hesd", "kompetanse", "udviklng") if dictionary.is_right(word)] == []
    assert "hest" in dictionary.suggestions("hesd")
    assert load_dictionary() is dictionary


@needs_dictionary
def test_loading_lets_other_threads_run() -> None:
    load_dictionary.cache_clear()
    loading = threading.Thread(target=load_dictionary)
    started = time.perf_counter()
    loading.start()
    turns = 0
    while loading.is_alive():
        turns += 1
        time.sleep(0.001)
    taken = time.perf_counter() - started
    assert turns > taken * 1000 / 10, "this thread ran at least once in 10 ms on average"


def test_none_without_dictionary(tmp_path: Path) -> None:
    load_dictionary.cache_clear()
    assert load_dictionary(tmp_path / "da_DK") is None
    load_dictionary.cache_clear()
