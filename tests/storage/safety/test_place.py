from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from mus_desktop import app
from mus_desktop.errors import StorageError
from mus_desktop.storage import place
from mus_desktop.storage.place import Posix, refuse_place


@dataclass
class Faked:
    """What a system would answer."""

    remote: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    policy_file: Path = Path("/nowhere/policy.toml")

    def is_remote(self, folder: Path) -> bool:
        return any(str(folder).startswith(start) for start in self.remote)

    def variables(self) -> Mapping[str, str]:
        return self.environment

    def policy(self) -> Path:
        return self.policy_file


@pytest.mark.parametrize(
    ("folder", "system", "reason"),
    [
        ("/mnt/h/MUS", Faked(remote=("/mnt/h",)), "netdrev"),
        ("/home/mette/Sky/MUS", Faked(environment={"OneDriveCommercial": "/home/mette/Sky"}), "synkroniseret"),
        ("/home/mette/OneDrive - Ærø Kommune/MUS", Faked(), "synkroniseret"),
        ("/home/mette/Dropbox/MUS", Faked(), "synkroniseret"),
        ("/home/mette/Google Drive/MUS", Faked(), "synkroniseret"),
        ("/home/mette/iCloudDrive/MUS", Faked(), "synkroniseret"),
    ],
)
def test_a_place_is_refused_with_its_reason_unless_it_allows_it(
    folder: str, system: Faked, reason: str, tmp_path: Path
) -> None:
    with pytest.raises(StorageError, match=reason):
        refuse_place(Path(folder), system)
    system.policy_file = tmp_path / "policy.toml"
    for policy in ("", 'allowed_places = ["/andet"]', "allowed_places = [1]", "allowed_places = ["):
        system.policy_file.write_text(policy)
        with pytest.raises(StorageError, match="IT kan tillade stedet"):
            refuse_place(Path(folder), system)
    system.policy_file.write_text(f'allowed_places = ["{Path(folder).parent}"]')
    refuse_place(Path(folder), system)


@pytest.mark.parametrize("folder", ["/home/mette/.local/share/MUS Desktop", "/home/mette/Skyen", "/srv/drop"])
def test_an_ordinary_place_will_do(folder: str) -> None:
    refuse_place(Path(folder), Faked(environment={"OneDrive": "", "OneDriveConsumer": "/home/mette/Sky"}))


def test_a_link_to_a_share_is_seen_through(tmp_path: Path) -> None:
    (tmp_path / "drev").mkdir()
    (tmp_path / "genvej").symlink_to(tmp_path / "drev")
    with pytest.raises(StorageError, match="netdrev"):
        refuse_place(tmp_path / "genvej" / "MUS", Faked(remote=(str(tmp_path / "drev"),)))


def test_linux_knows_its_mounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/vda / ext4 rw 0 0\n//server/mus /mnt/f\\040drev cifs rw 0 0\n/dev/sdb /mnt/f\\040drev/usb vfat rw 0 0\n"
    )
    monkeypatch.setattr(place, "_MOUNTS", mounts)
    remote = {folder: Posix().is_remote(Path(folder)) for folder in ("/home", "/mnt/f drev/x", "/mnt/f drev/usb/x")}
    assert remote == {"/home": False, "/mnt/f drev/x": True, "/mnt/f drev/usb/x": False}
    monkeypatch.setattr(place, "_MOUNTS", tmp_path / "none")
    assert not Posix().is_remote(Path("/home"))


def test_the_program_asks_before_it_makes_anything(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="synkroniseret"):
        app.build(tmp_path / "OneDrive - Kommunen")
    assert list(tmp_path.iterdir()) == []
