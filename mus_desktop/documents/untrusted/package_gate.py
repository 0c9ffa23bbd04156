"""The one way in for a Word package from outside: only parts on the list, nothing external, all XML read.

The package is followed from its root along its relationships (ECMA-376 part 2). What the list allows stays, what a plan
does not need is left out, and the rest is refused with its name. Parts that nothing leads to are left out too, because
Word does not find them either.

Heavy: imports lxml.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from lxml import etree

from mus_desktop.documents.untrusted import package_lists as lists
from mus_desktop.documents.untrusted.content_types import PACKAGE, ContentTypes, refuse_other_elements
from mus_desktop.documents.untrusted.markup_gate import check_commands, clean_markup
from mus_desktop.documents.untrusted.picture_check import picture_kind
from mus_desktop.documents.untrusted.refusals import (
    DAMAGED_TEMPLATE,
    LINKED_PICTURE,
    OUTSIDE,
    REFUSED_RELATIONSHIPS,
    STRICT_REFUSED,
    TEMPLATE_TOO_LARGE,
    UNKNOWN,
    UNKNOWN_PICTURE,
)
from mus_desktop.documents.untrusted.xml_reader import XmlRefused, parse_xml
from mus_desktop.errors import DocumentError

_TYPES_PART = "[Content_Types].xml"
_XML_ENDINGS = (".xml", ".rels", ".vml")
_MAX_PART_BYTES = 8 * 1024 * 1024
_MAX_XML_BYTES = 24 * 1024 * 1024
_MAX_RELATIONSHIPS = 4_000


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relationship of a part; ``target`` is the name of another part, as the package spells it."""

    id: str
    type: str
    target: str


@dataclass(frozen=True, slots=True)
class WordPackage:
    """A cleaned package: its ``parts`` and their content types, the main part, and the core properties or ``""``."""

    parts: Mapping[str, bytes]
    content_types: Mapping[str, str]
    main: str
    core: str

    def rendered(self) -> Iterator[str]:
        """Yield the names of the parts in which commands are carried out."""
        return (name for name, kind in self.content_types.items() if kind in lists.RENDERED_TYPES)


def clean_package(parts: Mapping[str, bytes]) -> WordPackage:
    """Return the package of ``parts``, reduced to what the lists allow.

    :raises DocumentError: it is damaged, or contains something that must not come into a plan.
    """
    return _PackageGate(parts).cleaned()


@dataclass
class _PackageGate:
    parts: Mapping[str, bytes]
    kept: dict[str, str] = field(default_factory=dict)
    """The content types of the parts that stay, by name."""
    written: dict[str, bytes] = field(default_factory=dict)
    """The parts that stay, as they are written."""
    relationships: int = 0

    def __post_init__(self) -> None:
        # Part names are compared without regard to capitals (ECMA-376 part 2, 6.2.2.3).
        self._names = {name.lower(): name for name in self.parts}
        self._trees = _trees(self.parts)
        if _TYPES_PART not in self._trees:
            raise DocumentError(DAMAGED_TEMPLATE)
        self._types = ContentTypes(self._trees[_TYPES_PART])

    def cleaned(self) -> WordPackage:
        root = self._follow("")
        # A list and no recursion: a chain of parts may be long.
        waiting = [one.target for one in root]
        while waiting:
            waiting.extend(one.target for one in self._follow(waiting.pop()))
        mains = [one.target for one in root if one.type == lists.MAIN]
        if len(mains) != 1:
            raise DocumentError(DAMAGED_TEMPLATE)
        self.written[_TYPES_PART] = _serialised(self._types.only_for(self.written))
        # In the order of the package, so that the same template always produces the same document.
        ordered = {name: self.written[name] for name in self.parts if name in self.written}
        core = next((one.target for one in root if self.kept[one.target] in lists.KEPT[lists.CORE]), "")
        return WordPackage(ordered, self.kept, mains[0], core)

    def _follow(self, owner: str) -> list[Relationship]:
        """Clean ``owner`` and its relationships; return those that lead to a part not seen before."""
        kept, left_out = self._relationships_of(owner)
        new = list[Relationship]()
        for one in kept:
            if one.target not in self.kept:
                self.kept[one.target] = self._types.of(one.target)
                self._take(one)
                new.append(one)
            if self.kept[one.target] not in lists.KEPT[one.type]:
                raise UNKNOWN.error(one.target)
        if owner in self._trees:
            clean_markup(self._trees[owner], owner, {one.id for one in kept}, left_out)
            if self.kept[owner] in lists.RENDERED_TYPES:
                check_commands(self._trees[owner], owner)
            self.written[owner] = _serialised(self._trees[owner])
        return new

    def _take(self, one: Relationship) -> None:
        """Take the part that ``one`` leads to: its bytes if it is binary, otherwise its tree."""
        content = self.parts[one.target]
        if one.type == lists.IMAGE and picture_kind(content) is None:
            raise UNKNOWN_PICTURE.error(one.target)
        if one.type in (lists.IMAGE, lists.FONT):
            self.written[one.target] = content
            self._trees.pop(one.target, None)
        elif one.target not in self._trees:
            self._trees[one.target] = _parsed(content)

    def _relationships_of(self, owner: str) -> tuple[list[Relationship], set[str]]:
        """Return the relationships of ``owner`` that stay, and the ids of those left out; the part is rewritten."""
        folder, _, name = owner.rpartition("/")
        file = self._names.get(f"{folder}/_rels/{name}.rels".lstrip("/").lower(), "")
        root = self._trees.get(file)
        if root is None:
            return [], set()
        refuse_other_elements(root, (f"{PACKAGE}relationships}}Relationship",))
        kept, left_out = list[Relationship](), set[str]()
        for entry in [*root]:
            found = self._judged(entry, owner, file)
            if found is None:
                left_out.add(entry.get("Id", ""))
                root.remove(entry)
            else:
                kept.append(found)
        self._count([*(one.id for one in kept), *left_out])
        if kept:
            self.written[file] = _serialised(root)
        return kept, left_out

    def _count(self, ids: Sequence[str]) -> None:
        """Raise :class:`DocumentError` if two relationships of a part have one id, or all parts have too many."""
        self.relationships += len(ids)
        if len(set(ids)) < len(ids) or self.relationships > _MAX_RELATIONSHIPS:
            raise DocumentError(DAMAGED_TEMPLATE)

    def _judged(self, entry: Any, owner: str, file: str) -> Relationship | None:
        """Return a relationship that stays, or ``None`` for one that is left out."""
        kind, target = entry.get("Type", ""), entry.get("Target", "")
        if kind in lists.LEFT_OUT:
            return None
        if kind.startswith(lists.STRICT_START):
            raise DocumentError(STRICT_REFUSED)
        reason = REFUSED_RELATIONSHIPS.get(kind.rpartition("/")[2], UNKNOWN)
        if kind not in lists.KEPT:
            raise reason.error(PurePosixPath(target).name[:60] or file)
        # Anything but the exact word for an internal target counts as external, whatever Word makes of it.
        if entry.get("TargetMode", "Internal") != "Internal":
            raise (LINKED_PICTURE if kind == lists.IMAGE else OUTSIDE).error(file)
        name = self._names.get(_resolved(owner, target).lower())
        # The files that describe the package are no parts of it.
        if name is None or name == _TYPES_PART or name.lower().endswith(".rels"):
            raise DocumentError(DAMAGED_TEMPLATE)
        # Word keeps an ordinary picture beside every drawing.
        if self._types.of(name) == lists.SVG:
            return None
        return Relationship(entry.get("Id", ""), kind, name)


def _trees(parts: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the XML parts as trees, also those left out later, so that none hides anything."""
    found = {name: part for name, part in parts.items() if name.lower().endswith(_XML_ENDINGS)}
    if sum(map(len, found.values())) > _MAX_XML_BYTES:
        raise DocumentError(TEMPLATE_TOO_LARGE)
    return {name: _parsed(part) for name, part in found.items()}


def _parsed(part: bytes) -> Any:
    if len(part) > _MAX_PART_BYTES:
        raise DocumentError(TEMPLATE_TOO_LARGE)
    try:
        return parse_xml(part)
    except XmlRefused as error:
        raise DocumentError(DAMAGED_TEMPLATE) from error


def _resolved(owner: str, target: str) -> str:
    """Return the name of the part to which ``target`` in the relationships of ``owner`` leads.

    :raises DocumentError: it leads out of the package, or is spelled so that programs may disagree on it.
    """
    if not target or any(mark in target for mark in "\\:%?#"):
        raise DocumentError(DAMAGED_TEMPLATE)
    segments = [] if target.startswith("/") else owner.split("/")[:-1]
    for segment in target.removeprefix("/").split("/"):
        if segment == "..":
            if not segments:
                raise DocumentError(DAMAGED_TEMPLATE)
            segments.pop()
        elif segment != ".":
            segments.append(segment)
    return "/".join(segments)


def _serialised(root: Any) -> bytes:
    return bytes(etree.tostring(root, encoding="UTF-8", standalone=True))
