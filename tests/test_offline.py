"""The program is offline: no module that could reach a network is imported anywhere, not even inside a function.

The import contracts see whole modules; this sees single names as well (``QtNetwork`` of PySide6, ``urllib.request``).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import mus_desktop

PACKAGE = Path(mus_desktop.__file__).parent
NETWORK = {
    "aiohttp", "asyncio", "ftplib", "http", "httpx", "imaplib", "nntplib", "poplib", "requests", "select", "selectors",
    "smtplib", "socket", "socketserver", "ssl", "telnetlib", "urllib", "urllib3", "webbrowser", "wsgiref", "xmlrpc",
    "PySide6.QtNetwork", "PySide6.QtNetworkAuth", "PySide6.QtWebSockets", "PySide6.QtHttpServer",
}  # fmt: skip


def imported(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in {"__import__", "importlib.import_module"}:
            yield "a module named at run time"


def reaches_network(name: str) -> bool:
    return name in NETWORK or name.partition(".")[0] in NETWORK or name == "a module named at run time"


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_reaches_a_network(path: Path) -> None:
    assert not [name for name in imported(path.read_text("utf-8")) if reaches_network(name)]


@pytest.mark.parametrize(
    "line",
    [
        "import socket",
        "import urllib.request",
        "from urllib import request",
        "from PySide6 import QtNetwork",
        "from PySide6.QtNetwork import QLocalServer",
        "def f():\n    import http.client",
        "__import__('socket')",
    ],
)
def test_the_check_sees(line: str) -> None:
    assert any(reaches_network(name) for name in imported(line))
