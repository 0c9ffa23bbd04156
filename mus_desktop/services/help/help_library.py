"""All pages of the help, and the search in them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from mus_desktop import paths
from mus_desktop.errors import KnownError
from mus_desktop.model.help.help_page import HelpPage, read_help_page
from mus_desktop.model.text import matches_search, starts_with_search

CONTENTS = "contents.toml"
_MISSING = "Hjælpen kan ikke vises, for noget af den mangler på pc'en. Installér programmet igen."


class HelpLibrary:
    """The pages in reading order.

    :param folder: the folder of the pages, by default the shipped one.
    :raises KnownError: a page is missing or damaged.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or paths.resources() / "help"
        try:
            self.pages = tuple(_read_pages(self.folder))
        except (OSError, ValueError, KeyError) as error:
            raise KnownError(_MISSING) from error
        self._by_key = {page.key: page for page in self.pages}

    def page(self, key: str) -> HelpPage | None:
        """Return the page ``key``; ``None`` if there is none."""
        return self._by_key.get(key)

    def search(self, text: str) -> tuple[HelpPage, ...]:
        """Return the pages that contain every word of ``text``, those with a matching title first.

        Accents make no difference, and æ, ø and å may be typed as ae, oe and aa.
        """
        found = [page for page in self.pages if matches_search(text, page.title, page.words, page.text)]
        return tuple(sorted(found, key=lambda page: _rank(page, text)))


def _rank(page: HelpPage, text: str) -> int:
    if starts_with_search(text, page.title) or matches_search(text, page.title):
        return 0
    return 1 if matches_search(text, page.title, page.words) else 2


def _read_pages(folder: Path) -> Iterator[HelpPage]:
    contents = tomllib.loads((folder / CONTENTS).read_text("utf-8"))
    for chapter in contents["chapter"]:
        for key in chapter["pages"]:
            yield read_help_page(key, chapter["title"], (folder / f"{key}.md").read_text("utf-8"))
