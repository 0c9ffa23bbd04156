"""The parsers of settings that belong to a text or a form each, and the parser of any setting by its key."""

from __future__ import annotations

from datetime import date
from typing import Any

from mus_desktop.model.local import LocalLayer
from mus_desktop.storage.database.column_values import json_object, text
from mus_desktop.storage.records.setting_values import EACH, Setting, json_list


def _dated_text(stored: str) -> tuple[str, date]:
    kept = json_object(stored)
    return text(kept["text"]), date.fromisoformat(kept["changed_on"])


def _local_layer(stored: str) -> LocalLayer:
    kept = json_object(stored)
    reworded = {
        key: {text(old): text(new) for old, new in own.items()} for key, own in kept.get("reworded", {}).items()
    }
    added = {key: tuple(text(one) for one in json_list(own)) for key, own in kept.get("added", {}).items()}
    return LocalLayer(reworded, added)


KEPT_TEXT = Setting("text:", "en tekst fra arbejdspladsen", _dated_text)
LOCAL_LAYER = Setting("local:", "arbejdspladsens egne spørgsmål", _local_layer)

_FAMILIES: tuple[Setting[Any], ...] = (KEPT_TEXT, LOCAL_LAYER)
_BY_KEY = {setting.key: setting for setting in EACH}


def setting_called(key: str) -> Setting[Any]:
    """Return the setting under ``key``; an unknown one is a text."""
    family = next((one for one in _FAMILIES if key.startswith(one.key)), None)
    return _BY_KEY.get(key) or family or Setting(key, "en indstilling", text)
