"""Logging: to stderr, warnings and worse; never a name, never an answer."""

from __future__ import annotations

import logging


def start_logging() -> None:
    """Set up logging for the whole program."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
