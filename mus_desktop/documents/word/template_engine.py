"""The restricted template engine: a template may insert fields, repeat rows and omit parts, and nothing else.

Heavy: imports jinja2.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, UndefinedError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from mus_desktop.errors import DocumentError

_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const, nodes.Filter,
    nodes.For, nodes.If, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
)  # fmt: skip
_FILTERS = frozenset({"upper", "lower", "capitalize", "first", "last", "length"})
_QUOTED = re.compile(r"'([^']*)'")
_TAGS = re.compile(r"<[^>]+>")
_COMMAND = re.compile(r"(?=\{[{%#])")
_END = re.compile(r"(?<=[}%#]\})")

CODE_REFUSED = (
    "Word-skabelonen indeholder programkode og bliver ikke brugt. "
    "Den må kun indeholde felter og gentagelser som i skabelonen, der følger med skemaet."
)


class TemplateProblem(DocumentError):
    """A restyled template contains something the engine cannot or will not do."""


class UnknownField(TemplateProblem):
    """The template names a field that does not exist; ``field`` is the name, ``place`` a Danish sentence on where."""

    def __init__(self, field: str, known: Iterable[str], place: str = "") -> None:
        close_names = difflib.get_close_matches(field, sorted(known), n=1)
        hint = f"Mente du »{close_names[0]}«? " if close_names else ""
        super().__init__(
            f"Word-skabelonen bruger feltet »{field}«, som ikke findes. {place}{hint}Ret feltet i Word, og prøv igen."
        )
        self.field = field


class Engine:
    """A sandboxed Jinja environment: strict about unknown names, escaping, without functions."""

    def __init__(self) -> None:
        # Answers are escaped: ``&`` or ``<`` in them would break the markup.
        # No cache here: the renderer keeps compiled templates itself.
        self._environment = ImmutableSandboxedEnvironment(
            autoescape=True,
            undefined=StrictUndefined,
            finalize=_blank_for_none,
            keep_trailing_newline=True,
            cache_size=0,
        )
        # Jinja adds functions such as range() and lipsum(); a template needs none of them.
        self._environment.globals.clear()

    def compile(self, source: str) -> Template:
        """Return the template in ``source`` (a part's markup), compiled.

        :raises TemplateProblem: ``source`` cannot be read, or contains more than fields and repetitions.
        """
        try:
            tree = self._environment.parse(source)
        except TemplateSyntaxError as error:
            raise TemplateProblem(self._unreadable(source)) from error
        if not all(_is_allowed(node) for node in tree.find_all(nodes.Node)):
            raise TemplateProblem(CODE_REFUSED)
        return self._environment.from_string(tree)

    def _unreadable(self, source: str) -> str:
        """Return a Danish sentence that shows the command at which parsing stopped."""
        commands = _COMMAND.sub("\n", source)
        try:
            self._environment.parse(commands)
        except TemplateSyntaxError as error:
            parser_message = error.message or ""
            # A missing ``endfor`` is noticed only at the end of the file, so there is no place to show.
            if not parser_message.startswith(
                "Unexpected end of template"
            ) and "looking for the following tags: 'endfor'" not in (parser_message.replace("'else' or ", "")):
                place = _TAGS.sub("", commands.split("\n")[error.lineno - 1])
                return f"Word-skabelonen kan ikke læses ved »{_END.split(place)[0]}«. Ret stedet i Word, og prøv igen."
        return (
            "Word-skabelonen kan ikke læses: en gentagelse mangler sin afslutning »endfor«. "
            "Ret den i Word, eller brug skabelonen, der følger med skemaet."
        )


def _is_allowed(node: nodes.Node) -> bool:
    # Names that begin with an underscore lead to Python's internals.
    if isinstance(node, nodes.Getattr):
        return not node.attr.startswith("_")
    if isinstance(node, nodes.Filter):
        return node.name in _FILTERS and not node.args and not node.kwargs
    return isinstance(node, _ALLOWED)


def _blank_for_none(value: object) -> object:
    return "" if value is None else value


def missing_name(error: UndefinedError) -> str:
    """Return the unknown name that caused ``error``."""
    quoted = _QUOTED.findall(error.message or "")
    return quoted[-1] if quoted else "?"
