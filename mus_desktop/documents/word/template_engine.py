"""The restricted template engine: a template may insert fields, repeat rows and omit parts, and nothing else.

Heavy: imports jinja2.
"""

from __future__ import annotations

import difflib
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, UndefinedError, nodes, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from mus_desktop.errors import DocumentError

_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const, nodes.Filter,
    nodes.For, nodes.If, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
)  # fmt: skip
_FILTERS = frozenset({"upper", "lower", "capitalize", "first", "last", "length"})
_COUNTED = "counted iterations"
"""The name of the filter and of the value in the context that count; no template can write a name with a space."""
_MAX_ITERATIONS = 100_000
"""The most iterations of all loops of one document; a plan of 200 long agreements takes about 10,000."""
_MAX_LETTERS = 8_000_000
"""The most letters of markup in one part; a plan of 3,000 agreements has half of it."""
_LETTERS_OF_A_BREAK = 60
"""The letters of markup that a tab or a line break becomes."""
_MAX_SECONDS = 30.0
_QUOTED = re.compile(r"'([^']*)'")
_TAGS = re.compile(r"<[^>]+>")
_COMMAND = re.compile(r"(?=\{[{%#])")
_END = re.compile(r"(?<=[}%#]\})")

CODE_REFUSED = (
    "Word-skabelonen indeholder programkode og bliver ikke brugt. "
    "Den må kun indeholde felter og gentagelser som i skabelonen, der følger med skemaet."
)


_TOO_MUCH = (
    "Word-skabelonen bliver ikke brugt, fordi dens gentagelser giver et alt for langt dokument. "
    "Slet de gentagelser, der ikke skal bruges, eller brug skabelonen, der følger med skemaet."
)
_TOO_NESTED = (
    "Word-skabelonen kan ikke læses, fordi den har for mange gentagelser inden i hinanden. "
    "Ret den i Word, eller brug skabelonen, der følger med skemaet."
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
        self._environment.filters[_COUNTED] = _counted

    def compile(self, source: str) -> Template:
        """Return the template in ``source`` (a part's markup), compiled.

        :raises TemplateProblem: ``source`` cannot be read, or contains more than fields and repetitions.
        """
        try:
            tree = self._environment.parse(source)
            if not all(_is_allowed(node) for node in tree.find_all(nodes.Node)):
                raise TemplateProblem(CODE_REFUSED)
            for loop in tree.find_all(nodes.For):
                loop.iter = nodes.Filter(loop.iter, _COUNTED, [], [], None, None, lineno=loop.lineno)
            return self._environment.from_string(tree)
        except TemplateSyntaxError as error:
            raise TemplateProblem(self._unreadable(source)) from error
        # Jinja calls itself for each level, and Python compiles at most 20 blocks inside each other.
        except (RecursionError, SyntaxError, MemoryError) as error:
            raise TemplateProblem(_TOO_NESTED) from error

    def _unreadable(self, source: str) -> str:
        """Return a Danish sentence that shows the command at which parsing stopped."""
        commands = _COMMAND.sub("\n", source)
        try:
            self._environment.parse(commands)
        except TemplateSyntaxError as error:
            parser_message = error.message or ""
            # A missing ``endfor`` is noticed only at the end of the file or of the part around the loop, so there is no
            # place to show.
            if not _lacks_end_of_loop(parser_message):
                place = _TAGS.sub("", commands.split("\n")[error.lineno - 1])
                return f"Word-skabelonen kan ikke læses ved »{_END.split(place)[0]}«. Ret stedet i Word, og prøv igen."
        return (
            "Word-skabelonen kan ikke læses: en gentagelse mangler sin afslutning »endfor«. "
            "Ret den i Word, eller brug skabelonen, der følger med skemaet."
        )


def _lacks_end_of_loop(parser_message: str) -> bool:
    """Return whether the engine's message is about a loop that is never closed."""
    in_open_loop = parser_message.startswith("Encountered unknown tag 'endif'") and parser_message.endswith("is 'for'.")
    looked_for = "looking for the following tags: 'endfor'" in parser_message.replace("'else' or ", "")
    return parser_message.startswith("Unexpected end of template") or looked_for or in_open_loop


class RenderBudget:
    """The iterations and the time that the parts of one document may still take, counted while they are rendered.

    The counts refuse a template on every PC alike; the time is a second bound, for what the counts do not foresee.
    """

    def __init__(self) -> None:
        self._iterations = _MAX_ITERATIONS
        self._ends_at = time.monotonic() + _MAX_SECONDS

    def render(self, template: Template, context: Mapping[str, Any]) -> str:
        """Return ``template`` rendered with ``context``.

        :raises TemplateProblem: the result would be longer, or take longer, than any plan.
        """
        pieces, letters = list[str](), 0
        for piece in template.generate({**context, _COUNTED: self}):
            letters += len(piece) + _LETTERS_OF_A_BREAK * (piece.count("\t") + piece.count("\n"))
            if letters > _MAX_LETTERS:
                raise TemplateProblem(_TOO_MUCH)
            pieces.append(piece)
        return "".join(pieces)

    def count_iteration(self) -> None:
        """Count one iteration of any loop."""
        self._iterations -= 1
        if self._iterations < 0 or time.monotonic() > self._ends_at:
            raise TemplateProblem(_TOO_MUCH)


@pass_context
def _counted(context: Context, values: Iterable[Any]) -> Iterator[Any]:
    budget: RenderBudget = context[_COUNTED]
    for value in values:
        budget.count_iteration()
        yield value


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
