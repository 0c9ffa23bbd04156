"""The mark of a page that looks back or follows up, beside what is answered on it."""

from __future__ import annotations

from datetime import date

from mus_desktop.model.answers import AnswerKey
from mus_desktop.model.form import FollowUpField, NotesField, PlanColumn, PlanField, PreviousPlanField, Tab
from mus_desktop.model.period import Period
from mus_desktop.model.plan import Agreement, AgreementStatus, Plan
from mus_desktop.model.progress import Progress, filled_share, progress_of
from mus_desktop.model.review import FollowUp, PastAgreement, Review

_FIELD = PlanField(key="plan", title="Plan", columns=(PlanColumn("maal", "Mål"),))
_NOTE = AnswerKey(3, "note")


def _past(key: str, *, reviewed: bool) -> PastAgreement:
    review = Review(key, date(2026, 5, 1), AgreementStatus.REACHED) if reviewed else None
    period = Period(date(2025, 1, 1), date(2025, 12, 31))
    return PastAgreement(Agreement(key, "plan"), _FIELD, "MUS", period, review=review)


def _mark(*past: PastAgreement, noted: bool) -> Progress:
    tab = Tab("t", "Siden sidst", (PreviousPlanField(key="sidste", title=""), NotesField(key="note", title="")))
    return progress_of(tab, {_NOTE: "x"} if noted else {}, Plan(7, 3), (3,), past=past)


def test_looking_back_is_done_when_every_agreement_is_reviewed() -> None:
    assert _mark(_past("a", reviewed=True), _past("b", reviewed=False), noted=True) is Progress.BEGUN
    assert _mark(_past("a", reviewed=True), _past("b", reviewed=True), noted=True) is Progress.DONE
    assert _mark(_past("a", reviewed=True), noted=False) is Progress.BEGUN
    assert _mark(_past("a", reviewed=False), noted=False) is Progress.EMPTY


def test_a_first_year_has_nothing_to_look_back_on() -> None:
    assert _mark(noted=True) is Progress.DONE
    alone = Tab("t", "Siden sidst", (PreviousPlanField(key="sidste", title=""),))
    assert progress_of(alone, {}, Plan(7, 3), (3,)) is Progress.NOTHING_TO_FILL


def test_a_follow_up_is_filled_by_any_row() -> None:
    tab = Tab("t", "Opfølgning", (FollowUpField(key="f", title=""),))
    blank, dated = FollowUp(), FollowUp(date(2027, 5, 1))
    assert progress_of(tab, {}, Plan(7, 3), (3,), follow_ups={"f": (blank,)}) is Progress.EMPTY
    assert progress_of(tab, {}, Plan(7, 3), (3,), follow_ups={"f": (blank, dated)}) is Progress.DONE


def test_the_filled_share_counts_pages_that_can_be_filled() -> None:
    share = filled_share([Progress.NOTHING_TO_FILL, Progress.DONE, Progress.BEGUN, Progress.EMPTY, Progress.EMPTY])
    assert share == (1, 1, 4)
    assert str(share) == "1 af 4 temaer er udfyldt, 1 er begyndt"
    assert str(filled_share([Progress.NOTHING_TO_FILL])) == "0 af 0 temaer er udfyldt"
