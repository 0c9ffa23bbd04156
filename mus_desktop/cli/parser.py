"""A parser of commands that reports an error as one Danish line."""

from __future__ import annotations

import argparse
import re
from typing import NoReturn

WRONG_USE = 2
_DANISH = (
    (r"^argument ([^:]+): ", r"\1: "),
    (r"invalid choice: (.+) \(choose from (.+)\)", r"\1 kendes ikke; vælg mellem \2"),
    (r"invalid int value: (.+)", r"\1 er ikke et nummer"),
    (r"expected one argument", "der mangler noget bagefter"),
    (r"not allowed with argument (.+)", r"kan ikke bruges sammen med \1"),
    (r"the following arguments are required: (.+)", r"der mangler \1"),
    (r"one of the arguments (\S+) (\S+) is required", r"der mangler \1 eller \2"),
    (r"unrecognized arguments: (.+)", r"\1 kendes ikke"),
)
"""Messages of argparse as patterns, with their Danish translations."""


class Parser(argparse.ArgumentParser):
    """An argument parser that exits with :data:`WRONG_USE` when a command cannot be understood."""

    def error(self, message: str) -> NoReturn:
        for english, danish in _DANISH:
            message = re.sub(english, danish, message)
        self.exit(WRONG_USE, f"Kommandoen kan ikke forstås: {message}. Se »mus-desktop --help«.\n")
