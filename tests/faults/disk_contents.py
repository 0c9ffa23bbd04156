"""What is in a file on a disk that may lose its power: what was flushed, and the sectors written since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

SECTOR = 512
"""Bytes that are written whole or not at all."""


@dataclass(eq=False, slots=True)
class Node:
    """A file or a folder: what is on the disk for certain, and what may be, each with the number of its act."""

    folder: bool = False
    flushed: bytearray = field(default_factory=bytearray)
    written: list[tuple[int, int, bytes]] = field(default_factory=list)
    lengths: list[tuple[int, int]] = field(default_factory=list)

    @property
    def length(self) -> int:
        return self.lengths[-1][1] if self.lengths else len(self.flushed)

    def write(self, when: int, at: int, content: bytes) -> None:
        self.written.append((when, at, content))
        self.lengths.append((when, max(self.length, at + len(content))))

    def resize(self, when: int, length: int) -> None:
        if length < self.length:
            self.written.append((when, length, bytes(self.length - length)))
        self.lengths.append((when, length))

    def flush(self) -> None:
        self.flushed = bytearray(self.content(len, b"\0"))
        self.written.clear()
        self.lengths.clear()

    def content(self, drawn: Callable[[list[int]], int], rubbish: bytes) -> bytes:
        """The file with ``drawn`` choosing, for each sector and the length, how many of its changes got there."""
        if not self.lengths:
            return bytes(self.flushed)
        lengths = [len(self.flushed), *(length for _, length in self.lengths)]
        length = lengths[drawn([when for when, _ in self.lengths])]
        known = len(self.flushed)
        content = self.flushed + (rubbish * (max(lengths) // len(rubbish) + 1))[: max(0, max(lengths) - known)]
        for pieces in self._by_sector().values():
            for _, at, piece in pieces[: drawn([when for when, *_ in pieces])]:
                content[at : at + len(piece)] = piece
        return bytes(content[:length])

    def _by_sector(self) -> dict[int, list[tuple[int, int, bytes]]]:
        sectors: dict[int, list[tuple[int, int, bytes]]] = defaultdict(list)
        for when, at, content in self.written:
            end = at + len(content)
            for start in range(at - at % SECTOR, end, SECTOR):
                here = max(start, at)
                sectors[start].append((when, here, content[here - at : start + SECTOR - at]))
        return sectors
