from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mus_desktop.services.safety.second_start import clear_requests, request_window, take_request

if TYPE_CHECKING:
    from tests.services.safety.conftest import Pc

SECOND = """
import sys
from pathlib import Path
from mus_desktop.errors import AlreadyOpen
from mus_desktop.services.safety.second_start import request_window
from mus_desktop.storage.database.connection import Database
try:
    Database.open(Path(sys.argv[1]) / "mus.sqlite", key=bytes.fromhex(sys.argv[2]) or None)
except AlreadyOpen:
    sys.exit(0 if request_window(Path(sys.argv[1])) else 3)
"""


def test_a_second_process_asks_the_first_once(pc: Pc) -> None:
    assert not take_request(pc.data)
    key = (pc.database.key or b"").hex()
    subprocess.run([sys.executable, "-c", SECOND, pc.data, key], check=True, cwd=Path(__file__).parents[3])
    assert take_request(pc.data)
    assert not take_request(pc.data)


def test_requests_to_an_earlier_start_are_cleared(pc: Pc) -> None:
    assert request_window(pc.data)
    clear_requests(pc.data)
    assert not take_request(pc.data)


def test_a_folder_that_is_gone_cannot_be_asked(tmp_path: Path) -> None:
    assert not request_window(tmp_path / "væk")
    assert not take_request(tmp_path / "væk")
