from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mus_desktop.services.safety.second_start import ask_first_to_show, forget_requests, is_asked

if TYPE_CHECKING:
    from tests.services.safety.conftest import Pc

SECOND = """
import sys
from pathlib import Path
from mus_desktop.errors import AlreadyOpen
from mus_desktop.services.safety.second_start import ask_first_to_show
from mus_desktop.storage.database.connection import Database
try:
    Database.open(Path(sys.argv[1]) / "mus.sqlite", key=bytes.fromhex(sys.argv[2]) or None)
except AlreadyOpen:
    sys.exit(0 if ask_first_to_show(Path(sys.argv[1])) else 3)
"""


def test_a_second_process_asks_the_first_once(pc: Pc) -> None:
    assert not is_asked(pc.data)
    key = (pc.database.key or b"").hex()
    subprocess.run([sys.executable, "-c", SECOND, pc.data, key], check=True, cwd=Path(__file__).parents[3])
    assert is_asked(pc.data)
    assert not is_asked(pc.data)


def test_what_an_earlier_start_was_asked_is_forgotten(pc: Pc) -> None:
    assert ask_first_to_show(pc.data)
    forget_requests(pc.data)
    assert not is_asked(pc.data)


def test_a_folder_that_is_gone_cannot_be_asked(tmp_path: Path) -> None:
    assert not ask_first_to_show(tmp_path / "væk")
    assert not is_asked(tmp_path / "væk")
