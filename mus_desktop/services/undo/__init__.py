"""Undoing the leader's latest action, as offered by the message after it. For ``ui`` and ``workplace`` only."""
