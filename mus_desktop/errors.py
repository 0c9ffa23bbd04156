"""Errors whose message is shown to the leader, separate from mistakes in the program.

A :class:`KnownError` is a foreseen situation: its message is one or two Danish sentences that say what happened and
what to do now, and it is shown unchanged. Any other exception is a bug and is shown with details that can be copied.
"""

from __future__ import annotations


class KnownError(Exception):
    """A foreseen error; ``str(error)`` is a Danish sentence for the user.

    :param message: what happened and what to do now, in Danish, without technical words.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class StorageError(KnownError):
    """The database could not be opened, read or written."""


class DataUnusable(StorageError):
    """The database or its key file is damaged, empty or incomplete; a backup can replace it."""


class UnreadableValue(DataUnusable, ValueError):
    """A value in the database is damaged: it is not a valid text, date or choice. The rest can be read."""

    def __init__(self) -> None:
        super().__init__(
            "Noget af det, der skulle vises, er beskadiget og kan ikke læses. Resten kan bruges. "
            "Gendan fra en backup for at få det igen."
        )


class AlreadyOpen(StorageError):
    """Another window, or a command, has the database open."""


class PasswordNeeded(StorageError):
    """The database is encrypted and no key was given; ask for the password."""


class WrongPassword(StorageError):
    """The password or recovery code does not open the database; nothing was read."""


class SaveFailed(StorageError):
    """The user's input could not be stored; the caller still holds it and may try again."""


class PlanClosed(StorageError):
    """A signed plan does not allow the change; nothing was stored, and a retry would not help."""


class AnswersRefused(StorageError):
    """Some of the changes do not fit the form; nothing was stored, and a retry would not help until they are edited.

    ``fields`` holds the keys of the refused fields; the message names them by their titles.
    """

    def __init__(self, message: str, fields: frozenset[str]) -> None:
        super().__init__(message)
        self.fields = fields


class FormError(KnownError):
    """A form could not be read; the message names every problem found."""


class DocumentError(KnownError):
    """A Word document could not be created, written or opened."""


class DocumentFolderMoved(DocumentError):
    """The data were moved or copied since the folder for documents was chosen; ask which one to use."""

    def __init__(self) -> None:
        super().__init__(
            "Dine data er flyttet eller kopieret hertil. Åbn programmet, og vælg, hvor Word-dokumenterne skal ligge."
        )


class SignedTemplateUnusable(DocumentError):
    """The Word template a plan was signed with is missing or damaged; the current one may be used instead."""

    def __init__(self) -> None:
        super().__init__(
            "Den Word-skabelon, som planen blev underskrevet med, mangler eller kan ikke bruges. "
            "Gendan fra en backup, eller lav planen med den skabelon, der bruges i dag."
        )
