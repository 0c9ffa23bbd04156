"""Files as a database needs them: private from the first byte, whole before they get their name, really on the disk."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISREG

SCRATCH = "mus-"
"""How the names of the folders begin that :func:`scratch_folder` makes; the process comes next."""
_CHUNK = 1 << 20


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
    import tempfile  # noqa: PLC0415 - most starts need none

    with tempfile.TemporaryDirectory(prefix=f"{SCRATCH}{os.getpid()}-", dir=among) as folder:
        yield Path(folder)


def make_private_draft(path: Path) -> Path:
    """An empty private file beside ``path``, to be finished there and then given its name by :func:`publish`."""
    import tempfile  # noqa: PLC0415 - no draft is made on the way to the first window

    handle, name = tempfile.mkstemp(prefix=f"{path.name}.", suffix=".new", dir=path.parent)
    os.close(handle)
    return Path(name)


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
        draft.unlink(missing_ok=True)


def wipe(path: Path) -> None:
    """Overwrite a file and remove it. On a magnetic disk nothing is left; what an SSD keeps, only encryption hides.

    What has another name too, or lies behind a link, is not overwritten. A folder is left as it is. Raises ``OSError``.
    """
    with suppress(FileNotFoundError):
        known = path.lstat()
        if S_ISREG(known.st_mode) and known.st_nlink == 1:
            _overwrite(path)
        path.unlink()


def _overwrite(path: Path) -> None:
    left = path.stat().st_size
    with path.open("rb+") as file:
        while left > 0:
            left -= file.write(bytes(min(left, _CHUNK)))
        file.flush()
        os.fsync(file.fileno())


def flush_to_disk(path: Path) -> None:
    """Wait until what was written to ``path`` is on the disk itself."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Wait until new names in ``folder`` are on the disk, where the system can (Windows cannot)."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
