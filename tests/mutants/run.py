"""Put each fault of ``mutants.toml`` into a copy of the tree, run the tests named with it, and tell which survive.

``python -m tests.mutants.run [WORDS ...]`` tries only the mutants with one of the words in their name. The exit code is
1 if one survives.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_LONGEST_SECONDS = 900
_LEFT_OUT = {".git", ".venv", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", "demo", "build", "dist"}
"""Names in the root of the project that the tests do not need."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A small fault: ``old``, which occurs once in ``file``, becomes ``new``; one of ``tests`` must fail then."""

    name: str
    file: str
    old: str
    new: str
    tests: str


def read_mutants() -> list[Mutant]:
    """Return the mutants, in order."""
    plain = tomllib.loads(Path(__file__).with_name("mutants.toml").read_text(encoding="utf-8"))
    return [Mutant(**one) for one in plain["mutant"]]


def tests_pass(tree: Path, tests: str) -> bool:
    """Return whether the tests pass in a tree; a run that takes too long does not."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests.split()]
    there = os.environ | {"PYTHONPATH": str(tree), "QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1"}
    process = subprocess.Popen(
        command, cwd=tree, env=there, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        return process.wait(_LONGEST_SECONDS) == 0
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        process.wait()
        return False


def is_caught(tree: Path, mutant: Mutant) -> bool:
    """Return whether a test notices ``mutant``; the tree is afterwards as it was."""
    file = tree / mutant.file
    original = file.read_text(encoding="utf-8")
    file.write_text(original.replace(mutant.old, mutant.new), encoding="utf-8")
    try:
        return not tests_pass(tree, mutant.tests)
    finally:
        file.write_text(original, encoding="utf-8")


def _left_out(folder: str, names: list[str]) -> set[str]:
    return {"__pycache__"} | (_LEFT_OUT & set(names) if Path(folder) == ROOT else set())


def main(words: Sequence[str]) -> int:
    """Try the mutants, print a line on each and the survivors at the end; return the exit code."""
    mutants = [one for one in read_mutants() if not words or any(word in one.name for word in words)]
    survivors, sound = list[str](), dict[str, bool]()
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(shutil.copytree(ROOT, Path(folder) / "tree", ignore=_left_out))
        for mutant in mutants:
            began = time.monotonic()
            if mutant.tests not in sound:  # otherwise any fault of the tests themselves would count as caught
                sound[mutant.tests] = tests_pass(tree, mutant.tests)
            caught = sound[mutant.tests] and is_caught(tree, mutant)
            verdict = "caught" if caught else "SURVIVED" if sound[mutant.tests] else "TESTS FAIL WITHOUT IT"
            _report(f"{verdict:9} {time.monotonic() - began:6.1f} s  {mutant.name}")
            survivors += [] if caught else [mutant.name]
    _report(f"{len(mutants) - len(survivors)} of {len(mutants)} caught")
    return int(bool(survivors))


def _report(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
