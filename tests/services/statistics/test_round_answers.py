"""What can be counted of a conversation: words of the form, never what somebody typed or what the leader thinks."""

from __future__ import annotations

import pytest

from mus_desktop import paths
from mus_desktop.formspec.reader import read_folder
from mus_desktop.model.form import Form, NotesField
from mus_desktop.model.statistics.round_report import ReportPart, Statement
from mus_desktop.services.statistics.round_answers import countable_statements, statements_of

FORMS = {loaded.form.id: loaded.form for loaded in read_folder(paths.forms()).forms}


def test_a_rating_in_rows_that_people_name_counts_the_step_alone() -> None:
    form = FORMS["aalborg-tm"]
    value = {"Noget jeg selv har skrevet": {"krav": 5, "niveau": 3}, "Mere": {"niveau": 3}}
    found = statements_of(form, [{"kompetencer": value}], (), (), reviewed=False)
    (label,) = {statement.label for statement in found}
    assert label == next(
        step.label for step in form.scale(form.field_with("kompetencer").scale).steps if step.value == 3
    )  # type: ignore[attr-defined]
    assert {(statement.part, statement.question) for statement in found} == {(ReportPart.RATINGS, "Kompetencer")}


def test_a_review_counts_as_followed_up_and_a_wish_for_a_field_as_its_theme() -> None:
    form = FORMS["albertslund"]
    field = next(field for field in form.fields() if isinstance(field, NotesField))
    tab = form.tab_of(field.key)
    found = statements_of(form, [{}], [field.key, "findes ikke"], (), reviewed=True)
    assert found == {
        Statement(ReportPart.TOPICS, "Ønsker til samtalen", tab.title),
        Statement(ReportPart.FOLLOWED_UP, "Tidligere aftaler", "Har fulgt op på en tidligere aftale"),
    }


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_everything_that_is_counted_is_a_word_of_the_form_or_ours(form: Form) -> None:
    found = countable_statements(form)
    assert len(found) == len(set(found))
    assert all(statement.question.strip() and statement.label.strip() for statement in found)
