"""A workplace over a database of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from mus_desktop.services.workplace import Workplace

NOW = datetime(2026, 5, 12, 9, 30)  # noqa: DTZ001 - the program's clock is the clock on the wall


@pytest.fixture
def workplace(tmp_path: Path, build_place: Callable[..., Workplace]) -> Iterator[Workplace]:
    """An empty workplace, plain and encrypted in turn."""
    built = build_place(tmp_path / "data", now=lambda: NOW)
    yield built
    built.close()


@pytest.fixture
def reopened(
    workplace: Workplace, tmp_path: Path, build_place: Callable[..., Workplace]
) -> Iterator[Callable[[], Workplace]]:
    """Close the program and open it again."""
    opened: list[Workplace] = []

    def reopen() -> Workplace:
        workplace.close()
        opened.append(build_place(tmp_path / "data", now=lambda: NOW))
        return opened[-1]

    yield reopen
    for again in opened:
        again.close()
