"""Every command as it is typed: what it writes, its exit code, and one clear line where it cannot."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from docx import Document

from mus_desktop import __version__, app, paths
from mus_desktop.cli.exit_codes import DONE, FAILED
from mus_desktop.cli.main import main
from mus_desktop.cli.parser import WRONG_USE
from mus_desktop.storage.database import folder_access

FIVE_MISTAKES = Path(__file__).parents[1] / "data" / "forms" / "five-mistakes"


@dataclass(frozen=True)
class Ran:
    """What came of a command."""

    code: int
    out: str
    err: str

    @property
    def line(self) -> str:
        """The one line on stderr."""
        assert self.err.endswith("\n")
        assert self.err.count("\n") == 1, self.err
        assert "Traceback" not in self.err
        return self.err.strip()


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process."""

    def run_one(*words: object) -> Ran:
        capsys.readouterr()
        try:
            code = main([str(word) for word in words])
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return run_one


@pytest.fixture
def data(demo_copy: Path) -> Path:
    """The demo's data, in a folder whose name holds what trips programs up."""
    return demo_copy.rename(demo_copy.with_name("Mine data på Ærø & Å"))


def started(*words: object, **more: object) -> subprocess.Popen[str]:
    """The program in a process of its own."""
    command = [sys.executable, "-m", "mus_desktop", *map(str, words)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", **more)  # type: ignore[call-overload]


def in_a_process(*words: object) -> Ran:
    process = started(*words)
    out, err = process.communicate(timeout=60)
    return Ran(process.returncode, out, err)


def texts_of(path: Path) -> str:
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


class TestForms:
    def test_lists_every_form(self, run: Run) -> None:
        ran = run("forms")
        assert (ran.code, ran.err) == (DONE, "")
        for folder in paths.forms().iterdir():
            if (folder / "form.toml").is_file():
                told = tomllib.loads((folder / "form.toml").read_text("utf-8"))
                assert f"{told['id']}  version {told['version']}" in ran.out

    def test_json_is_in_the_order_of_the_form(self, run: Run) -> None:
        ran = run("forms", "--json")
        assert (ran.code, ran.err) == (DONE, "")
        written = {form["id"]: form for form in json.loads(ran.out)}
        for form_id, form in written.items():
            source = tomllib.loads((paths.forms() / form_id / "form.toml").read_text("utf-8"))
            assert (form["title"], form["version"]) == (source["title"], source["version"])
            assert outline(form["tabs"]) == outline_of_source(source["tab"])

    def test_check_of_a_good_one_says_what_prints(self, run: Run) -> None:
        ran = run("forms", "check", paths.forms() / "kobenhavn-buf")
        assert (ran.code, ran.err) == (DONE, "")
        assert "ingen fejl" in ran.out
        assert "Udskrives:" in ran.out
        assert "eksemplet" in ran.out

    def test_check_names_all_five_mistakes(self, run: Run) -> None:
        ran = run("forms", "check", FIVE_MISTAKES)
        assert (ran.code, ran.out) == (FAILED, "")
        lines = ran.err.splitlines()
        assert len(lines) == 5
        for wrong in ("subtitel", "nots", "niveu", "emner", "pick"):
            assert [line for line in lines if f"»{wrong}«" in line], wrong

    @pytest.mark.parametrize(("where", "says"), [("x", "filen findes ikke"), (".", "mappen har ingen form.toml")])
    def test_check_of_no_form(self, run: Run, tmp_path: Path, where: str, says: str) -> None:
        ran = run("forms", "check", tmp_path / where)
        assert (ran.code, ran.out) == (FAILED, "")
        assert says in ran.line

    def test_check_of_what_is_not_text(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "form.toml").write_bytes(b"\xff\xfe\x00title = ")
        ran = run("forms", "check", tmp_path / "form.toml")
        assert (ran.code, bool(ran.line)) == (FAILED, True)

    def test_template_is_a_word_document(self, run: Run, tmp_path: Path) -> None:
        target = tmp_path / "min skabelon på Æ.docx"
        assert run("forms", "template", paths.forms() / "kobenhavn-buf", "-o", target) == Ran(DONE, "", "")
        assert "{{" in texts_of(target) or "{%" in texts_of(target)

    def test_template_never_writes_over_anything(self, run: Run, tmp_path: Path) -> None:
        target = tmp_path / "plan.docx"
        target.write_text("mit eget")
        ran = run("forms", "template", paths.forms() / "kobenhavn-buf", "-o", target)
        assert ran.code == FAILED
        assert "»plan.docx«" in ran.line
        assert target.read_text() == "mit eget"


def outline(tabs: list[dict[str, object]]) -> list[object]:
    """Tabs, fields and questions in order, as ``forms --json`` has them."""
    return [
        (tab["title"], [(f["kind"], f["title"], [p["text"] for p in f.get("prompts", ())]) for f in tab["fields"]])  # type: ignore[union-attr]
        for tab in tabs
    ]


def outline_of_source(tabs: list[dict[str, object]]) -> list[object]:
    """The same as it stands in the form."""
    return [
        (
            tab["title"],
            [
                (
                    f["kind"],
                    f.get("title", ""),
                    [line.strip() for line in f.get("prompts", "").split("\n") if line.strip()],
                )
                for f in tab["field"]  # type: ignore[union-attr]
            ],
        )
        for tab in tabs
    ]


class TestConversations:
    def test_json_and_lines_contain_the_same(self, run: Run, data: Path) -> None:
        ran = run("--data", data, "conversations", "--json")
        told = json.loads(ran.out)
        assert (ran.code, ran.err) == (DONE, "")
        assert len(told) >= 12
        assert set(told[0]) == {"id", "employee", "form", "status", "date"}
        lines = run("--data", data, "conversations").out.splitlines()
        assert len(lines) == len(told)
        for line, one in zip(lines, told, strict=True):
            assert [str(part) in line for part in one.values() if part] == [True] * len([p for p in one.values() if p])

    @pytest.mark.parametrize("command", [["conversations"], ["check"], ["document", "plan", "1", "-o", "x.docx"]])
    def test_a_folder_without_data_is_reported_and_unchanged(
        self, run: Run, tmp_path: Path, command: list[str]
    ) -> None:
        ran = run("--data", tmp_path / "tom mappe", *command)
        assert (ran.code, ran.out) == (FAILED, "")
        assert "Der er ingen data i" in ran.line
        assert list(tmp_path.iterdir()) == []


class TestDocument:
    def agreed(self, run: Run, data: Path) -> int:
        told = json.loads(run("--data", data, "conversations", "--json").out)
        return next(one["id"] for one in told if one["status"] == "underskrevet" and one["form"] == "kobenhavn-buf")

    def test_plan_of_a_conversation(self, run: Run, data: Path, tmp_path: Path) -> None:
        number = self.agreed(run, data)
        target = tmp_path / "plan på Æ.docx"
        assert run("--data", data, "document", "plan", number, "-o", target) == Ran(DONE, "", "")
        workplace = app.build(data)
        opened = workplace.conversations.open(number)
        assert workplace.documents.stored_copy(number) is None, "the command line keeps nothing"
        workplace.close()
        printed = texts_of(target)
        assert opened.employee.name in printed
        assert opened.plan.agreements[0].cells["maal"].split("\n")[0] in printed

    def test_blank_needs_no_data(self, run: Run, tmp_path: Path) -> None:
        words = ["--data", tmp_path / "ingen", "document", "plan", "--blank", "kobenhavn-buf"]
        assert run(*words, "-o", tmp_path / "tom.docx") == Ran(DONE, "", "")
        assert "Hvad vil du gerne opnå? (læringsmål)" in texts_of(tmp_path / "tom.docx")

    def test_somebody_elses_file_stays(self, run: Run, data: Path, tmp_path: Path) -> None:
        target = tmp_path / "plan.docx"
        target.write_bytes(b"en andens")
        for words in (["--data", data, "document", "plan", self.agreed(run, data)],
                      ["document", "plan", "--blank", "kobenhavn-buf"]):  # fmt: skip
            ran = run(*words, "-o", target)
            assert ran.code == FAILED
            assert "»plan.docx«" in ran.line
        assert target.read_bytes() == b"en andens"
        assert [path.name for path in tmp_path.glob("*.*")] == ["plan.docx"]

    def test_impossible_requests_are_reported(self, run: Run, data: Path, tmp_path: Path) -> None:
        for words, says in (
            (["--data", data, "document", "plan", 9999, "-o", tmp_path / "x.docx"], "9999"),
            (["document", "plan", "--blank", "nope", "-o", tmp_path / "x.docx"], "kobenhavn-buf"),
            (["document", "plan", "--blank", "kobenhavn-buf", "-o", tmp_path / "ikke" / "x.docx"], "findes ikke"),
        ):
            ran = run(*words)
            assert (ran.code, ran.out) == (FAILED, "")
            assert says in ran.line


class TestCheck:
    def test_all_is_well(self, run: Run, data: Path) -> None:
        assert run("--data", data, "check") == Ran(DONE, "Alt er i orden.\n", "")

    def test_a_folder_that_others_may_read_is_a_remark(
        self, run: Run, data: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(folder_access, "other_readers", lambda _database: ("alle brugere af pc'en",))
        ran = run("--data", data, "check")
        assert (ran.code, ran.err) == (DONE, "")
        assert ran.out.startswith("Alt er i orden.\nBemærk: ")
        assert "alle brugere af pc'en" in ran.out
        (remark,) = json.loads(run("--data", data, "check", "--json").out)["remarks"]
        assert remark in ran.out

    def test_check_of_data_that_changed_while_closed(self, run: Run, data: Path) -> None:
        database = data / "mus.sqlite"
        database.write_bytes(database.read_bytes().replace("Åse".encode(), "Øse".encode(), 1))
        for _ in range(2):  # looking does not settle it
            ran = run("--data", data, "check")
            assert ran.code == FAILED
            assert ran.line.startswith("Dine data er ændret uden om programmet, mens det var lukket.")
        ran = run("--data", data, "backup")
        assert ran.code == FAILED
        assert ran.line.startswith("Dine data er ændret uden om programmet")

    def test_a_damaged_database(self, data: Path) -> None:
        database = data / paths.DATABASE_NAME
        content = bytearray(database.read_bytes())
        middle = len(content) // 2
        content[middle : middle + 40_000] = b"\x07" * 40_000
        database.write_bytes(content)
        ran = in_a_process("--data", data, "check")
        said = [line for line in ran.out.splitlines() if not line.startswith("Bem")]  # who may read, under wine
        assert (ran.code, said) == (FAILED, [])
        assert "beskadiget" in ran.err
        assert "Traceback" not in ran.err
        assert database.read_bytes() == content

    def test_what_is_no_database(self, data: Path) -> None:
        (data / paths.DATABASE_NAME).write_bytes(b"Hej med dig. " * 500)
        ran = in_a_process("--data", data, "check")
        assert ran.code == FAILED
        assert ran.line


class TestWrongUse:
    @pytest.mark.parametrize(
        ("words", "says"),
        [
            (["nonsens"], "'nonsens' kendes ikke"),
            (["--data"], "--data: der mangler noget bagefter"),
            (["conversations", "--foo"], "--foo kendes ikke"),
            (["demo"], "der mangler DIR"),
            (["forms", "check"], "der mangler PATH"),
            (["document", "plan", "-o", "x.docx"], "der mangler ID eller --blank"),
            (["document", "plan", "x", "-o", "x.docx"], "'x' er ikke et nummer"),
            (["document", "plan", "1", "--blank", "x", "-o", "x.docx"], "kan ikke bruges sammen med"),
            (["document", "brev", "1", "-o", "x.docx"], "'brev' kendes ikke"),
        ],
    )
    def test_is_reported_in_one_danish_line(self, run: Run, words: list[str], says: str) -> None:
        ran = run(*words)
        assert (ran.code, ran.out) == (WRONG_USE, "")
        assert says in ran.line
        assert ran.line.startswith("Kommandoen kan ikke forstås: ")

    def test_help_and_version(self, run: Run) -> None:
        assert run("--version") == Ran(DONE, f"MUS Desktop {__version__}\n", "")
        ran = run("--help")
        assert ran.code == DONE
        for command in ("demo", "forms", "conversations", "employees", "document", "report", "figures", "check"):
            assert command in ran.out


def test_while_the_program_is_open_one_sentence_says_so(data: Path, tmp_path: Path) -> None:
    workplace = app.build(data)
    try:
        for words in (["conversations"], ["check"], ["document", "plan", "1", "-o", tmp_path / "x.docx"]):
            ran = in_a_process("--data", data, *words)
            assert (ran.code, ran.out) == (FAILED, "")
            assert "er allerede åben" in ran.line
        assert in_a_process("forms").code == DONE
    finally:
        workplace.close()


@pytest.mark.parametrize(
    ("words", "code"), [(["forms", "--json"], FAILED), (["forms"], FAILED), (["--help"], DONE), (["target-task"], DONE)]
)
def test_a_closed_pipe_is_not_reported_as_an_error(words: list[str], code: int) -> None:
    process = in_a_process_whose_reader_is_gone("stdout", words, stderr=subprocess.PIPE)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (code, "")


def test_nobody_reads_the_errors(tmp_path: Path) -> None:
    words = ["forms", "check", str(tmp_path / "mangler")]
    process = in_a_process_whose_reader_is_gone("stderr", words, stdout=subprocess.PIPE)
    out, _ = process.communicate(timeout=60)
    assert (process.returncode, out) == (FAILED, "")


def in_a_process_whose_reader_is_gone(stream: str, words: list[str], **others: int) -> subprocess.Popen[str]:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "mus_desktop", *words]
    try:
        return subprocess.Popen(command, **{"stdin": subprocess.DEVNULL, stream: writing, **others}, encoding="utf-8")  # type: ignore[call-overload]
    finally:
        os.close(writing)


def test_an_unexpected_error_prints_no_traceback_and_no_name(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise ValueError("Åse Nørgård har sagt op")

    monkeypatch.setattr("mus_desktop.services.conversation.conversation_service.ConversationService.all", fail)
    ran = run("--data", data, "conversations")
    assert ran.code == FAILED
    assert "ValueError" in ran.line
    assert "Åse" not in ran.err
