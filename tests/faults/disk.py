"""A disk as it may stand when the power has gone, built from what a program was seen to do (``disk_recorder.c``).

What is on the disk for certain is what was flushed. Of everything else it is drawn what got there:

- **Contents.** Every sector of 512 bytes is written whole or not at all, each by itself and in any order. A sector
  written several times since the last flush is as it was after any of them. So is the length of the file. Where a file
  has grown and nothing was written, there may be old rubbish.
- **Names.** ``Names.LOOSE``: flushing a file says nothing of its name; only flushing its folder does, and the folder's
  own name needs its parent flushed. Of names made, changed and removed since, any may have got there, but not the later
  of two on the same name without the earlier. Renaming inside one folder is one change; into another folder the new
  name comes no later than the old one goes, and for a while there may be both. This is less than the file systems in
  use promise. ``Names.IN_ORDER``: names get there in the order they were made, and whatever is flushed takes them
  along, as with a journal.

Not modelled: a disk that says it has flushed and has not, and sectors that change though nobody wrote them.
"""

from __future__ import annotations

import os
import random
import struct
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from tests.faults.disk_contents import SECTOR, Node

MARK = "said"
"""A file in the recorded folder that is no part of the disk: what the program says there, it has acknowledged."""
_HEAD = struct.Struct("<ciqII")


@dataclass(frozen=True, slots=True)
class Act:
    """One thing done to the disk; ``number`` is where a write begins, how long a file becomes, or its flags."""

    what: str
    file: int
    number: int
    first: bytes
    second: bytes

    @property
    def changes(self) -> bool:
        """Whether the disk is asked for something, so that a cut before it is a cut of its own."""
        return self.what not in "OC" or bool(self.number & (os.O_CREAT | os.O_TRUNC) and self.what == "O")


def acts_in(record: Path) -> Iterator[Act]:
    """Everything ``disk_recorder.c`` wrote down, in order."""
    content, at = record.read_bytes(), 0
    while at < len(content):
        what, file, number, *lengths = _HEAD.unpack_from(content, at)
        middle = (at := at + _HEAD.size) + lengths[0]
        yield Act(what.decode(), file, number, content[at:middle], content[middle : (at := middle + lengths[1])])


class Names(Enum):
    """How names come onto the disk."""

    LOOSE = auto()
    IN_ORDER = auto()


class Arrived(Enum):
    """What got to the disk of all that was not flushed."""

    NOTHING = auto()
    ALL = auto()
    FIRST = auto()
    """Everything up to some moment."""
    SOME = auto()


Place = tuple[Node, str]
Edit = tuple[Place, Node | None]


@dataclass(eq=False, slots=True)
class Change:
    """One change of names: its steps get to the disk in order, and all at once inside one folder."""

    when: int
    steps: list[Edit]

    def __post_init__(self) -> None:
        self.whole = len({place[0] for place, _ in self.steps}) == 1

    whole: bool = False


class Disk:
    """The disk while the acts are done one after another; :meth:`after_a_cut` draws what is left of it."""

    def __init__(self, names: Names, base: Path | None = None, *, deaf_to_folders: bool = False) -> None:
        self._rule, self._deaf = names, deaf_to_folders
        self._root = Node(folder=True)
        self._live: dict[Place, Node] = {}
        self._sure: dict[Place, Node] = {}
        self._changes: list[Change] = []
        self._files: dict[int, tuple[Node, bool]] = {}
        self._when = 0
        self.said: list[str] = []
        if base is not None:
            self._take_in(base, self._root)

    def do(self, act: Act) -> None:
        """Do one act; what it asks for may still be on its way."""
        self._when += 1
        if act.what == "O":
            self._open(act.file, act.first.decode(), act.number)
        elif act.what == "C":
            del self._files[act.file]
        elif act.what in "WTS":
            self._change_content(act)
        else:
            self._change_names(act.what, act.first.decode(), act.second.decode())

    def after_a_cut(self, target: Path, chance: random.Random) -> None:
        """Write to the folder ``target`` what a start finds if the power went now."""
        names = self._names_found(chance)
        drawn = self._draw(chance, chance.choice(list(Arrived)))
        rubbish = chance.choice([b"\0", chance.randbytes(SECTOR)])
        self._write(self._root, names, target, lambda node: node.content(drawn, rubbish))

    def as_seen(self, target: Path) -> None:
        """Write to ``target`` what the program itself sees, power on."""
        self._write(self._root, self._live, target, lambda node: node.content(len, b"\0"))

    def _take_in(self, folder: Path, node: Node) -> None:
        for path in folder.iterdir():
            child = Node(path.is_dir(), bytearray() if path.is_dir() else bytearray(path.read_bytes()))
            self._live[node, path.name] = self._sure[node, path.name] = child
            if child.folder:
                self._take_in(path, child)

    def _place(self, path: str) -> Place:
        *folders, name = path.split("/")
        node = self._root
        for folder in folders:
            node = self._live[node, folder]
        return node, name

    def _open(self, file: int, path: str, flags: int) -> None:
        node = self._live.get(self._place(path)) if path else self._root
        if node is None:
            node = Node()
            self._rename([(self._place(path), node)])
        elif flags & os.O_TRUNC and node.length:
            node.resize(self._when, 0)
        self._files[file] = (node, path == MARK)

    def _change_content(self, act: Act) -> None:
        node, is_mark = self._files[act.file]
        if is_mark:
            self.said += act.first.decode().splitlines()
        elif act.what == "W":
            node.write(self._when, act.number, act.first)
        elif act.what == "T":
            node.resize(self._when, act.number)
        elif not node.folder:
            node.flush()
            if self._rule is Names.IN_ORDER:
                self._flush_names(None)
        elif not self._deaf:
            self._flush_names(None if self._rule is Names.IN_ORDER else node)

    def _change_names(self, what: str, path: str, other: str) -> None:
        place = self._place(path)
        if what == "M":
            self._rename([(place, Node(folder=True))])
        elif what == "U":
            self._rename([(place, None)])
        elif what == "L":
            self._rename([(self._place(other), self._live[place])])
        elif self._live.get(self._place(other)) is not self._live[place]:  # else rename does nothing
            self._rename([(self._place(other), self._live[place]), (place, None)])

    def _rename(self, steps: list[Edit]) -> None:
        self._changes.append(Change(self._when, steps))
        for place, node in steps:
            _set(self._live, place, node)

    def _flush_names(self, folder: Node | None) -> None:
        for index, change in enumerate(self._changes):
            for step, (place, _) in reversed(list(enumerate(change.steps))):
                if folder in (None, place[0]):
                    self._settle(self._sure, self._changes, index, step)
                    break
        self._changes = [change for change in self._changes if change.steps]

    def _settle(self, names: dict[Place, Node], changes: list[Change], index: int, step: int) -> None:
        """Let a change come onto the disk up to its ``step``, and before it what happened earlier to the same names."""
        change = changes[index]
        steps, change.steps = change.steps[: step + 1], change.steps[step + 1 :]
        if change.whole:
            steps, change.steps = steps + change.steps, []
        for place, node in steps:
            for earlier in range(index):
                found = [at for at, (other, _) in enumerate(changes[earlier].steps) if other == place]
                if found:
                    self._settle(names, changes, earlier, found[-1])
            _set(names, place, node)

    def _names_found(self, chance: random.Random) -> dict[Place, Node]:
        names, how = dict(self._sure), chance.choice(list(Arrived))
        changes = [Change(change.when, list(change.steps)) for change in self._changes]
        first = chance.randint(0, len(changes))
        if how is Arrived.SOME and self._rule is Names.IN_ORDER:
            how = Arrived.FIRST
        for index, change in enumerate(changes):
            steps = len(change.steps)
            if how is Arrived.SOME:
                steps = chance.randint(0, steps)
            elif how is Arrived.NOTHING or (how is Arrived.FIRST and index >= first):
                steps = 0
            if steps and change.steps:
                self._settle(names, changes, index, min(steps, len(change.steps)) - 1)
        return names

    def _draw(self, chance: random.Random, how: Arrived) -> Callable[[list[int]], int]:
        under_way = [node.lengths[0][0] for node in {*self._live.values(), *self._sure.values()} if node.lengths]
        moment = chance.randint(min(under_way, default=self._when), self._when + 1)
        return {
            Arrived.NOTHING: lambda times: 0,
            Arrived.ALL: len,
            Arrived.FIRST: lambda times: bisect_left(times, moment),
            Arrived.SOME: lambda times: chance.randint(0, len(times)),
        }[how]

    def _write(self, folder: Node, names: dict[Place, Node], target: Path, content: Callable[[Node], bytes]) -> None:
        target.mkdir(mode=0o700)
        for (parent, name), node in names.items():
            if parent is folder and node.folder:
                self._write(node, names, target / name, content)
            elif parent is folder and name != MARK:
                (target / name).write_bytes(content(node))


def _set(names: dict[Place, Node], place: Place, node: Node | None) -> None:
    if node is None:
        names.pop(place, None)
    else:
        names[place] = node
