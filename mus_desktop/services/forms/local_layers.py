"""A workplace's own questions and rewordings of forms, stored for this round and the following ones."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from mus_desktop.model.local_layer import LocalLayer
from mus_desktop.model.text import is_blank, one_line, storable_text
from mus_desktop.storage.records.setting_families import LOCAL_LAYER
from mus_desktop.storage.records.settings import Settings


class LocalLayers:
    """The local layer of each form, by the form's id."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def get(self, form_id: str) -> LocalLayer:
        """Return the workplace's changes to the form; empty until something is stored."""
        return self._settings.value(LOCAL_LAYER.member(form_id)) or LocalLayer()

    def store(self, form_id: str, layer: LocalLayer) -> None:
        """Store ``layer`` for conversations planned from now on; blank questions and rewordings are left out."""
        self._settings.store(LOCAL_LAYER.member(form_id).key, json.dumps(layer_as_json(layer), ensure_ascii=False))


def layer_as_json(layer: LocalLayer) -> dict[str, Any]:
    """Return ``layer`` as plain data, without blank texts and empty fields."""
    reworded = {
        key: {
            original: storable_text(one_line(replacement))
            for original, replacement in wording.items()
            if not is_blank(replacement)
        }
        for key, wording in layer.reworded.items()
    }
    added = {
        key: [storable_text(one_line(text)) for text in questions if not is_blank(text)]
        for key, questions in layer.added.items()
    }
    return {
        "reworded": {key: wording for key, wording in reworded.items() if wording},
        "added": {key: questions for key, questions in added.items() if questions},
    }


def layer_from(data: Mapping[str, Any]) -> LocalLayer:
    """Return the layer that :func:`layer_as_json` wrote."""
    added = {key: tuple(questions) for key, questions in data.get("added", {}).items()}
    return LocalLayer(data.get("reworded", {}), added)
