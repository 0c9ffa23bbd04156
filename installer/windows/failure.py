"""The error that stops the build with one clear message."""

from __future__ import annotations


class BuildFailed(Exception):
    """The build cannot go on; the message says why, and what to do where that is known."""
