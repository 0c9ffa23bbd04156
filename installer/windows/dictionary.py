"""The Danish dictionary inside the program: the files of Debian's package ``hunspell-da``, checked by SHA-256.

On Debian the program uses the installed package itself.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from installer.windows.failure import BuildFailed
from installer.windows.inputs import dictionary_files, sha256_of

DEBIAN_FOLDER = Path("/usr/share/hunspell")


def copy_dictionary(folder: Path, source: Path = DEBIAN_FOLDER) -> None:
    """Copy the pinned dictionary into the new ``folder``. :raises BuildFailed: it is not the pinned one."""
    folder.mkdir(parents=True)
    for name, expected in dictionary_files().items():
        if not (source / name).is_file():
            raise BuildFailed(f"{source / name} is missing; see installer/debian-packages.sh.")
        shutil.copyfile(source / name, folder / name)
        if sha256_of(folder / name) != expected:
            raise BuildFailed(f"{source / name} is not the file that inputs.toml names: is this Debian 12?")
