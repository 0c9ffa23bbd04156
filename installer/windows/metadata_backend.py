"""Stands in for ``setuptools.build_meta`` while pip downloads a source archive, so that no ``setup.py`` runs.

pip prepares the metadata of every archive that it downloads, which runs the archive's own ``setup.py``. The archives
with Python inside need none of that: their metadata is already written in ``PKG-INFO``.
"""

from __future__ import annotations

import sys
from email.parser import HeaderParser
from pathlib import Path


def get_requires_for_build_wheel(config_settings: object = None) -> list[str]:  # noqa: ARG001 - named by pip
    """Return no requirements."""
    return []


def prepare_metadata_for_build_wheel(metadata_directory: str, config_settings: object = None) -> str:  # noqa: ARG001
    """Copy the archive's own ``PKG-INFO`` as the metadata, and return the name of the folder with it."""
    information = Path("PKG-INFO").read_text("utf-8")
    headers = HeaderParser().parsestr(information)
    folder = Path(metadata_directory, f"{headers['Name'].replace('-', '_')}-{headers['Version']}.dist-info")
    folder.mkdir()
    folder.joinpath("METADATA").write_text(information, "utf-8")
    return folder.name


# The name by which pip asks for the backend of an archive without pyproject.toml.
__legacy__ = sys.modules[__name__]
