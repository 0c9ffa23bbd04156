"""The plans of 200 conversations over all forms: ours against plain docxtpl in a loop, in one run; and the memory."""

from __future__ import annotations

import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import date
from itertools import cycle, islice
from pathlib import Path

import pytest
from docxtpl import DocxTemplate

from mus_desktop import paths
from mus_desktop.documents.content import PlanContent
from mus_desktop.documents.plan.context import plan_context
from mus_desktop.documents.plan.templates import derive_plan_template
from mus_desktop.formspec.reader import read_folder
from mus_desktop.model.form import Fact, Form
from mus_desktop.model.plan import Agreement
from mus_desktop.services.documents.document_kinds import DocumentRequest
from mus_desktop.services.documents.period_plans import PlanJob, write_all
from mus_desktop.services.documents.prepared_document import TargetSearch
from mus_desktop.services.documents.written_files import WrittenFiles

pytestmark = pytest.mark.bench

_MOST, _MOST_MEGABYTES, _PLANS, _ROUNDS = 0.6, 150, 200, 3
_TEXT = "Jeg afprøver talekort og makkersnak på gul stue hver onsdag i otte uger og skriver kort ned, hvad der virker."


def content_on(form: Form, number: int) -> PlanContent:
    rows = [
        Agreement(
            id=f"{plan.key}-{n}",
            field=plan.key,
            group=(plan.groups or ("",))[n % max(1, len(plan.groups))],
            cells={column.key: _TEXT for column in plan.columns if not column.fold},
            due_on=date(2027, 3, 1),
            responsible="Åse",
        )
        for plan in form.plan_fields()
        for n in range(3)
    ]
    facts = {Fact.EMPLOYEE: f"Medarbejder {number}", Fact.LEADER: "Mette Holm", Fact.PERIOD: "2026"}
    return PlanContent(form=form, facts=facts, agreements=tuple(rows), made_on=date(2026, 11, 12), author="Mette Holm")


def jobs(folder: Path) -> list[PlanJob]:
    forms = [loaded.form for loaded in read_folder(paths.forms()).forms if loaded.form.plan_fields()]
    return [
        PlanJob(
            number,
            DocumentRequest(),
            content_on(form, number),
            None,
            TargetSearch(WrittenFiles((), (), ()), (), folder / f"plan-{number}.docx"),
        )
        for number, form in enumerate(islice(cycle(forms), _PLANS))
    ]


def _plain(work: list[PlanJob], templates: dict[str, Path]) -> None:
    for job in work:
        document = DocxTemplate(templates[job.content.form.id])
        document.render(plan_context(job.content), autoescape=True)
        document.save(job.search.usual_path)


def _took(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def test_200_plans_against_plain_docxtpl(tmp_path: Path) -> None:
    templates: dict[str, Path] = {}
    for job in jobs(tmp_path):
        target = tmp_path / f"{job.content.form.id}.docx"
        templates[job.content.form.id] = target
        target.write_bytes(derive_plan_template(job.content.form))
    ours, plain = [], []
    for number in range(_ROUNDS):
        here, there = tmp_path / f"ours-{number}", tmp_path / f"plain-{number}"
        here.mkdir()
        there.mkdir()
        mine, others = jobs(here), jobs(there)
        ours.append(_took(lambda: write_all(mine, lambda _done, _total: None, threading.Event(), make_parents=False)))  # noqa: B023 - at once
        plain.append(_took(lambda: _plain(others, templates)))  # noqa: B023 - at once
        assert len(list(here.iterdir())) == len(list(there.iterdir())) == _PLANS
    ratio = min(ours) / min(plain)
    print(
        f"\n{_PLANS} plans on {len(templates)} forms: {min(ours):.2f} s, plain docxtpl {min(plain):.2f} s, "
        f"ratio {ratio:.2f} (at most {_MOST})"
    )
    assert ratio <= _MOST


def test_peak_memory_of_200_plans(tmp_path: Path) -> None:
    """In a process of its own, whose peak nothing else has raised."""
    command = [sys.executable, __file__, str(tmp_path)]
    said = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)
    megabytes = int(said.stdout) / 1024
    print(f"\npeak memory of {_PLANS} plans: {megabytes:.0f} MB (under {_MOST_MEGABYTES})")
    assert megabytes < _MOST_MEGABYTES


if __name__ == "__main__":
    done = write_all(jobs(Path(sys.argv[1])), lambda _done, _total: None, threading.Event(), make_parents=False)
    assert len(done) == _PLANS
    assert all(each.content for each in done)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
