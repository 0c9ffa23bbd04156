"""A client of AT-SPI, as a screen reader on Linux is one; run by Debian's Python, which has ``gi``.

Commands come on standard input, one a line, and each is answered with one line of JSON:

- ``tree``: every accessible of the program, as lists of depth, role, name, description, text, and whether it shows and
  has the focus.
- ``announced TEXT``: waits until an announcement contains ``TEXT``; answers with all announcements so far.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from time import monotonic
from typing import Any

from gi.repository import Gio, GLib  # type: ignore[import-not-found] # only Debian's Python has it

ROOT = "/org/a11y/atspi/accessible/root"
ACCESSIBLE, TEXT = "org.a11y.atspi.Accessible", "org.a11y.atspi.Text"
SHOWING, FOCUSED = 1 << 25, 1 << 12
"""Bits in the first word of a state set."""
PATIENCE = 30.0
REGISTRY, PROPERTIES = "org.a11y.atspi.Registry", "org.freedesktop.DBus.Properties"


def call(bus: Any, name: str, path: str, interface: str, method: str, arguments: Any = None) -> Any:
    """Return the answer of one method as a tuple."""
    timeout = int(PATIENCE * 1000)
    return bus.call_sync(name, path, interface, method, arguments, None, Gio.DBusCallFlags.NONE, timeout, None).unpack()


class Reader:
    """The connection to the bus of accessibility, on which all programs with a window are."""

    def __init__(self) -> None:
        session, name, path = Gio.bus_get_sync(Gio.BusType.SESSION), "org.a11y.Bus", "/org/a11y/bus"
        is_on = GLib.Variant("(ssv)", ("org.a11y.Status", "ScreenReaderEnabled", GLib.Variant("b", True)))
        call(session, name, path, PROPERTIES, "Set", is_on)
        (address,) = call(session, name, path, name, "GetAddress")
        flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
        self.bus = Gio.DBusConnection.new_for_address_sync(address, flags)
        self.announced: list[str] = []
        self.bus.signal_subscribe(
            None,
            "org.a11y.atspi.Event.Object",
            "Announcement",
            None,
            None,
            Gio.DBusSignalFlags.NONE,
            self._on_announced,
        )
        event = GLib.Variant("(sass)", ("object:announcement", [], ""))
        self.ask(REGISTRY, "/org/a11y/atspi/registry", REGISTRY, "RegisterEvent", event)

    def ask(self, name: str, path: str, interface: str, method: str, arguments: Any = None) -> Any:
        """Return the answer of one method as a tuple."""
        return call(self.bus, name, path, interface, method, arguments)

    def program(self) -> tuple[str, str]:
        """Return the first program on the bus, when it has come."""
        latest = monotonic() + PATIENCE
        while monotonic() < latest:
            (programs,) = self.ask(REGISTRY, ROOT, ACCESSIBLE, "GetChildren")
            if programs:
                name, path = programs[0]
                return name, path
            self.handle_events()
        raise TimeoutError("no program came to the bus")

    def walk(self, name: str, path: str, depth: int = 0) -> Iterator[list[object]]:
        """Yield every accessible from the top down; one that is deleted meanwhile is left out."""
        with suppress(GLib.Error):
            (role,) = self.ask(name, path, ACCESSIBLE, "GetRoleName")
            (states,) = self.ask(name, path, ACCESSIBLE, "GetState")
            texts = [self.property(name, path, "Name"), self.property(name, path, "Description"), self.text(name, path)]
            yield [depth, role, *texts, bool(states[0] & SHOWING), bool(states[0] & FOCUSED)]
            (children,) = self.ask(name, path, ACCESSIBLE, "GetChildren")
            for child in children:
                yield from self.walk(*child, depth + 1)

    def property(self, name: str, path: str, what: str) -> str:
        arguments = GLib.Variant("(ss)", (ACCESSIBLE, what))
        return str(self.ask(name, path, PROPERTIES, "Get", arguments)[0])

    def text(self, name: str, path: str) -> str:
        """Return what is written in an input; empty for anything else."""
        (interfaces,) = self.ask(name, path, ACCESSIBLE, "GetInterfaces")
        if TEXT not in interfaces:
            return ""
        return str(self.ask(name, path, TEXT, "GetText", GLib.Variant("(ii)", (0, -1)))[0])

    def wait_announced(self, text: str) -> list[str]:
        """Return all announcements when one contains ``text``, or what came until the patience ends."""
        latest = monotonic() + PATIENCE
        while not any(text in one for one in self.announced) and monotonic() < latest:
            self.handle_events()
        return self.announced

    def handle_events(self) -> None:
        while GLib.MainContext.default().iteration(False):
            pass

    def _on_announced(self, *signal: Any) -> None:
        self.announced.append(str(signal[5].unpack()[3]))


def answer_with(answer: object) -> None:
    sys.stdout.write(f"{json.dumps(answer)}\n")
    sys.stdout.flush()


def main() -> None:
    reader = Reader()
    answer_with("ready")
    for line in sys.stdin:
        command, _, text = line.strip().partition(" ")
        answer = list(reader.walk(*reader.program())) if command == "tree" else reader.wait_announced(text)
        answer_with(answer)


if __name__ == "__main__":
    main()
