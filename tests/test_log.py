from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mus_desktop import app
from mus_desktop.cli.exit_codes import FAILED
from mus_desktop.log import without_quotes

resource = pytest.importorskip("resource", reason="POSIX sets limits by it")

NO_ROOM = """
import resource, sys
from mus_desktop.cli.main import main
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
sys.exit(main(sys.argv[1:]))
"""
QUOTING = """
import logging, sys, threading, warnings
from pathlib import Path
from mus_desktop.cli import main as program
from mus_desktop.ui.documents.open_in_word import open_file
from mus_desktop.ui.shell import application
from PySide6.QtCore import QUrl, qWarning
from PySide6.QtGui import QDesktopServices

file = Path(sys.argv[1])

def work(_data_folder):
    application._show_session = lambda *_: None
    application.run_window(lambda key: None)
    assert not open_file(file)
    assert not QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))
    address = QUrl.fromLocalFile(str(file)).toString(QUrl.ComponentFormattingOption.FullyEncoded)
    qWarning(f"QFile: {file} and {address}")
    warnings.warn(f"{file.name} is damaged")
    logging.getLogger("lxml").warning("cannot read %s", file)
    thread = threading.Thread(target=lambda: file.read_bytes())
    thread.start()
    thread.join()
    class Broken:
        def __del__(self):
            raise OSError(file.name)
    Broken()
    try:
        file.read_bytes()
    except OSError:
        logging.getLogger("mus").exception("not read")
    print("done")
    return 0

program._open_window = work
program.main([])
file.read_bytes()
"""
STARTED = """
import os
from mus_desktop.log import silent_programs
with silent_programs():
    os.system("echo Holm >&2")
os.system("echo heard >&2")
"""
TASK = """
import sys
from mus_desktop.storage.backup import transfer
from mus_desktop.cli.main import main
def fail(*_):
    raise ValueError(sys.argv[1])
transfer.list_backups = fail
main(["target-task"])
"""


def run(program: str, *words: object, sent: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, words)],
        check=False,
        capture_output=True,
        encoding="utf-8",
        input=sent,
    )


def test_command_prints_one_line_and_logs_none(tmp_path: Path) -> None:
    app.build(tmp_path).close()
    ran = run(NO_ROOM, "--data", tmp_path, "backup")
    assert ran.returncode == FAILED
    assert ran.stderr.count("\n") == 1, ran.stderr
    assert "prøv igen" in ran.stderr.lower()


def test_no_name_of_an_employee_reaches_the_console(tmp_path: Path) -> None:
    """Qt's warning about a file, Python's reports, a thread, a destructor, and the last exception of the process."""
    file = tmp_path / "Åse Holm" / "Udviklingsplan Åse Holm.docx"
    ran = run(QUOTING, file)
    assert ran.stdout == "done\n", ran.stderr
    for kind in ("openDocument", "QFile", "UserWarning", "cannot read", "FileNotFoundError", "OSError", "not read"):
        assert kind in ran.stderr, f"the kind of the fault is still told: {kind}"
    for word in ("Åse", "Holm", "%C3%85se", "Udviklingsplan", str(tmp_path)):
        assert word not in ran.stderr


def test_a_fault_in_a_subprocess_quotes_nothing(tmp_path: Path) -> None:
    ran = run(TASK, tmp_path / "Åse Holm.docx", sent='{"do": "list", "folder": "/"}\n')
    assert "ValueError" in ran.stderr
    assert "Holm" not in ran.stderr


def test_other_programs_are_silent_while_they_start() -> None:
    ran = run(STARTED)
    assert ran.stderr == "heard\n"


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        ("Launch failed (xdg-open file:///home/x/Plan%20Anna%20Holm.docx)", "Launch failed (xdg-open [...]"),
        ('QFile::open: "C:\\Brugere\\Anna Holm.docx" is locked', "QFile::open: [...]"),
        ("cannot open \\\\share\\Anna Holm\\plan.docx: no", "cannot open [...]"),
        ("'Anna's plan' is open", "[...] is open"),
        ("Anna Holm.docx is open", "[...] is open"),
        ("QObject::connect(A, B): it doesn't fit 3/4", "QObject::connect(A, B): it doesn't fit 3/4"),
    ],
)
def test_what_a_message_quotes_is_removed(message: str, kept: str) -> None:
    assert without_quotes(message) == kept
