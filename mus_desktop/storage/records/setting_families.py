"""The parsers of settings that belong to a text or a form each, and the parser of any setting by its key."""

from __future__ import annotations

from typing import Any

from mus_desktop.model.local_layer import LocalLayer
from mus_desktop.storage.database.column_values import from_json, json_object, read_text
from mus_desktop.storage.records.setting_values import ALL_SETTINGS, WORKPLACE_TEXT, Setting, json_list


def _local_layer(stored: str) -> LocalLayer:
    stored_object = json_object(stored)
    reworded = {
        key: {read_text(old): read_text(new) for old, new in own.items()}
        for key, own in stored_object.get("reworded", {}).items()
    }
    added = {
        key: tuple(read_text(one) for one in json_list(own)) for key, own in stored_object.get("added", {}).items()
    }
    return LocalLayer(reworded, added)


def _message(stored: str) -> tuple[str, str]:
    subject, body = json_list(from_json(stored))
    return read_text(subject), read_text(body)


LOCAL_LAYER = Setting("local:", "arbejdspladsens egne spørgsmål", _local_layer)

MESSAGE = Setting("message:", "din egen tekst til en mail", _message)

_FAMILIES: tuple[Setting[Any], ...] = (WORKPLACE_TEXT, LOCAL_LAYER, MESSAGE)
_BY_KEY = {setting.key: setting for setting in ALL_SETTINGS}


def setting_for_key(key: str) -> Setting[Any]:
    """Return the setting under ``key``; an unknown one is a text."""
    family = next((one for one in _FAMILIES if key.startswith(one.key)), None)
    return _BY_KEY.get(key) or family or Setting(key, "en indstilling", read_text)
