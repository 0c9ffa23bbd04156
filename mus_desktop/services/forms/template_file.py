"""Reading the Word template of a form from its folder."""

from __future__ import annotations

from pathlib import Path

from mus_desktop.documents.untrusted.refusals import TEMPLATE_TOO_LARGE, TEMPLATE_UNREADABLE
from mus_desktop.errors import DocumentError
from mus_desktop.limited_reading import FileTooLarge, read_limited

_MAX_BYTES = 20_000_000


def read_template(path: Path) -> bytes | None:
    """Return the bytes of the Word template at ``path``, ``None`` if there is none.

    :raises DocumentError: the file cannot be read, or is larger than any template.
    """
    if not path.is_file():
        return None
    try:
        return read_limited(path, _MAX_BYTES)
    except FileTooLarge as error:
        raise DocumentError(TEMPLATE_TOO_LARGE) from error
    except OSError as error:
        raise DocumentError(TEMPLATE_UNREADABLE) from error
