"""IT's policy file: every mistake is named at once with its line, and with one mistake nothing applies."""

from __future__ import annotations

import os
import re
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mus_desktop.storage.policy.installed_policy import read_policy
from mus_desktop.storage.policy.policy import InstalledPolicy, Policy
from tests.systems import WINDOWS, posix_only

PLACE = "H:/MUS" if WINDOWS else "/srv/mus"
FULL = f"""\
# What IT decides
form = "mini-mus"
organisation = "Ærø Kommune"
backup_target = "{PLACE}/backup"
backup_retention_days = 183
allowed_places = ["{PLACE}", '{PLACE}']
"""


def read_bytes(folder: Path, content: bytes) -> InstalledPolicy:
    file = folder / "policy.toml"
    file.write_bytes(content)
    return read_policy(file)


def test_every_key_is_read(tmp_path: Path) -> None:
    places = (Path(PLACE), Path(PLACE))
    expected = Policy("mini-mus", "Ærø Kommune", Path(PLACE) / "backup", 183, places)
    for text in (FULL, f"\ufeff{FULL}", FULL.replace("\n", "\r\n")):
        assert read_bytes(tmp_path, text.encode()) == InstalledPolicy(tmp_path / "policy.toml", expected)
    assert read_bytes(tmp_path, b"").policy == Policy()
    assert read_policy(tmp_path / "none") == InstalledPolicy(tmp_path / "none")


def test_all_mistakes_are_named_at_once_and_nothing_applies(tmp_path: Path) -> None:
    mistakes = r"""
skema = "mini-mus"
form = "kobenhavn-bu"
organization = "Ærø Kommune"
backup_target = "H:\MUS"
backup_retention_days = true
allowed_places = ["srv", "/srv"]
Organisation =
opbevaring = 30
qqq = 1
"""
    installed = read_bytes(tmp_path, mistakes.encode())
    assert installed.policy == Policy()
    starts = [
        "Linje 2: nøglen »skema« kendes ikke – mente du »form«?",
        "Linje 3: »form« nævner skemaet »kobenhavn-bu«, som ikke findes – mente du »kobenhavn-buf«?",
        "Linje 4: nøglen »organization« kendes ikke – mente du »organisation«?",
        "Linje 5: en omvendt skråstreg ",
        "Linje 6: »backup_retention_days« skal være et helt antal dage fra 31 til 3660",
        "Linje 7: »allowed_places« har stien »srv«, som ikke er hel",
        "Linje 8: værdien mangler",
        "Linje 9: nøglen »opbevaring« kendes ikke – mente du »backup_retention_days«?",
        "Linje 10: nøglen »qqq« kendes ikke; brug »form«, ",
    ]
    assert len(installed.mistakes) == len(starts)
    for mistake, start in zip(installed.mistakes, starts, strict=True):
        assert mistake.startswith(start)
        assert mistake in installed.notice


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[policy]\nform = 'mini-mus'", "Linje 1: overskriften [policy] skal væk"),
        ("form = 5", "Linje 1: »form« skal være en tekst"),
        ("form = ' '", "Linje 1: »form« skal være en tekst"),
        ("organisation = '''\nÆrø\nKommune'''", "Linje 1: »organisation« skal være én kort linje"),
        (f"organisation = '{'æ' * 201}'", "Linje 1: »organisation« skal være én kort linje"),
        ("backup_retention_days = '183'", "Linje 1: »backup_retention_days« skal være et helt antal dage"),
        ("backup_retention_days = 183.0", "Linje 1: »backup_retention_days« skal være et helt antal dage"),
        ("backup_retention_days = 30", "Linje 1: »backup_retention_days« skal være et helt antal dage"),
        ("backup_retention_days = -5", "Linje 1: »backup_retention_days« skal være et helt antal dage"),
        (r'backup_target = "H:\temp"', "Linje 1: »backup_target« har en sti med et usynligt tegn"),
        ("backup_target = 'mus'", "Linje 1: »backup_target« har stien »mus«, som ikke er hel"),
        ("backup_target = '%INGEN_VARIABEL%/mus'", "Linje 1: »backup_target« bruger %INGEN_VARIABEL%, som ikke findes"),
        ("allowed_places = '/srv'", "Linje 1: »allowed_places« nævner ikke mapper"),
        ("allowed_places = ['']", "Linje 1: »allowed_places« skal nævne en mappe"),
        ("form = 'mini-mus'\nform = 'mini-mus'", "Linje 2: den samme nøgle står to gange"),
        (f"allowed_places = {'[' * 5000}", "Filen har for mange lister inden i hinanden"),
        ("form = 'mini-mus", "Linje 1: en tekst mangler sit sidste anførselstegn"),
        ("# a\nallowed_places = [\n'/srv',", "Linje 2: værdien mangler"),
    ],
)
def test_each_wrong_value_is_refused_with_its_line(line: str, said: str, tmp_path: Path) -> None:
    installed = read_bytes(tmp_path, f"{line}\n".encode())
    assert installed.policy == Policy()
    assert [one.startswith(said) for one in installed.mistakes] == [True], installed.mistakes


def test_what_is_never_closed_hides_no_other_mistake(tmp_path: Path) -> None:
    installed = read_bytes(tmp_path, b"skema = 1\nallowed_places = [\n  '/srv',\n")
    assert [one.partition(":")[0] for one in installed.mistakes] == ["Linje 1", "Linje 2"]


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("cp1252", "Linje 3: et tegn kan ikke læses"), ("utf-16", "Filen er gemt som Unicode (UTF-16)")],
)
def test_another_encoding_is_named_beside_the_other_mistakes(encoding: str, said: str, tmp_path: Path) -> None:
    assert [one.startswith(said) for one in read_bytes(tmp_path, FULL.encode(encoding)).mistakes] == [True]
    wrong = FULL.replace("183", "0").encode(encoding)
    installed = read_bytes(tmp_path, wrong)
    assert [one.partition(":")[0] for one in installed.mistakes] == [
        said.partition(":")[0] if "Linje" in said else f"{said}; gem den igen som UTF-8.",
        "Linje 5",
    ]


def test_the_limit_on_the_size_is_one_megabyte(tmp_path: Path) -> None:
    text = FULL.encode()
    assert not read_bytes(tmp_path, text + b"#" * ((1 << 20) - len(text))).mistakes
    installed = read_bytes(tmp_path, text + b"#" * ((1 << 20) - len(text) + 1))
    assert [one.startswith("Filen er for stor") for one in installed.mistakes] == [True]


def test_what_cannot_be_read_is_a_mistake_and_not_a_missing_file(tmp_path: Path) -> None:
    folder = tmp_path / "policy.toml"
    folder.mkdir()
    assert [one.startswith("Filen kan ikke læses") for one in read_policy(folder).mistakes] == [True]


@posix_only("links and rights of a file")
def test_a_forbidden_file_and_a_link_to_nowhere_are_mistakes(ordinary_user: Path) -> None:
    forbidden, link = ordinary_user / "forbidden.toml", ordinary_user / "link.toml"
    forbidden.write_text(FULL, "utf-8")
    forbidden.chmod(0)
    link.symlink_to("nowhere")
    for file in (forbidden, link):
        assert [one.startswith("Filen kan ikke læses") for one in read_policy(file).mistakes] == [True]


def test_a_variable_of_the_user_is_filled_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUS_TEST_BRUGER", "mette ærø")
    installed = read_bytes(tmp_path, f"backup_target = '{PLACE}/%MUS_TEST_BRUGER%'".encode())
    assert installed.policy.backup_target == Path(PLACE) / "mette ærø"


@pytest.mark.parametrize("place", ["H:/MUS", r"H:\MUS", r"\\server\mus$\ledere", "//server/mus/ledere"])
def test_the_paths_of_windows_are_whole_on_windows(place: str, tmp_path: Path) -> None:
    installed = read_bytes(tmp_path, f"allowed_places = ['{place}']".encode())
    whole = WINDOWS or place.startswith("/")
    assert installed.policy.allowed_places == ((Path(place),) if whole else ())
    assert bool(installed.mistakes) is not whole


@pytest.mark.parametrize("place", ["H:MUS", "MUS", ".", r"..\MUS"])
def test_a_path_that_depends_on_the_current_folder_is_refused(place: str, tmp_path: Path) -> None:
    assert read_bytes(tmp_path, f"allowed_places = ['{place}']".encode()).mistakes


keys = st.sampled_from([*Policy._fields, "skema", "forms"]) | st.text(string.ascii_lowercase + "_", min_size=1)
values = st.sampled_from(['"mini-mus"', '"Ærø"', f'"{PLACE}"', "183", f'["{PLACE}"]', "", '"', "[", "true"]) | st.text()


@given(st.lists(st.tuples(keys, values), max_size=6), st.sampled_from(["utf-8", "cp1252", "utf-16", "utf-8-sig"]))
def test_any_file_applies_whole_or_not_at_all_and_never_fails(
    tmp_path_factory: pytest.TempPathFactory, lines: list[tuple[str, str]], encoding: str
) -> None:
    text = "\n".join(f"{key} = {value}" for key, value in lines)
    installed = read_bytes(tmp_path_factory.getbasetemp(), text.encode(encoding, "replace"))
    if installed.mistakes:
        assert installed.policy == Policy()
        assert all(re.match(r"(Linje \d+: )?\S", mistake) for mistake in installed.mistakes)
        return
    set_keys = [key for key in Policy._fields if getattr(installed.policy, key) != Policy._field_defaults[key]]
    assert set(set_keys) <= {key for key, _ in lines} | set(re.findall(r"\w+", text))


def test_the_lines_are_those_of_an_editor(tmp_path: Path) -> None:
    text = f"# {chr(0x85)}{chr(0x2028)} only newlines end a line\r\n\r\nskema = 1\r\n"
    assert read_bytes(tmp_path, text.encode()).mistakes[0].startswith("Linje 3: ")
    assert os.linesep  # the same on every system
