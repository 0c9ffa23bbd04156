"""The local layer: a workplace's own questions and rewordings, applied to a municipality's form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from mus_desktop.model.form import Form, NotesField, Prompt, Tab


@dataclass(frozen=True, slots=True)
class LocalLayer:
    """A workplace's changes to a form, by the key of a notes field.

    ``reworded`` maps the form's own wording of a question to the workplace's; ``added`` holds questions the workplace
    has added. Rewordings are stored by wording, not by position, so that they survive a new version of the form as long
    as the question does.
    """

    reworded: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    added: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(self.reworded.values()) or any(self.added.values())

    def apply_to(self, form: Form) -> Form:
        """Return ``form`` with this layer applied; the form's own wording is kept in :attr:`Prompt.original`."""
        return replace(form, tabs=tuple(self._tab(tab) for tab in form.tabs))

    def _tab(self, tab: Tab) -> Tab:
        fields = (self._notes(f) if isinstance(f, NotesField) else f for f in tab.fields)
        return replace(tab, fields=tuple(fields))

    def _notes(self, notes: NotesField) -> NotesField:
        wording = self.reworded.get(notes.key, {})
        own = tuple(Prompt(text, local=True) for text in self.added.get(notes.key, ()))
        return replace(notes, prompts=(*(_reworded(p, wording) for p in notes.prompts), *own))


def _reworded(prompt: Prompt, wording: Mapping[str, str]) -> Prompt:
    # ``original`` is set only where the wording differs; it also marks the question as reworded on screen.
    local_wording = wording.get(prompt.text, prompt.text)
    return prompt if local_wording == prompt.text else replace(prompt, text=local_wording, original=prompt.text)
