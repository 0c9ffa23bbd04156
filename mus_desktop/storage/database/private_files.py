"""Files as a database needs them: private from the first byte, whole before they get their name, really on the disk."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mus_desktop import drafts
from mus_desktop.drafts import flush_folder as flush_folder  # noqa: PLC0414 - the disk is this module's subject
from mus_desktop.drafts import wipe as wipe  # noqa: PLC0414

SCRATCH = "mus-"
"""How the names of the folders begin that :func:`scratch_folder` makes; the process comes next."""


def make_private_file(path: Path) -> None:
    """Make an empty file that only the user can read; ``FileExistsError`` if there is one."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def make_private_folder(path: Path) -> None:
    """Make ``path`` if there is none, and every missing folder above it, so that only the user can look in.

    Their names are then on the disk: what is saved in a folder whose name a power cut takes is gone.
    """
    if not path.is_dir():
        make_private_folder(path.parent)
        path.mkdir(mode=0o700, exist_ok=True)
        flush_folder(path.parent)


@contextmanager
def scratch_folder(among: Path | None = None) -> Iterator[Path]:
    """A private folder for the moment. If the program is killed, the next clears it; no other touches it till then.

    :param among: the folder with the data; by default the system's temporary one, for what is encrypted only.
    """
    if among is None:
        import tempfile  # noqa: PLC0415 - most starts need none

        among = Path(tempfile.gettempdir())
    folder = among / f"{SCRATCH}{os.getpid()}-{os.urandom(6).hex()}"
    folder.mkdir(mode=0o700)
    try:
        drafts.mark(folder)
        yield folder
    finally:
        with suppress(OSError):  # somebody has a file in it open; it goes at the next start
            drafts.remove(folder)


def make_private_draft(path: Path) -> Path:
    """An empty private file in a marked folder beside ``path``, to be finished there and then given its name.

    :func:`publish` or ``replace`` gives it the name; :func:`discard_draft` must follow in either case.
    """
    folder = drafts.make_folder(path.parent)
    draft = folder / path.name
    make_private_file(draft)
    return draft


def discard_draft(draft: Path, *, overwritten: bool = False) -> None:
    """Remove what is left of a draft: its folder, and the file itself unless it has got its name.

    What cannot be removed now goes at the next start.

    :param overwritten: overwrite it first, because it can be read.
    """
    with suppress(OSError):
        drafts.remove(draft.parent, overwritten=overwritten)


def publish(draft: Path, path: Path) -> None:
    """Give a finished draft its name; ``FileExistsError`` if somebody took the name in the meantime."""
    flush_to_disk(draft)
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if path.exists():
            raise FileExistsError(path) from None
        draft.rename(path)
    else:
        draft.unlink()
    flush_folder(path.parent)


def still_there(path: Path) -> Callable[[], bool]:
    """Says, whenever it is asked, whether ``path`` is still the file it is now. Windows moves no file that is open."""
    if os.name != "posix":
        return lambda: True
    known = path.stat()

    def ask() -> bool:
        try:
            now = path.stat()
        except FileNotFoundError:
            return False
        except OSError:  # the disk will say itself what is wrong
            return True
        return (now.st_dev, now.st_ino) == (known.st_dev, known.st_ino)

    return ask


def write_whole(path: Path, content: bytes) -> None:
    """Write a private file that is there whole, or as it was before; the old one is replaced."""
    draft = make_private_draft(path)
    try:
        draft.write_bytes(content)
        flush_to_disk(draft)
        draft.replace(path)
        flush_folder(path.parent)
    finally:
        discard_draft(draft)


def flush_to_disk(path: Path) -> None:
    """Wait until what was written to ``path`` is on the disk itself."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
