"""What ``forms check`` says beside problems."""

from __future__ import annotations

import tomllib
from collections.abc import Callable

from mus_desktop.formspec.form_report import print_report, warnings
from mus_desktop.formspec.reader import form_from_definition
from mus_desktop.model.form import Form


def test_each_field_that_takes_something_has_a_line(every_kind: Form) -> None:
    lines = {line.split("(")[1].split(")")[0]: line.split("): ")[1] for line in print_report(every_kind)}
    assert len(lines) == sum(field.kind != "info" for field in every_kind.fields())
    assert lines["overskrift"] == "det fælles i planen og referatet; medarbejderens udskrives aldrig"
    assert lines["ansat"] == "udskrives aldrig"
    assert lines["noter"] == "det fælles i planen og referatet, hvis alle har sat hak ved, at noten må følge planen"
    assert "lederens udskrives aldrig" in lines["plan"]


def test_what_is_allowed_but_probably_not_meant(written: Callable[..., str]) -> None:
    scale = '[[scale]]\nkey = "niveau"\nsteps = [{ value = 1, label = "Lidt" }]'
    plan = 'kind = "plan"\nkey = "plan"\ntitle = "Plan"\ncolumns = [{ key = "a", title = "A" }]\n'
    note = '[[tab.field]]\nkind = "notes"\nkey = "n"\ntitle = "N"\nprint = true'
    said = warnings(form_from_definition(tomllib.loads(written(plan + note, top=scale)), "prøve"))
    assert said == (
        'Planen »plan« har ingen kolonne til målet (roles = ["goal"]).',
        'Planen »plan« har ingen kolonne til fristen (roles = ["due"]).',
        'Planen »plan« har ingen kolonne til den ansvarlige (roles = ["responsible"]).',
        "Skemaet har en plan, men ingen underskrifter (et felt af slagsen signatures).",
        "Feltet »n« har print = true, men udskrives aldrig.",
        "Skalaen »niveau« bruges ikke.",
    )
    without = warnings(form_from_definition(tomllib.loads(written()), "prøve"))
    assert without == ("Skemaet har ingen plan (et felt af slagsen plan).",)
    text = form_from_definition(
        tomllib.loads(written('kind = "text"\nkey = "t"\ntitle = "T"\nprint = true\n')), "prøve"
    )
    assert warnings(text)[1:] == ("Feltet »t« har print = true, men udskrives aldrig.",)
    assert [line.split(": ")[1] for line in print_report(text)] == ["udskrives aldrig"], "no plan is named without one"


def test_good_form_gives_no_warning(every_kind: Form) -> None:
    assert warnings(every_kind) == ()
