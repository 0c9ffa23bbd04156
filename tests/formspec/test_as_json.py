"""A form as plain data."""

from __future__ import annotations

import json
from typing import Any

from mus_desktop.formspec.as_json import form_as_json
from mus_desktop.model.form import Form


def test_all_of_the_form_is_there_in_order(every_kind: Form) -> None:
    content = form_as_json(every_kind)
    assert [(tab["key"], [part["key"] for part in tab["fields"]]) for tab in content["tabs"]] == [
        (tab.key, [field.key for field in tab.fields]) for tab in every_kind.tabs
    ]
    assert json.loads(json.dumps(content)) == content
    assert list(content)[:4] == ["id", "version", "title", "organisation"]


def test_what_the_kinds_carry(every_kind: Form) -> None:
    parts: dict[str, Any] = {part["key"]: part for tab in form_as_json(every_kind)["tabs"] for part in tab["fields"]}
    assert list(parts["om_fonden"]["facts"]) == ["time", "employee", "leader", "period", "workplace"]
    assert list(parts["underskrift"]["signers"]) == ["employee", "leader", "date"]
    assert parts["overskrift"]["print"] is True
    assert parts["ansat"]["by"] == ["leader"]
    own_words = {"original": "", "local": False}
    assert parts["noter"]["prompts"][2] == {"text": "Hvorfor?", "level": 2, "opens_group": False, **own_words}
    assert parts["stikord"]["pick"] == [1, 3]
    assert parts["plan"]["columns"][4]["roles"] == ["due", "responsible", "follow_up"]
    assert parts["plan"]["columns"][2] == {
        "key": "traening",
        "title": "Træning",
        "text": "",
        "type": "text",
        "options": [],
        "scale": "",
        "unit": "",
        "roles": ["practice"],
        "later": True,
        "fold": "Bagefter",
    }
    assert parts["kurser"]["columns"][2]["unit"] == "kr."
    assert parts["kompetencer"]["columns"][0]["by"] == "leader"
    assert parts["puslespil"]["areas"] == ["Adfærd", "Struktur"]
