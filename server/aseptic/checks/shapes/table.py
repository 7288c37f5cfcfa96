"""What each word of a rule's `shapes:` means, and what a chunk must hold for it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping

from attrs import frozen

from aseptic.checks.detector import Detector, Mark, Subject
from aseptic.checks.shapes.handlers import jumps_in_finally, silent_handlers
from aseptic.checks.shapes.sharing import GROWING, folders_after_a_look, growing_defaults, locks_left_shut
from aseptic.checks.sieve.need import Kind, Need
from aseptic.standard.detect import Shape
from aseptic.standard.rule import Rule

_VOID = r"(?:[\s\\()]|#.*)*+"
_NOTHING = rf"{_VOID}(?:pass\b|return[ \t\f]*(?:[;#\\\r\n]|\Z)|(?:None|True|False)\b|[a-zA-Z]{{0,2}}[\"']|[\d.])"
"""How a block begins that may do nothing."""
_BARE = rf"\bexcept(?:\s|\\|#.*)*:{_NOTHING}"
_SILENT = rf"\bexcept\b(?:[^:\[{{#\"']*+:{_NOTHING}|[^:]*?(?:[\[{{#\"']|lambda))"
"""A handler that may do nothing, and any in which a colon need not be the one before its block."""
_DEFAULT = rf"={_VOID}(?:\[|\{{|list\b|dict\b|set\b)"
_GROWING = (
    rf"[(,]{_VOID}(?P<name>[^\W\d]\w*){_VOID}(?>{_DEFAULT}|:(?s:.)*?{_DEFAULT})"
    rf"(?s:.)*?\b(?P=name)\b{_VOID}(?:\[|\.{_VOID}(?:{'|'.join(sorted(GROWING))})\b)"
)
"""A parameter with such a default, and something that changes it."""


_TRIES = (ast.Try, ast.TryStar)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@frozen(eq=False)
class _Known:
    """How a shape is found, and in which nodes; names of which one group stands in its code, and a pattern beside."""

    find: Callable[[ast.AST, Subject], Iterator[ast.AST]]
    kinds: tuple[type[ast.AST], ...]
    names: tuple[str, ...]
    pattern: str = ""


_KNOWN: Mapping[Shape, tuple[_Known, ...]] = {
    Shape.SILENT_HANDLER: (
        _Known(silent_handlers, _TRIES, ("except Exception", "except BaseException"), _SILENT),
        _Known(silent_handlers, _TRIES, ("except",), _BARE),
    ),
    Shape.JUMP_IN_FINALLY: (_Known(jumps_in_finally, _TRIES, ("finally return", "finally break", "finally continue")),),
    Shape.GROWING_DEFAULT: (_Known(growing_defaults, _FUNCTIONS, ("def",), _GROWING),),
    Shape.LOCK_LEFT_SHUT: (_Known(locks_left_shut, _FUNCTIONS, ("acquire release",)),),
    Shape.FOLDER_AFTER_A_LOOK: (_Known(folders_after_a_look, _FUNCTIONS, ("if not makedirs", "if not mkdir")),),
}


def shape_needs(rules: Iterable[Rule]) -> Iterator[Need]:
    """Yield the needs of the shapes that rules declare."""
    for shape in dict.fromkeys(shape for rule in rules for shape in rule.heading.detect.shapes):
        for known in _KNOWN[shape]:
            for names in known.names:
                yield Need(Kind.SHAPE, shape.value, frozenset(names.split()), pattern=known.pattern)


def shapes_detector(rules: Iterable[Rule]) -> Detector:
    """Make the detector of the shapes that rules declare."""
    declared = tuple((rule.id, shape) for rule in rules for shape in rule.heading.detect.shapes)

    def detect(subject: Subject) -> Iterator[Mark]:
        possible = subject.sought.get(Kind.SHAPE)
        if not possible:
            return
        sought = [(rule, _KNOWN[shape][0]) for rule, shape in declared if shape.value in possible]
        for node, _ in subject.among({kind for _, known in sought for kind in known.kinds}):
            for rule, known in sought:
                yield from (Mark(rule, found) for found in known.find(node, subject))

    return detect
