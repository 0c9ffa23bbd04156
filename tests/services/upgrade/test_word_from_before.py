"""A plan stored when upgrading says so; a Word document from before with another text can be seen too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from mus_desktop.app import build
from mus_desktop.documents.word.visible_text import visible_text
from mus_desktop.errors import DocumentError
from mus_desktop.model.answers import Changes, RowsKey
from mus_desktop.model.review import AddendumKey, FollowUp
from mus_desktop.services.documents.folder_work import run_in_folder
from mus_desktop.services.documents.plans_signed_before_upgrade import PlanSignedBeforeUpgrade
from mus_desktop.services.documents.prepared_document import DocumentWriting
from mus_desktop.services.workplace import Workplace
from tests.services.upgrade.old_data import NOW

AARHUS, LAST_YEAR, AALBORG, EDITED, BO, GROUP, ANNA, OPEN = 1, 2, 3, 4, 5, 7, 21, 8


@pytest.fixture
def place(old_data: Path, engine_key: bytes | None, tmp_path: Path) -> Iterator[Workplace]:
    built = build(old_data, now=lambda: NOW, key=engine_key)
    (tmp_path / "word").mkdir()
    built.preferences.set_document_folder(tmp_path / "word")
    yield built
    built.close()


def found(place: Workplace, conversation: int, party: int | None = None) -> PlanSignedBeforeUpgrade | None:
    return place.plans_signed_before_upgrade.find(place.conversations.open(conversation), party)


def test_every_plan_signed_before_says_when_it_was_stored(place: Workplace) -> None:
    for conversation, party in ((AARHUS, None), (LAST_YEAR, None), (BO, None), (GROUP, None), (GROUP, ANNA)):
        plan = found(place, conversation, party)
        assert plan is not None
        assert plan.stored_on == date(2026, 11, 30)
    assert found(place, OPEN) is None
    assert found(place, GROUP, 22) is None, "not signed"
    anew = place.plan_recorder.sign(place.conversations.open(OPEN).plan, NOW.date())
    assert anew.closed
    assert found(place, OPEN) is None, "stored at signature"


def test_only_a_document_with_another_text_is_mentioned(place: Workplace) -> None:
    others = {
        number: plan.older_document for number in (AARHUS, AALBORG, EDITED, BO, GROUP) if (plan := found(place, number))
    }
    assert others[AARHUS] is not None, "the employee was renamed after it was written"
    assert others[EDITED] is not None, "it was changed in Word and kept as what was agreed"
    assert others[AALBORG] is others[GROUP] is others[BO] is None
    own = found(place, GROUP, ANNA)
    assert own is not None
    assert own.older_document is None


def test_what_comes_later_does_not_make_the_document_another(place: Workplace) -> None:
    plan = place.conversations.open(AALBORG).plan
    rows = (FollowUp(date(2027, 3, 25), "Status på Stationspladsen", date(2026, 11, 17)), FollowUp(note="Ny"))
    days = {RowsKey(plan.id, "opfoelgning"): rows}
    place.writing.save(Changes(follow_ups=days, addenda={AddendumKey(plan.id): "Kurset er flyttet"}))
    later = found(place, AALBORG)
    assert later is not None
    assert later.older_document is None


def written(writing: DocumentWriting) -> Path:
    return run_in_folder(writing.path.parent, writing.run)


def test_both_can_be_opened(place: Workplace, tmp_path: Path) -> None:
    plan = found(place, AARHUS)
    assert plan is not None
    assert plan.older_document is not None
    assert plan.older_document.made_on == date(2026, 11, 18)
    first, second = (
        written(place.plans_signed_before_upgrade.older_writing(plan.older_document)),
        written(place.plans_signed_before_upgrade.older_writing(plan.older_document)),
    )
    stored = written(place.plans_signed_before_upgrade.stored_writing(plan))
    assert first.parent == tmp_path / "word"
    assert len({first, second, stored}) == 3
    assert first.read_bytes() == second.read_bytes()
    assert "Katrine Elbæk Storm" in visible_text(first.read_bytes())
    assert "Katrine Elbæk Friis" in visible_text(stored.read_bytes())
    assert found(place, AARHUS) == plan, "looking at it changes nothing"
    place.documents.write_under_free_name(AARHUS, first)
    assert found(place, AARHUS) == plan, "a document made since is none from before"


def test_a_damaged_document_is_mentioned_and_a_missing_folder_is_reported(place: Workplace, tmp_path: Path) -> None:
    with place.database.transaction():
        place.database.write("UPDATE document SET bytes = x'504b' WHERE conversation = ?", (AALBORG,))
    plan = found(place, AALBORG)
    assert plan is not None
    assert plan.older_document is not None
    place.preferences.set_document_folder(tmp_path / "findes" / "ikke")
    with pytest.raises(DocumentError, match="findes ikke længere"):
        written(place.plans_signed_before_upgrade.older_writing(plan.older_document))
