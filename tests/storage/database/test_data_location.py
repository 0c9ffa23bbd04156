from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from mus_desktop import app, paths, system_errors
from mus_desktop.errors import StorageError
from mus_desktop.storage.backup import backup_file
from mus_desktop.storage.database import data_location, engine
from mus_desktop.storage.database.connection import Database
from mus_desktop.storage.database.data_location import PosixSystem, refuse_unsafe_location
from tests.systems import links, posix_only, windows_only


@dataclass
class Faked:
    """What a system would answer."""

    remote: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    policy_file: Path = Path("/nowhere/policy.toml")
    libraries: tuple[str, ...] = ()

    def is_remote(self, folder: Path) -> bool:
        return any(Path(start).absolute() in (folder, *folder.parents) for start in self.remote)

    def environment_variables(self) -> Mapping[str, str]:
        return self.environment

    def synced_folders(self) -> Iterator[str]:
        return iter(self.libraries)

    def policy_path(self) -> Path:
        return self.policy_file


@pytest.mark.parametrize(
    ("folder", "system", "reason"),
    [
        ("/mnt/h/MUS", Faked(remote=("/mnt/h",)), "netværksdrev"),
        ("/home/mette/Sky/MUS", Faked(environment={"OneDriveCommercial": "/home/mette/Sky"}), "synkroniseret"),
        ("/home/mette/OneDrive - Ærø Kommune/MUS", Faked(), "synkroniseret"),
        ("/home/mette/Dropbox/MUS", Faked(), "synkroniseret"),
        ("/home/mette/Google Drive/MUS", Faked(), "synkroniseret"),
        ("/home/mette/iCloudDrive/MUS", Faked(), "synkroniseret"),
        ("/home/mette/Nextcloud/MUS", Faked(), "synkroniseret"),
        ("/home/mette/Box/MUS", Faked(), "synkroniseret"),
        ("/G/Mit drev/MUS", Faked(), "synkroniseret"),
        ("/G/Delte drev/Ledelse/MUS", Faked(), "synkroniseret"),
        ("/home/mette/Google Drev/MUS", Faked(), "synkroniseret"),
        ("/home/mette/SharePoint - Team/MUS", Faked(), "synkroniseret"),
        ("/home/mette/Delte biblioteker/MUS", Faked(), "synkroniseret"),
        ("/home/mette/OneDrive – Ærø Kommune/MUS", Faked(), "synkroniseret"),
        ("/home/mette/Ærø Kommune/Ledelse - Dokumenter/MUS", Faked(), "synkroniseret"),
        ("/home/mette/Dokumenter - Ledelse/MUS", Faked(), "synkroniseret"),
        ("/home/mette/Ærø Kommune/Team Å – Generelt/MUS", Faked(), "synkroniseret"),
        ("/home/mette/iCloud-drev/MUS", Faked(), "synkroniseret"),
        ("/home/mette/Ærø Kommune/Ledelse/MUS", Faked(libraries=("/home/mette/Ærø Kommune/Ledelse",)), "synkroniseret"),
    ],
)
def test_a_place_is_refused_with_its_reason_unless_it_allows_it(
    folder: str, system: Faked, reason: str, tmp_path: Path
) -> None:
    with pytest.raises(StorageError, match=reason):
        refuse_unsafe_location(Path(folder), system)
    system.policy_file = tmp_path / "policy.toml"
    for policy in ("", f"allowed_places = ['{Path('/andet').absolute()}']", "allowed_places = []"):
        system.policy_file.write_text(policy)
        with pytest.raises(StorageError, match=r"IT kan tillade stedet i politikfilen .*policy\.toml\.$"):
            refuse_unsafe_location(Path(folder), system)
    for bom in ("", "\ufeff"):  # Notepad may begin a file with one
        allowed = Path(folder).parent.absolute().as_posix()
        system.policy_file.write_text(f'{bom}allowed_places = ["{allowed}/"]', "utf-8")
        refuse_unsafe_location(Path(folder), system)


@pytest.mark.parametrize("policy", [b"allowed_places = [", b"[allowed_places]", b'allowed_places = [""]', None])
def test_invalid_policy_allows_nothing_and_is_reported(policy: bytes | None, tmp_path: Path) -> None:
    system = Faked(remote=("/srv",), policy_file=tmp_path / "policy.toml")
    if policy is None:
        system.policy_file.mkdir()
    else:
        system.policy_file.write_bytes(policy)
    with pytest.raises(StorageError, match=r"politikfilen .*, men den, der er nu, har fejl: .+\.$"):
        refuse_unsafe_location(Path("/srv/mus"), system)


@links
def test_a_synced_folder_is_known_by_what_lies_in_it_and_through_a_link(tmp_path: Path) -> None:
    synced_folders, link = tmp_path / "Vores", tmp_path / "Genvej"
    (synced_folders / "MUS").mkdir(parents=True)
    link.symlink_to(synced_folders)
    refuse_unsafe_location(synced_folders / "MUS", Faked())
    with pytest.raises(StorageError, match="synkroniseret"):
        refuse_unsafe_location(synced_folders / "MUS", Faked(environment={"OneDrive": str(link)}))
    (synced_folders / ".stfolder").mkdir()
    with pytest.raises(StorageError, match="synkroniseret"):
        refuse_unsafe_location(link / "MUS", Faked())


def test_relative_folder_is_checked_by_its_absolute_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Dropbox" / "MUS").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "Dropbox")
    for folder in ("MUS", ".", "ny/mappe"):
        with pytest.raises(StorageError, match="synkroniseret"):
            refuse_unsafe_location(Path(folder), Faked())
    refuse_unsafe_location(Path("../data"), Faked())


@posix_only("modes, links and limits; see the next test")
def test_unusable_location_is_refused_with_the_reason(tmp_path: Path, ordinary_user: Path) -> None:
    (ordinary_user / "fil").touch()
    (ordinary_user / "ring").symlink_to("ring")
    (ordinary_user / "lukket").mkdir(mode=0)
    reasons = {"fil": "er en fil", "fil/MUS": "er en fil", "ring": "peger på sig selv", "lukket": "ikke adgang"}
    for name, reason in {**reasons, "æ" * 200: "for langt", "/".join(["mappe"] * 1000): "for langt"}.items():
        with pytest.raises(StorageError, match=reason):
            app.build(ordinary_user / name)
    long = ordinary_user / ("Ærø " * 30).strip() / ("Åse og Bjørn " * 7).strip()
    app.build(long, forms=ordinary_user).close()  # the program itself may lie where the test's user may not read
    assert sorted(file.name for file in long.iterdir()) == ["mus.sqlite", "mus.sqlite.sum"]


def test_a_file_in_place_of_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "fil").touch()
    for name in ("fil", "fil/MUS"):
        with pytest.raises(StorageError, match="er en fil og ikke en mappe"):
            app.build(tmp_path / name)


@pytest.mark.parametrize("name", ["Google\u00a0Drev", "GOOGLE DREV", "Delte  biblioteker"])
def test_a_synced_folder_is_known_in_every_spelling(name: str) -> None:
    with pytest.raises(StorageError, match="synkroniseret"):
        refuse_unsafe_location(Path("/home/mette", name, "MUS"), Faked())


@pytest.mark.parametrize(
    "folder",
    ["/home/mette/.local/share/MUS Desktop", "/home/mette/Skyen", "/srv/drop", "/home/mette/Dokumenter/MUS-samtaler"],
)
def test_an_ordinary_place_will_do(folder: str) -> None:
    refuse_unsafe_location(Path(folder), Faked(environment={"OneDrive": "", "OneDriveConsumer": "/home/mette/Sky"}))


@links
def test_a_link_to_a_share_is_seen_through(tmp_path: Path) -> None:
    (tmp_path / "drev").mkdir()
    (tmp_path / "genvej").symlink_to(tmp_path / "drev")
    with pytest.raises(StorageError, match="netværksdrev"):
        refuse_unsafe_location(tmp_path / "genvej" / "MUS", Faked(remote=(str(tmp_path / "drev"),)))


def test_linux_knows_its_mounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/vda / ext4 rw 0 0\n//server/mus /mnt/f\\040drev cifs rw 0 0\n/dev/sdb /mnt/f\\040drev/usb vfat rw 0 0\n"
    )
    monkeypatch.setattr(data_location, "_MOUNTS", mounts)
    remote = {
        folder: PosixSystem().is_remote(Path(folder)) for folder in ("/home", "/mnt/f drev/x", "/mnt/f drev/usb/x")
    }
    assert remote == {"/home": False, "/mnt/f drev/x": True, "/mnt/f drev/usb/x": False}
    monkeypatch.setattr(data_location, "_MOUNTS", tmp_path / "none")
    assert not PosixSystem().is_remote(Path("/home"))


def test_the_program_asks_before_it_makes_anything(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="synkroniseret"):
        app.build(tmp_path / "OneDrive - Kommunen")
    assert list(tmp_path.iterdir()) == []


def test_a_path_too_long_for_windows_is_refused_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system_errors, "path_limit", lambda: 259)
    short, long = tmp_path / "kort", tmp_path / ("lang" * 40)
    monkeypatch.setattr(data_location, "_LONGEST_OWN_PATH", 250 - len(str(short)))
    app.build(short).close()
    with pytest.raises(StorageError, match=r"for langt\. Vælg en mappe med et kortere navn"):
        app.build(long)
    assert not long.exists()
    monkeypatch.setattr(system_errors, "path_limit", lambda: None)
    app.build(long).close()
    monkeypatch.setattr(system_errors, "path_limit", lambda: 259)
    app.build(long).close()  # data that are there already can be opened


def test_the_longest_name_in_the_folder_fits() -> None:
    name = backup_file.BackupName("0123abcd", 999_999, datetime(2026, 11, 18, 14, 3, tzinfo=UTC), "0123abcd")
    draft = f".mus-{'0' * 12}.tmp"
    longest = Path(paths.BACKUP_FOLDER, draft, draft, f"{name}.plain-journal")
    assert len(str(longest)) <= data_location._LONGEST_OWN_PATH


@windows_only("drive letters")
def test_a_drive_that_is_gone_is_called_so() -> None:
    with pytest.raises(StorageError, match=r"^Drevet med Q:\\MUS er ikke klar\. Kontrollér, at det er sat i"):
        app.build(Path("Q:/MUS"))


@windows_only("shares have no letter there")
def test_a_database_on_a_share_opens_where_it_is_allowed(tmp_path: Path, engine_key: bytes | None) -> None:
    # A path with this prefix takes the same way as \\\\server\\share: its drive has no letter.
    share = Path(f"\\\\?\\{tmp_path}") / "Ærø"
    for _ in range(2):
        with Database.open(share / "mus.sqlite", key=engine_key) as database:
            assert database.health() == []


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (PureWindowsPath(r"\\server\MUS\Ærø 1\mus.sqlite"), "file:////server/MUS/%C3%86r%C3%B8%201/mus.sqlite?mode=ro"),
        (PureWindowsPath(r"C:\MUS\mus.sqlite"), "file:///C:/MUS/mus.sqlite?mode=ro"),
        (PurePosixPath("/srv/mus/mus.sqlite"), "file:///srv/mus/mus.sqlite?mode=ro"),
    ],
)
def test_the_engine_is_given_a_uri_without_a_server(path: PurePath, uri: str) -> None:
    assert engine.uri(path, "ro") == uri
