"""Each mutant still applies: its text occurs once in the code, the result is still Python, and its tests exist."""

from __future__ import annotations

import ast

import pytest

from tests.mutants.run import ROOT, Mutant, read_mutants

MUTANTS = read_mutants()


@pytest.mark.parametrize("mutant", MUTANTS, ids=[mutant.name for mutant in MUTANTS])
def test_mutant_still_applies(mutant: Mutant) -> None:
    content = (ROOT / mutant.file).read_text(encoding="utf-8")
    assert content.count(mutant.old) == 1, "correct `old` in tests/mutants/mutants.toml after the code has changed"
    ast.parse(content.replace(mutant.old, mutant.new))
    assert mutant.tests
    assert all((ROOT / test.partition("::")[0]).exists() for test in mutant.tests.split())


def test_no_two_mutants_have_one_name() -> None:
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)
