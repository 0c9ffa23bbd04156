"""The leader's settings: name, MUS period, default form, document folder and appearance."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path

from mus_desktop.errors import DocumentFolderMoved, UnreadableValue
from mus_desktop.model.people import Leader
from mus_desktop.model.period import Period, PeriodRule
from mus_desktop.model.text import without_line_breaks
from mus_desktop.paths import default_document_folder
from mus_desktop.services.forms.texts import texts_in
from mus_desktop.services.window_place import WindowPlace
from mus_desktop.storage.policy.policy import Policy
from mus_desktop.storage.records import setting_values as values
from mus_desktop.storage.records.settings import Settings

LOCK_AFTER = 15
"""Default lock delay in minutes."""


class Preferences:
    """Settings by meaning. A setting that was never chosen, or is damaged, has its own sensible default.

    :param document_home: returns the id and the data folder of this installation.
    :param policy: what IT proposes until the leader has chosen.
    :param window_place: the file with the place of the window, if there is a window.
    """

    def __init__(
        self,
        settings: Settings,
        document_home: Callable[[], values.DocumentHome],
        policy: Policy | None = None,
        window_place: WindowPlace | None = None,
    ) -> None:
        self._settings = settings
        self._document_home = document_home
        self._policy = policy or Policy()
        self._window_place = window_place

    def snapshot(self) -> Preferences:
        """Return the settings as stored now, read at once instead of one by one."""
        return Preferences(self._settings.snapshot(), self._document_home, self._policy, self._window_place)

    def leader(self) -> Leader:
        """Return the leader's own name, title, workplace and mail address; until entered, only what IT proposes."""
        return self._settings.value(values.LEADER) or Leader(workplace=self._policy.organisation)

    def set_leader(self, leader: Leader) -> None:
        """Store who the leader is."""
        self._settings.store(values.LEADER.key, json.dumps(_lines(leader._asdict()), ensure_ascii=False))

    def period_rule(self) -> PeriodRule:
        """Return how the workplace counts its MUS year; a calendar year until chosen otherwise."""
        return self._settings.value(values.PERIOD_RULE) or PeriodRule()

    def set_period_rule(self, rule: PeriodRule) -> None:
        """Store how the MUS year is counted; existing conversations keep the period they were planned in."""
        self._settings.store(values.PERIOD_RULE.key, json.dumps(rule._asdict()))

    def period_of(self, day: date) -> Period:
        """Return the period that contains ``day``."""
        return self.period_rule().period_of(day)

    def default_form(self) -> str:
        """Return the id of the form offered first; the one that IT proposes until chosen, or empty."""
        return self._settings.value(values.DEFAULT_FORM) or self._policy.form

    def set_default_form(self, form_id: str) -> None:
        """Store which form is offered first."""
        self._settings.store(values.DEFAULT_FORM.key, form_id)

    def document_folder(self) -> Path:
        """Return the visible folder for Word documents; ``MUS`` in the user's document folder until chosen."""
        return self._settings.value(values.DOCUMENT_FOLDER) or default_document_folder()

    def document_folder_chosen(self) -> bool:
        """Return whether the leader has chosen another folder than the default one."""
        return self.document_folder() != default_document_folder()

    def set_document_folder(self, folder: Path) -> None:
        """Store the folder for Word documents, and that it was chosen here."""
        with self._settings.in_one_transaction():
            self._settings.store(values.DOCUMENT_FOLDER.key, str(folder))
            self._store_document_home()

    def folder_for_writing(self) -> Path:
        """Return the folder for Word documents, for writing in it.

        :raises DocumentFolderMoved: the data were moved or copied here, and the folder has not been chosen again.
        """
        if self.documents_moved():
            raise DocumentFolderMoved
        return self.document_folder()

    def documents_moved(self) -> bool:
        """Return whether the folder for documents was chosen by another installation, or it is not known by which.

        A copy of the data, on another PC or beside the original, would write over the original's files.
        """
        try:
            home = self._settings.value_or_raise(values.DOCUMENT_HOME)
        except UnreadableValue:
            return True
        return home is not None and home.installation != self._document_home().installation

    def earlier_data_folder(self) -> str:
        """Return where the data were when the folder for documents was chosen; empty if it is not known."""
        home = self._settings.value(values.DOCUMENT_HOME)
        return home.data_folder if home else ""

    def data_folder(self) -> str:
        """Return where the data are now."""
        return self._document_home().data_folder

    def record_document_home(self) -> None:
        """Store that documents are written by this installation, unless one is stored already.

        Data from before this was recorded have a folder and no installation.
        """
        if self._settings.get(values.DOCUMENT_HOME.key) is None:
            self._store_document_home()

    def uses_document_folder(self) -> bool:
        """Return whether a folder for documents was chosen or written in."""
        return self._settings.value(values.DOCUMENT_FOLDER) is not None or bool(self.folders_of_documents())

    def _store_document_home(self) -> None:
        self._settings.store(values.DOCUMENT_HOME.key, json.dumps(asdict(self._document_home()), ensure_ascii=False))

    def folders_of_documents(self) -> tuple[tuple[int, str], ...]:
        """Return where documents were written: the first document (id) and the folder, the earliest first."""
        return self._settings.value(values.DOCUMENT_FOLDERS) or ()

    def record_document_folder(self, document: int, folder: Path) -> None:
        """Record that ``document``, currently the newest, was written to ``folder``."""
        self.record_document_home()
        known = self.folders_of_documents()
        # Only changes of folder are stored: one entry covers all documents up to the next.
        if not known or known[-1][1] != str(folder):
            self._settings.store(
                values.DOCUMENT_FOLDERS.key, json.dumps([*known, (document, str(folder))], ensure_ascii=False)
            )

    def form_texts(self) -> dict[str, str]:
        """Return the texts that forms show, by key; see :mod:`mus_desktop.services.forms.texts`."""
        return {key: kept.text for key, kept in texts_in(self._settings).items()}

    def scheme(self) -> str:
        """Return the name of the colour scheme; empty for that of the desktop."""
        return self._settings.value(values.SCHEME) or ""

    def set_scheme(self, scheme: str) -> None:
        """Store the colour scheme."""
        self._settings.store(values.SCHEME.key, scheme)

    def point_size(self) -> int | None:
        """Return the text size in points, ``None`` until changed."""
        return self._settings.value(values.POINT_SIZE)

    def set_point_size(self, points: int) -> None:
        """Store the text size in points."""
        self._settings.store(values.POINT_SIZE.key, str(points))

    def window(self) -> str:
        """Return the last window position as text that only the window interprets; empty until it was closed once."""
        # The database has the place from before there was a file.
        stored = self._window_place.read() if self._window_place else ""
        return stored or self._settings.value(values.WINDOW) or ""

    def set_window(self, place: str) -> None:
        """Store the window position; see :mod:`.window_place` for why the database does not change."""
        if self._window_place:
            self._window_place.store(place)

    def lock_after(self) -> int:
        """Return after how many minutes without use an encrypted workplace is locked; 0 for never."""
        minutes = self._settings.value(values.LOCK_AFTER)
        # Not ``or``: 0 means never.
        return LOCK_AFTER if minutes is None else minutes

    def set_lock_after(self, minutes: int) -> None:
        """Store after how many minutes without use an encrypted workplace is locked."""
        self._settings.store(values.LOCK_AFTER.key, str(minutes))

    def open_tips(self) -> frozenset[str]:
        """Return the help pages with tips that are folded out beside a conversation."""
        return self._settings.value(values.OPEN_TIPS) or frozenset()

    def set_tips_open(self, page: str, *, opened: bool) -> None:
        """Store whether the tips of ``page`` are folded out."""
        known = self.open_tips()
        self._settings.store(values.OPEN_TIPS.key, json.dumps(sorted(known | {page} if opened else known - {page})))

    def staff_headings(self) -> dict[str, str]:
        """Return what the leader has chosen for the headings of staff lists: the column by the key of the heading."""
        return self._settings.value(values.STAFF_HEADINGS) or {}

    def add_staff_headings(self, chosen: Mapping[str, str], usual: Collection[str]) -> None:
        """Store choices for headings of a staff list; those of ``usual`` are what the program would guess itself."""
        known = self.staff_headings()
        new = {key: column for key, column in known.items() if key not in usual} | dict(chosen)
        if new != known:
            self._settings.store(values.STAFF_HEADINGS.key, json.dumps(new, ensure_ascii=False))

    def edited_documents(self) -> frozenset[int] | None:
        """Return the stored documents with a person's edits in Word; their files are never overwritten.

        ``None`` if the setting cannot be read: then any document may be one of them.
        """
        try:
            return self._settings.value_or_raise(values.EDITED_DOCUMENTS) or frozenset()
        except UnreadableValue:
            return None

    def add_edited_document(self, document: int) -> None:
        """Add a document to :meth:`edited_documents`. :raises UnreadableValue: the setting is damaged."""
        known = self._settings.value_or_raise(values.EDITED_DOCUMENTS) or frozenset()
        self._settings.store(values.EDITED_DOCUMENTS.key, json.dumps(sorted({*known, document})))


def _lines(texts: Mapping[str, str]) -> dict[str, str]:
    return {key: without_line_breaks(text) for key, text in texts.items()}
