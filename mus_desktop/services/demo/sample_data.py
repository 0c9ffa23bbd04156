"""The sample data that a leader can try the program with: a database of their own folder, filled and removed whole.

The folder lies in the leader's data folder, where a database may be, and holds everything that is made while trying:
the database, its Word documents, and what else the program stores beside a database. It gets its name when it is
complete and loses it before anything in it is removed, so that a kill at any point leaves the folder whole, or remains
under another name that the next start removes. The leader's own files are never opened.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from logging import getLogger
from pathlib import Path

from mus_desktop import file_changes, paths
from mus_desktop.errors import AlreadyOpen, DataUnusable, KnownError
from mus_desktop.services.demo.sample_workplace import SampleWorkplace
from mus_desktop.services.demo.story import Story, read_story
from mus_desktop.services.demo.story_import import import_story
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.database.private_files import make_private_folder

_log = getLogger(__name__)
_TIME = time(8, 30)
_NOT_MADE = "Eksempeldata kunne ikke gøres klar. Se efter, om der er plads på disken, og prøv igen."
_IN_USE = (
    "Eksempeldata kunne ikke fjernes, fordi en af filerne er åben. Luk de Word-planer, du har lavet med eksempeldata, "
    "vælg Hjælp › Prøv med eksempeldata, og fjern dem igen."
)


class SampleData:
    """The sample data beside the database in ``data_folder``, if there are any.

    While they are made or cleaned up, the caller has the leader's database open, so that no other window does the same.
    """

    def __init__(self, data_folder: Path, forms: Path | None = None) -> None:
        self.folder = data_folder / paths.SAMPLE_FOLDER
        self._forms = forms or paths.forms()

    @property
    def exist(self) -> bool:
        """Whether there are sample data."""
        return self.folder.is_dir()

    def prepare(self) -> None:
        """Make the sample data unless there are some that can be opened. :raises KnownError: it is not possible."""
        if self.exist:
            try:
                self._open(self.folder, datetime.now).close()
            except AlreadyOpen:  # in another window, which is shown then
                return
            except DataUnusable:
                self.remove()
            else:
                return
        self._make()

    def open(self, clock: Callable[[], datetime]) -> SampleWorkplace:
        """Open the sample data; ``clock`` is from :meth:`clock`. :raises KnownError: it is not possible."""
        return self._open(self.folder, clock)

    def clock(self, now: Callable[[], datetime]) -> Callable[[], datetime]:
        """Return a clock with the time of ``now``, that starts on the day the sample data are about.

        On another day all of it would be overdue.
        """
        ahead = self._day() - now().date()
        return lambda: now() + ahead

    def remove(self) -> None:
        """Remove the sample data, with the documents made from them; without effect if there are none.

        :raises KnownError: another program has one of the files open; nothing is removed then.
        """
        remains = self._other_name("fjernes")
        try:
            file_changes.rename_folder(self.folder, remains)
        except FileNotFoundError:
            return
        except OSError as error:
            raise KnownError(_IN_USE) from error
        _remove_tree(remains)

    def clean_up(self) -> None:
        """Remove what an interrupted :meth:`prepare` or :meth:`remove` has left. Raises nothing."""
        for remains in remains_in(self.folder.parent):
            _remove_tree(remains)

    def _make(self) -> None:
        self.clean_up()
        draft = self._other_name("laves")
        try:
            make_private_folder(draft)
            story = self._story()
            workplace = self._open(draft, lambda: datetime.combine(story.today, _TIME))
            try:
                import_story(story, workplace)
            finally:
                workplace.close()
            file_changes.rename_folder(draft, self.folder)
        except OSError as error:
            raise KnownError(_NOT_MADE) from error
        finally:
            _remove_tree(draft)

    def _open(self, folder: Path, now: Callable[[], datetime]) -> SampleWorkplace:
        database = Database.open(folder / paths.DATABASE_NAME)
        try:
            workplace = SampleWorkplace(database, self._forms, now)
            workplace.complete_upgrade()
        except BaseException:
            database.close()
            raise
        return workplace

    def _story(self) -> Story:
        return read_story(paths.resources() / "demo")

    def _day(self) -> date:
        return self._story().today

    def _other_name(self, purpose: str) -> Path:
        return self.folder.with_name(f"{paths.SAMPLE_FOLDER}-{purpose}-{secrets.token_hex(4)}")


def remains_in(data_folder: Path) -> Iterator[Path]:
    """Yield the folders of sample data that are not complete, or being removed."""
    return data_folder.glob(f"{paths.SAMPLE_FOLDER}-*-*")


def _remove_tree(folder: Path) -> None:
    """Remove ``folder`` as far as possible; the next start tries again."""
    try:
        file_changes.remove_tree(folder)
    except OSError as error:
        _log.info("remains of the sample data cannot be removed: %s", type(error).__name__)
