"""The dialog after the mails are made: open them, and confirm which were sent. The program cannot know."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from mus_desktop.errors import KnownError
from mus_desktop.log import silent_programs
from mus_desktop.services.invitation.invitation_job import InvitationResult
from mus_desktop.services.invitation.mail_link import mail_link
from mus_desktop.services.invitation.message_text import MessageKind
from mus_desktop.ui.controls.labels import labelled, text_label
from mus_desktop.ui.dialogs.input_dialog import InputDialog
from mus_desktop.ui.documents.open_in_word import open_file
from mus_desktop.ui.invitation.tick_list import TickList

_TEXT = "Åbn mailkladden, se den igennem, og send den. Sæt så hak ved dem, du har sendt."
_TEXT_OF_ONE = "Åbn mailkladden, se den igennem, og send den. Notér bagefter, at den er sendt."
_TEXT_OF_REMINDERS = "Åbn mailkladden, se den igennem, og send den."
_NOTHING_TICKED = "Sæt hak ved dem, du har sendt mailen til."


def open_link(link: str) -> bool:
    """Open ``link`` with the computer's mail program; return whether that could be started."""
    with silent_programs():
        return QDesktopServices.openUrl(QUrl.fromEncoded(link.encode()))


class SentDialog(InputDialog):
    """Shows what was made for whom, and records by ``confirm`` for which conversations the mail was sent.

    :param confirm: records the conversations with these ids as invited.
    """

    def __init__(
        self,
        kind: MessageKind,
        results: Sequence[InvitationResult],
        confirm: Callable[[Sequence[int]], None],
        parent: QWidget,
        *,
        opener: Callable[[Path], bool] = open_file,
        link_opener: Callable[[str], bool] = open_link,
    ) -> None:
        self._records = kind is MessageKind.INVITATION
        self._results, self._confirm = results, confirm
        self._opener, self._link_opener = opener, link_opener
        one = len(results) == 1
        text = (_TEXT_OF_ONE if one else _TEXT) if self._records else _TEXT_OF_REMINDERS
        super().__init__("Mailene er klar" if not one else "Mailen er klar", "&Notér som sendt", parent, text=text)
        self.list = TickList([_line_of(result) for result in results], [one] * len(results))
        for number, result in enumerate(results):
            if result.draft is None:
                self.list.forbid_tick(number)
        self.open_draft, self.open_folder = self.add_button("&Åbn mailkladden"), self.add_button("Åbn &mappen")
        self.without = self.add_button("&Skriv mail uden bilag")
        self.tick_all = self.add_button("Sæt hak ved &alle")
        self.tick_all.setVisible(self._records and not one)
        self.remarks = text_label("", "warn", wrap=True)
        self.primary.setVisible(self._records)
        self.cancel.setText("&Luk" if not self._records else "Ikke sendt &endnu")
        self.body.addWidget(labelled("Ma&ils", self.list))
        self.body.addWidget(self.remarks)
        self._connect()
        self._on_current()

    def submit(self) -> None:
        """Record the ticked ones as sent. :raises KnownError: none is ticked, or one cannot be recorded now."""
        sent = [self._results[number].job.conversation for number in self.list.ticked()]
        if not sent:
            self.list.setFocus()
            raise KnownError(_NOTHING_TICKED)
        self._confirm(sent)

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(lambda _row: self._on_current())
        self.list.chosen.connect(lambda _row: self._on_open_draft())
        self.open_draft.clicked.connect(self._on_open_draft)
        self.open_folder.clicked.connect(self._on_open_folder)
        self.without.clicked.connect(self._on_without)
        self.tick_all.clicked.connect(self.list.tick_all)

    def _current(self) -> InvitationResult:
        return self._results[max(0, self.list.currentRow())]

    def _on_current(self) -> None:
        result = self._current()
        texts = [result.problem, *result.job.remarks]
        self.remarks.setText("\n".join(text for text in texts if text))
        self.remarks.setVisible(any(texts))
        for button in (self.open_draft, self.open_folder, self.without):
            button.setEnabled(result.draft is not None)
        self.grow_to_content()

    def _on_open_draft(self) -> None:
        result = self._current()
        if result.draft is not None and not self._opener(result.draft):
            self.show_problem("Mailkladden kunne ikke åbnes. Vælg »Skriv mail uden bilag«, og vedhæft filerne selv.")

    def _on_open_folder(self) -> None:
        folder = self._current().folder
        if not self._opener(folder):
            self.show_problem(f"Mappen kunne ikke åbnes. Find den som {folder}.")

    def _on_without(self) -> None:
        """Open the folder, and a new mail without attachments: for mail programs that cannot open a draft."""
        result = self._current()
        message, to = result.job.message, result.job.to
        self._on_open_folder()
        if not self._link_opener(mail_link(to.address if to else "", message.subject, message.body)):
            self.show_problem("Der kunne ikke åbnes et mailprogram. Skriv mailen selv, og vedhæft filerne fra mappen.")


def _line_of(result: InvitationResult) -> str:
    if result.draft is None:
        return f"{result.job.name} – blev ikke lavet"
    return f"{result.job.name} – {result.job.to.address if result.job.to else 'uden modtager'}"
