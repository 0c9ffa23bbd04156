"""Files as a database needs them: private from creation, complete before they are named, flushed to the disk.

Windows ignores the modes: files have the rights of their folder there; see :mod:`.folder_access`.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mus_desktop import drafts, file_changes
from mus_desktop.drafts import flush_folder as flush_folder  # noqa: PLC0414 - the disk is this module's subject
from mus_desktop.drafts import wipe as wipe  # noqa: PLC0414

SCRATCH_PREFIX = "mus-"
"""The start of the names of folders made by :func:`scratch_folder`; the process id follows."""


def make_private_file(path: Path) -> None:
    """Create an empty file that only the user can read; ``FileExistsError`` if it exists."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def make_private_folder(path: Path) -> None:
    """Create ``path`` and every missing parent folder, accessible to the user only.

    Their names are flushed to the disk: content saved in a folder is lost if a power cut takes the folder's name.
    """
    if not path.is_dir():
        if path != path.parent:  # a drive that is gone has no parent, and its creation fails
            make_private_folder(path.parent)
        path.mkdir(mode=0o700, exist_ok=True)
        flush_folder(path.parent)


@contextmanager
def scratch_folder(parent: Path | None = None) -> Iterator[Path]:
    """Yield a temporary private folder. After a kill the next start removes it; no other process touches it before.

    :param parent: the parent folder, next to the data; by default the system's temporary one, for encrypted content.
    """
    if parent is None:
        parent = Path(tempfile.gettempdir())
    folder = parent / f"{SCRATCH_PREFIX}{os.getpid()}-{os.urandom(6).hex()}"
    folder.mkdir(mode=0o700)
    try:
        drafts.add_marker(folder)
        yield folder
    finally:
        with suppress(OSError):  # a file in it is open; the next start removes it
            drafts.remove(folder)


def make_private_draft(path: Path) -> Path:
    """Create an empty private file in a marked folder next to ``path``, to be completed there and then named.

    :func:`publish` or ``replace`` names it; :func:`discard_draft` must follow in either case.
    """
    folder = drafts.make_folder(path.parent)
    draft = folder / path.name
    make_private_file(draft)
    return draft


def discard_draft(draft: Path, *, overwrite: bool = False) -> None:
    """Remove the folder of a draft, and the file in it unless it was moved to its final path.

    Files that cannot be removed now are removed at the next start.

    :param overwrite: overwrite the file first, because its content is not encrypted.
    """
    with suppress(OSError):
        drafts.remove(draft.parent, overwrite=overwrite)


def publish(draft: Path, path: Path) -> None:
    """Give a finished draft its name; ``FileExistsError`` if the name was taken in the meantime."""
    flush_to_disk(draft)
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if path.exists():
            raise FileExistsError(path) from None
        file_changes.rename(draft, path)
    else:
        file_changes.remove_file(draft)
    flush_folder(path.parent)


def same_file_check(path: Path) -> Callable[[], bool]:
    """Return a function that tests whether ``path`` is still the same file. Windows cannot move an open file."""
    if os.name != "posix":
        return lambda: True
    known = path.stat()

    def is_same_file() -> bool:
        try:
            now = path.stat()
        except FileNotFoundError:
            return False
        except OSError:  # reading or writing will report the disk error
            return True
        return (now.st_dev, now.st_ino) == (known.st_dev, known.st_ino)

    return is_same_file


def write_new(path: Path, content: bytes) -> None:
    """Write a private file that does not exist yet; ``FileExistsError`` if it does.

    A kill leaves an incomplete file of that name, but no draft elsewhere: for readable content, in a folder where the
    next start does not look for drafts.
    """
    make_private_file(path)
    try:
        with file_changes.open_again(path, "wb") as file:
            file.write(content)
        flush_to_disk(path)
    except OSError:
        with suppress(OSError):
            file_changes.remove_file(path)
        raise
    flush_folder(path.parent)


def write_atomically(path: Path, content: bytes) -> None:
    """Write a private file atomically: afterwards it is complete, or as it was before."""
    draft = make_private_draft(path)
    try:
        with file_changes.open_again(draft, "wb") as file:
            file.write(content)
        flush_to_disk(draft)
        file_changes.replace(draft, path)
        flush_folder(path.parent)
    finally:
        discard_draft(draft)


@contextmanager
def wiped_afterwards(path: Path) -> Iterator[None]:
    """Overwrite and remove the file ``path`` at the end; if the work failed, that error is raised and no other."""
    try:
        yield
    except BaseException:
        with suppress(OSError):  # the folder of the draft is removed too, now or at the next start
            wipe(path)
        raise
    wipe(path)


def flush_to_disk(path: Path) -> None:
    """Wait until the content of ``path`` is flushed to the disk."""
    with file_changes.open_again(path, "rb+") as file:
        os.fsync(file.fileno())
