"""A real file system (FUSE) that is slow, hangs, refuses or loses data; see ``faulty_share.c``.

Only this makes a process that really cannot be killed: one that waits in the kernel for a file system's answer. A PC
without FUSE fails these tests and does not skip them.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.systems import WINDOWS

_SOURCE = Path(__file__).with_name("faulty_share.c")
_SECONDS = 20.0


class FaultyShare:
    """A mounted share. ``folder`` is where the program finds it, ``behind`` where its files really are.

    :param caches: whether what was read or written there is read from memory again, unless its pages are dropped.
    """

    def __init__(self, program: Path, home: Path, *, caches: bool = False) -> None:
        self.folder, self.behind = home / "netdrev på Ærø", home / "server"
        self._rules, self._log = home / "rules", home / "log"
        for folder in (self.folder, self.behind):
            folder.mkdir(parents=True)
        self._rules.touch()
        options = ["-f", "-o", "fsname=mus-test,subtype=share"]
        command = [str(program), str(self.behind), str(self._rules), str(self._log), str(self.folder), *options]
        environment = os.environ | ({"SHARE_CACHES": "1"} if caches else {})
        self._server = subprocess.Popen(command, stdin=subprocess.DEVNULL, env=environment)
        end = time.monotonic() + _SECONDS
        while not os.path.ismount(self.folder):
            assert self._server.poll() is None, "FUSE cannot mount; see installer/debian-packages.sh"
            assert time.monotonic() < end, "the share is not mounted"

    def behave(self, *rules: str) -> None:
        """Follow these rules from now on, and no others: ``fsync hang``, ``read delay 60``, ``mkdir fail 13`` ..."""
        draft = self._rules.with_name("rules.new")
        draft.write_text("".join(f"{rule}\n" for rule in rules), encoding="utf-8")
        draft.replace(self._rules)

    def operations(self) -> list[str]:
        """Return the operations asked for so far, each with its path."""
        return self._log.read_text(encoding="utf-8").splitlines()

    def waits_for(self, operation: str) -> bool:
        """Return whether ``operation`` has been asked for."""
        return any(line.startswith(f"{operation} ") for line in self.operations())

    def end(self) -> None:
        """Unmount the share; every process that waits for it is released with an error."""
        self._server.send_signal(signal.SIGKILL)
        self._server.wait(_SECONDS)
        # Lazily: a process may be about to leave it.
        subprocess.run(["fusermount3", "-u", "-z", self.folder], check=True)


@pytest.fixture(scope="session")
def share_program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program that serves the share."""
    if WINDOWS:
        pytest.skip("POSIX only: FUSE, with which a share hangs in the kernel, is of Linux")
    program = tmp_path_factory.mktemp("share") / "faulty_share"
    options = ["-D_FILE_OFFSET_BITS=64", "-I/usr/include/fuse3", "-O1", "-Wall", "-Wextra", "-Werror"]
    subprocess.run(["gcc", *options, "-o", program, _SOURCE, "-lfuse3", "-lpthread"], check=True)
    return program


@pytest.fixture
def share(share_program: Path, tmp_path: Path) -> Iterator[FaultyShare]:
    """A share that works until it is told to misbehave."""
    mounted = FaultyShare(share_program, tmp_path / "share")
    try:
        yield mounted
    finally:
        mounted.end()


@pytest.fixture
def caching_share(share_program: Path, tmp_path: Path) -> Iterator[FaultyShare]:
    """A share of which the system remembers what was written, also when the share has lost it."""
    mounted = FaultyShare(share_program, tmp_path / "share", caches=True)
    try:
        yield mounted
    finally:
        mounted.end()


def state_of(process: int) -> str:
    """Return the state of a process as Linux names it: ``D`` waits and cannot be killed; empty if it has ended."""
    with suppress(FileNotFoundError):
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    return ""
