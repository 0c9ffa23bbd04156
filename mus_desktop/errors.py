"""The errors a leader can be told about, and the line between them and our own mistakes.

A :class:`KnownError` is a situation we foresaw: it carries one Danish sentence (or two) that says what happened and
what to do now, and it is shown as it stands. Everything else that is raised is a bug and is shown with details that
can be copied.
"""

from __future__ import annotations


class KnownError(Exception):
    """Something foreseen went wrong; ``str(error)`` is a Danish sentence for the user.

    :param message: what happened and what to do now, in Danish, without technical words.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class StorageError(KnownError):
    """The database could not be opened, read or written."""


class Unusable(StorageError):
    """The database or its key file is damaged, empty or partly gone; a backup can take its place."""


class UnreadableValue(Unusable, ValueError):
    """A value in the database is damaged: it is no text, date or choice any more. Everything else can be read."""

    def __init__(self) -> None:
        super().__init__(
            "Noget af det, der skulle vises, er beskadiget og kan ikke læses. Resten kan bruges. "
            "Hent en backup for at få det igen."
        )


class AlreadyOpen(StorageError):
    """Another window, or a command, has the database open."""


class PasswordNeeded(StorageError):
    """The database is encrypted and no key was given; ask for the password."""


class WrongPassword(StorageError):
    """The password or recovery code does not open it; nothing was read."""


class SaveFailed(StorageError):
    """What was typed could not be stored; the caller still holds it and may try again."""


class PlanClosed(StorageError):
    """A signed plan does not take that change; nothing was stored, and trying again would not help."""


class FormError(KnownError):
    """A form could not be read; the message names every problem found."""


class DocumentError(KnownError):
    """A Word document could not be made, written or opened."""


class SignedTemplateUnusable(DocumentError):
    """The Word template that a plan was signed with is lost or damaged; today's may be used instead."""

    def __init__(self) -> None:
        super().__init__(
            "Den Word-skabelon, som planen blev underskrevet med, mangler eller kan ikke bruges. "
            "Hent en backup, eller lav planen med den skabelon, der bruges i dag."
        )
