"""The forms there are: those that travel with the program, and those conversations are pinned to."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path

from mus_desktop.errors import FormError, KnownError
from mus_desktop.formspec.reader import FormFolder, LoadedForm, canonical_json, form_from_definition, read_folder
from mus_desktop.model.form import Form
from mus_desktop.storage.form_versions import FormVersions


class Catalogue:
    """Finds forms by id, and pins conversations to the exact version they were held on."""

    def __init__(self, folder: Path, versions: FormVersions) -> None:
        self._folder = folder
        self._versions = versions
        self._pinned: dict[int, Form] = {}

    @cached_property
    def _read(self) -> FormFolder:
        return read_folder(self._folder)

    def available(self) -> tuple[Form, ...]:
        """The forms a conversation can be held on, by organisation."""
        return tuple(loaded.form for loaded in self._read.forms)

    def failures(self) -> tuple[FormError, ...]:
        """What is wrong with the forms that could not be read; they never hide the others."""
        return self._read.failures

    def pin(self, form_id: str) -> int:
        """The stored version of the form as it is now; its row id is what a conversation keeps."""
        loaded = self._loaded(form_id)
        return self._versions.put(loaded.form.id, loaded.form.version, loaded.sha256, canonical_json(loaded.definition))

    def pinned(self, version_id: int) -> Form:
        """The form of a stored version, read without the shipped files."""
        if version_id not in self._pinned:
            stored = self._versions.get(version_id)
            where = f"{stored.form_id}, version {stored.version}"
            self._pinned[version_id] = form_from_definition(json.loads(stored.definition), where)
        return self._pinned[version_id]

    def template_of(self, form_id: str, name: str) -> bytes | None:
        """The Word template ``name`` that travels with the form, ``None`` if it has none."""
        path = self._folder / form_id / name
        return path.read_bytes() if path.is_file() else None

    def _loaded(self, form_id: str) -> LoadedForm:
        for loaded in self._read.forms:
            if loaded.form.id == form_id:
                return loaded
        raise KnownError(f"Skemaet »{form_id}« findes ikke i programmet. Vælg et andet skema.")
