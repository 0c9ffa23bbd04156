"""The catalogue of forms: those shipped with the program, and the stored versions to which conversations are bound."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from mus_desktop.errors import FormError, KnownError, UnreadableValue
from mus_desktop.formspec import reader
from mus_desktop.formspec.reader import FormFolder, LoadedForm
from mus_desktop.model.form import Form
from mus_desktop.services.forms.form_names import UNREADABLE
from mus_desktop.services.forms.local_layers import LocalLayers, layer_as_json, layer_from
from mus_desktop.services.forms.template_file import read_template
from mus_desktop.storage.database.column_values import json_object, read_text
from mus_desktop.storage.records.form_versions import FormVersions
from mus_desktop.storage.records.settings import Settings

_LOCAL = "local"
"""The key of the workplace's own questions in a stored definition; no form file may have this key."""


class Catalogue:
    """Finds forms by id, and binds conversations to the exact version they were held on."""

    def __init__(self, folder: Path, versions: FormVersions, settings: Settings) -> None:
        self._folder = folder
        self._versions = versions
        self._settings = settings
        self._pinned: dict[int, Form] = {}

    @cached_property
    def _form_folder(self) -> FormFolder:
        return reader.read_folder(self._folder)

    @cached_property
    def local_layers(self) -> LocalLayers:
        """The workplace's own questions and rewordings, form by form."""
        return LocalLayers(self._settings)

    def available(self) -> tuple[Form, ...]:
        """Return the forms a conversation can be held on, sorted by organisation."""
        return tuple(loaded.form for loaded in self._form_folder.forms)

    def last_used_first(self, forms: Iterable[Form]) -> tuple[Form, ...]:
        """Return ``forms``, those of the newest conversations first and the unused ones in their own order."""
        used = self._versions.last_used()
        return tuple(sorted(forms, key=lambda form: -used.get(form.id, 0)))

    def form(self, form_id: str) -> Form:
        """Return the form in its current version; :class:`KnownError` if there is none with that id."""
        return self._loaded(form_id).form

    def failures(self) -> tuple[FormError, ...]:
        """Return the errors of the forms that could not be read; they never prevent the others from being read."""
        return self._form_folder.failures

    def pin(self, form_id: str) -> int:
        """Store the current version of the form, with local questions, and return the id for a conversation to keep."""
        loaded = self._loaded(form_id)
        definition = dict(loaded.definition)
        # Stored with the definition, so that later rewordings do not change a conversation that has been planned.
        if layer := self.local_layers.get(form_id):
            definition[_LOCAL] = layer_as_json(layer)
        return self._versions.store(
            loaded.form.id, loaded.form.version, reader.definition_hash(definition), reader.canonical_json(definition)
        )

    def pinned(self, version_id: int) -> Form:
        """Return the form of a stored version, read without the shipped files.

        :raises UnreadableValue: the stored version is damaged.
        """
        # A stored version never changes, so it is read only once.
        if version_id not in self._pinned:
            stored = self._versions.get(version_id)
            source = f"{stored.form_id}, version {stored.version}"
            try:
                definition = json_object(read_text(stored.definition))
                layer = definition.pop(_LOCAL, None)
                form = reader.form_from_definition(definition, source)
                self._pinned[version_id] = layer_from(layer).apply_to(form) if layer else form
            except (FormError, *UNREADABLE) as error:
                raise UnreadableValue from error
        return self._pinned[version_id]

    def damaged(self) -> list[str]:
        """Return a Danish sentence for each stored version that can no longer be read as a form."""
        sentences = []
        for stored in self._versions.all():
            try:
                self.pinned(stored.id)
            except (KnownError, *UNREADABLE):
                sentences.append(
                    f"Beskadiget: skemaet »{stored.form_id}«, som samtaler er holdt på. Gendan fra en backup."
                )
        return sentences

    def template_of(self, form_id: str, name: str) -> bytes | None:
        """Return the Word template ``name`` shipped with the form, ``None`` if it has none.

        :raises DocumentError: the file cannot be read, or is larger than any template.
        """
        return read_template(self._folder / form_id / name)

    def _loaded(self, form_id: str) -> LoadedForm:
        for loaded in self._form_folder.forms:
            if loaded.form.id == form_id:
                return loaded
        raise KnownError(f"Skemaet »{form_id}« findes ikke i programmet. Vælg et andet skema.")
