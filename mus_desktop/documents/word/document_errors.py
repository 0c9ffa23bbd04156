"""Why a document could not be written or read, each with what to do now."""

from __future__ import annotations

import errno
from pathlib import Path

from mus_desktop.errors import DocumentError

_WORD_SUFFIXES = frozenset({".docx", ".docm", ".doc", ".dotx", ".dotm", ".odt", ".rtf"})
_DISK_FULL_ERRORS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_READ_ONLY_ERRORS = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_MISSING_ERRORS = frozenset({errno.ENOENT, errno.ENOTDIR})
_AWAY_ERRORS = frozenset(
    {errno.EHOSTDOWN, errno.EHOSTUNREACH, errno.ENETDOWN, errno.ENETUNREACH, errno.ENOTCONN, errno.ESTALE}
    | {errno.ETIMEDOUT, errno.ENODEV}
)
_AWAY_ERRORS_OF_WINDOWS = frozenset({54, 55, 59, 64, 121, 1167, 1222, 1231})
"""Windows' own numbers for a network that fails; as ``errno`` they would only say that an argument is not valid."""


class TargetOpen(DocumentError):
    """The file is open in Word, or in another program if it is no document, and cannot be replaced now."""

    def __init__(self, path: Path) -> None:
        in_word = path.suffix.lower() in _WORD_SUFFIXES
        super().__init__(
            f"»{path.name}« er åbent i Word. "
            "Luk dokumentet, og prøv igen, eller gem det ved siden af under et nyt navn."
            if in_word
            else f"»{path.name}« er åben i et andet program. Luk filen dér, og prøv igen, eller gem under et nyt navn."
        )


class TargetEdited(DocumentError):
    """The document was changed outside the program since it was written, or was never the program's."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"»{path.name}« er rettet eller lagt her uden om programmet og bliver ikke overskrevet. "
            "Behold filen, eller gem dokumentet ved siden af under et nyt navn."
        )


class FolderReadOnly(DocumentError):
    """The program may not write in the folder."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"Der kan ikke gemmes i mappen »{path.parent}«. Vælg en anden mappe.")


class FolderMissing(DocumentError):
    """The folder does not exist (a share that is gone, a removed drive)."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"Mappen »{path.parent}« findes ikke længere. Vælg en anden mappe.")


class DiskFull(DocumentError):
    """The disk has no room for the document."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"Der er ikke plads til dokumentet i mappen »{path.parent}«. Gør plads, eller vælg en anden mappe."
        )


class NotWritten(DocumentError):
    """The document could not be written for an unknown reason."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"»{path.name}« kunne ikke gemmes. Prøv igen, eller vælg en anden mappe.")


class StoredWrongly(DocumentError):
    """The disk reported the document as written, but it is not there as it was written."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"»{path.name}« blev ikke gemt rigtigt i mappen »{path.parent}«, som har en fejl. Vælg en anden mappe."
        )


class NotResponding(DocumentError):
    """The folder is on a drive that does not answer; the document may or may not have been written."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"Mappen »{path.parent}« svarer ikke. Prøv igen, eller vælg en anden mappe.")


class Cancelled(DocumentError):
    """The user did not want to wait for the drive any longer."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"Afbrudt, mens der blev ventet på mappen »{path.parent}«.")


class Unreadable(DocumentError):
    """A document could not be read."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"»{path.name}« kunne ikke læses. Luk den i Word, og prøv igen.")


def document_error(error: OSError, path: Path) -> DocumentError:
    """Return the error to show for an error of the system."""
    if error.errno in _DISK_FULL_ERRORS:
        return DiskFull(path)
    if error.errno in _READ_ONLY_ERRORS:
        return FolderReadOnly(path)
    if error.errno in _MISSING_ERRORS:
        return FolderMissing(path)
    if error.errno in _AWAY_ERRORS or getattr(error, "winerror", None) in _AWAY_ERRORS_OF_WINDOWS:
        return NotResponding(path)
    return NotWritten(path)
