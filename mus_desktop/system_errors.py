"""The meaning of an error of the operating system to a user, in one table. Outside the layers.

Windows has many more numbers than ``errno``: a share that is gone is ``EINVAL`` there, and a file that another program
has open is ``EACCES``, as are missing rights. Its own number, ``winerror``, therefore decides where there is one.
"""

from __future__ import annotations

import errno
import os
import sys
from enum import Enum, auto
from pathlib import Path

from mus_desktop.windows_call import windows_call

_UNKNOWN_TO_LIBRARY = (232, 267)  # ERROR_NO_DATA, ERROR_DIRECTORY
_MAX_PATH = 259  # MAX_PATH without the NUL at its end


class DiskProblem(Enum):
    """What is wrong with a file, a folder or the disk that holds it."""

    FULL = auto()
    """The disk, or the user's share of it, has no room."""
    DENIED = auto()
    """The user may not write or read there, or the disk is write-protected."""
    IN_USE = auto()
    """Another program has the file open."""
    NOT_READY = auto()
    """A drive without a disk, or one that was unplugged."""
    MISSING = auto()
    UNREACHABLE = auto()
    """A share, or the whole network, does not answer."""
    NO_SUCH_SHARE = auto()
    """The network answers, but knows no computer or share of that name."""
    NOT_LOGGED_IN = auto()
    """The share wants a user name and password, or refuses those it was given."""
    NOT_A_FOLDER = auto()
    """A file where a folder should be."""
    NAME_TOO_LONG = auto()
    BAD_NAME = auto()
    """A name with characters that the system does not allow."""
    LINK_LOOP = auto()
    """A link that leads back to itself."""
    DAMAGED_DEVICE = auto()
    """The disk, or the wire to it, fails."""
    OTHER = auto()


_PROBLEMS = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), DiskProblem.FULL),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), DiskProblem.DENIED),
    **dict.fromkeys((errno.EBUSY, errno.ETXTBSY), DiskProblem.IN_USE),
    **dict.fromkeys((errno.ENODEV, errno.ENXIO), DiskProblem.NOT_READY),
    errno.ENOENT: DiskProblem.MISSING,
    **dict.fromkeys((errno.EHOSTDOWN, errno.EHOSTUNREACH, errno.ENETDOWN, errno.ENETUNREACH), DiskProblem.UNREACHABLE),
    **dict.fromkeys((errno.ENOTCONN, errno.ESTALE, errno.ETIMEDOUT), DiskProblem.UNREACHABLE),
    errno.ENOTDIR: DiskProblem.NOT_A_FOLDER,
    errno.ENAMETOOLONG: DiskProblem.NAME_TOO_LONG,
    errno.ELOOP: DiskProblem.LINK_LOOP,
    errno.EIO: DiskProblem.DAMAGED_DEVICE,
}

# https://learn.microsoft.com/windows/win32/debug/system-error-codes
_WINDOWS_PROBLEMS = {
    **dict.fromkeys((39, 112, 1295), DiskProblem.FULL),
    **dict.fromkeys((5, 19, 65, 395, 1314), DiskProblem.DENIED),  # access denied, write-protected, no right
    **dict.fromkeys((32, 33, 170, 391, 1224), DiskProblem.IN_USE),
    **dict.fromkeys((15, 20, 21, 1110, 1112, 1167), DiskProblem.NOT_READY),  # no drive, no disk in it, unplugged
    **dict.fromkeys((2, 3), DiskProblem.MISSING),
    **dict.fromkeys((51, 54, 55, 58, 59, 64, 121, 1222, 1225, 1231, 1232, 1236, 2250), DiskProblem.UNREACHABLE),
    **dict.fromkeys((53, 67, 1203), DiskProblem.NO_SUCH_SHARE),
    # Wrong or expired password, locked account, another user logged in to the same server, no server to ask.
    **dict.fromkeys(
        (86, 386, 1219, 1244, 1311, 1326, 1327, 1328, 1330, 1331, 1385, 1396, 1907, 1909, 2202),
        DiskProblem.NOT_LOGGED_IN,
    ),
    267: DiskProblem.NOT_A_FOLDER,
    **dict.fromkeys((111, 206), DiskProblem.NAME_TOO_LONG),
    **dict.fromkeys((123, 161), DiskProblem.BAD_NAME),
    1921: DiskProblem.LINK_LOOP,
    **dict.fromkeys((23, 25, 26, 27, 29, 30, 31, 483, 1117, 1392, 1393), DiskProblem.DAMAGED_DEVICE),
    # A file in the cloud that cannot be fetched now.
    **dict.fromkeys((362, 388, 389, 393, 398, 404, 426), DiskProblem.UNREACHABLE),
}


_EXPLANATIONS = {
    DiskProblem.FULL: ("Der er ikke plads på {}", "Gør plads"),
    DiskProblem.DENIED: ("Du har ikke adgang til {}", "Vælg et sted, du må skrive"),
    DiskProblem.IN_USE: ("Et andet program bruger lige nu {}", "Luk det, eller vent lidt"),
    DiskProblem.NOT_READY: ("Drevet med {} er ikke klar", "Kontrollér, at det er sat i"),
    DiskProblem.MISSING: ("{} findes ikke", "Kontrollér drevet"),
    DiskProblem.UNREACHABLE: ("Netværksdrevet med {} svarer ikke", "Kontrollér forbindelsen til netværket"),
    DiskProblem.NO_SUCH_SHARE: ("{} findes ikke på netværket", "Kontrollér navnet og forbindelsen"),
    DiskProblem.NOT_LOGGED_IN: ("Du er ikke logget på netværksdrevet med {}", "Åbn det i Stifinder, log på dér"),
    DiskProblem.NOT_A_FOLDER: ("En del af {} er en fil og ikke en mappe", "Vælg en mappe"),
    DiskProblem.NAME_TOO_LONG: ("Navnet {} er for langt", "Vælg en mappe tættere på toppen af drevet"),
    DiskProblem.BAD_NAME: ("Navnet {} har tegn, der ikke må bruges", "Vælg et andet navn"),
    DiskProblem.LINK_LOOP: ("Genvejen {} peger på sig selv", "Vælg en rigtig mappe"),
    DiskProblem.DAMAGED_DEVICE: ("Drevet med {} svarer med en fejl", "Kontrollér drevet"),
    DiskProblem.OTHER: ("{} kan ikke bruges lige nu", "Kontrollér drevet"),
}


def what_happened(problem: DiskProblem, place: object) -> str:
    """Return a Danish sentence without its full stop: the problem at ``place``, a folder or a file."""
    return _EXPLANATIONS[problem][0].format(place)


def what_to_do(problem: DiskProblem) -> str:
    """Return a Danish clause, which a comma and *og prøv igen* may follow."""
    return _EXPLANATIONS[problem][1]


def explanation(problem: DiskProblem, place: object) -> str:
    """Return two Danish sentences: the problem at ``place``, and what the user may do."""
    return f"{what_happened(problem, place)}. {what_to_do(problem)}, og prøv igen."


def problem_of(error: OSError) -> DiskProblem:
    """Return the meaning of ``error``; ask soon after it was raised, see :func:`windows_number`."""
    return problem_of_numbers(error.errno or 0, windows_number(error))


def problem_at(error: OSError, path: Path) -> DiskProblem:
    """Return the meaning of ``error`` in an operation on ``path``.

    Windows reports a path through a file, and one that is too long, as a path that does not exist.
    """
    problem = problem_of(error)
    if problem is DiskProblem.MISSING:
        if has_file_as_folder(path):
            return DiskProblem.NOT_A_FOLDER
        if is_too_long(path):
            return DiskProblem.NAME_TOO_LONG
    return problem


def has_file_as_folder(path: Path) -> bool:
    """Return whether one of the folders above ``path`` is a file; none of them may be on a share that hangs."""
    return next((not parent.is_dir() for parent in path.parents if os.path.lexists(parent)), False)


def is_too_long(path: Path) -> bool:
    """Return whether Windows refuses ``path`` for its length, because long paths are not enabled for the program."""
    limit = path_limit()
    return limit is not None and len(str(path).encode("utf-16-le", "surrogatepass")) // 2 > limit


def path_limit() -> int | None:
    """Return the longest path that the system takes, in UTF-16 units; ``None`` for no limit of this kind."""
    return _MAX_PATH if sys.platform == "win32" and not _long_paths_are_enabled() else None


def problem_of_numbers(number: int, of_windows: int | None) -> DiskProblem:
    """Return the meaning of an ``errno`` and of Windows' own number, ``None`` on other systems."""
    found = None if of_windows is None else _WINDOWS_PROBLEMS.get(of_windows)
    return found or _PROBLEMS.get(number, DiskProblem.OTHER)


def windows_number(error: OSError) -> int | None:
    """Return Windows' own number of ``error``; ``None`` if there is none.

    An error in opening, reading or writing carries only ``errno``: Python calls the C library for these, which stores
    the number until this thread's next error.
    """
    number: int | None = getattr(error, "winerror", None)
    if number is None and sys.platform == "win32":
        return _number_in_c_library(error)
    return number


def _long_paths_are_enabled() -> bool:
    try:
        return bool(windows_call("ntdll", "RtlAreLongPathsEnabled") & 0xFF)  # a BOOLEAN is one byte
    except AttributeError:  # wine has no limit either
        return True


def _number_in_c_library(error: OSError) -> int | None:
    import ctypes  # noqa: PLC0415 - Windows only

    number = ctypes.c_ulong()
    if windows_call("ucrtbase", "_get_doserrno", ctypes.byref(number)) != 0:
        return None
    # A number with another ``errno`` belongs to another error. Python knows two numbers that the library does not.
    of_number = errno.EINVAL if number.value in _UNKNOWN_TO_LIBRARY else OSError(0, "", None, number.value).errno
    return number.value if of_number == error.errno else None
