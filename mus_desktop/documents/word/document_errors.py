"""Why a document could not be written or read, each with what to do now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import ClassVar

from mus_desktop.errors import DocumentError
from mus_desktop.system_errors import DiskProblem, problem_at, what_happened, what_to_do

_WORD_SUFFIXES = frozenset({".docx", ".docm", ".doc", ".dotx", ".dotm", ".odt", ".rtf"})


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


class PlaceUnusable(DocumentError):
    """Nothing can be written in the folder; each subclass has one reason, and the subprocess reports its name."""

    problem: ClassVar[DiskProblem]

    def __init__(self, path: Path) -> None:
        happened, advice = what_happened(self.problem, f"»{path.parent}«"), what_to_do(self.problem)
        super().__init__(f"{happened}. {advice}, eller vælg en anden mappe.")


class DriveNotReady(PlaceUnusable):
    """The folder is on a drive without a disk, or one that was unplugged."""

    problem = DiskProblem.NOT_READY


class ShareUnknown(PlaceUnusable):
    """The network knows no computer or share of that name."""

    problem = DiskProblem.NO_SUCH_SHARE


class ShareNeedsLogin(PlaceUnusable):
    """The share does not accept the user, or does not know who it is."""

    problem = DiskProblem.NOT_LOGGED_IN


class FolderIsFile(PlaceUnusable):
    """A part of the path of the folder is a file."""

    problem = DiskProblem.NOT_A_FOLDER


class PathTooLong(PlaceUnusable):
    """The path of the document is longer than Windows allows."""

    problem = DiskProblem.NAME_TOO_LONG


_ERRORS: Mapping[DiskProblem, Callable[[Path], DocumentError]] = {
    DiskProblem.FULL: DiskFull,
    DiskProblem.DENIED: FolderReadOnly,
    DiskProblem.IN_USE: TargetOpen,
    DiskProblem.MISSING: FolderMissing,
    DiskProblem.UNREACHABLE: NotResponding,
    **{one.problem: one for one in (DriveNotReady, ShareUnknown, ShareNeedsLogin, FolderIsFile, PathTooLong)},
}


def document_error(error: OSError, path: Path) -> DocumentError:
    """Return the error to show for an error of the system."""
    return _ERRORS.get(problem_at(error, path), NotWritten)(path)
