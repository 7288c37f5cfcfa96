"""Real code with noncompliant code planted in it, and written otherwise in ways that leave it Python."""

from __future__ import annotations

import ast
from functools import cache
from random import Random

from attrs import frozen
from hypothesis import strategies as st
from mutating import BEGINS, CHANGES, ENDS, Change, Soil, filled, spliced

from aseptic.source.document import split_lines

HOLDERS = (
    "with PLACE:",
    "if PLACE:",
    "for each in PLACE:",
    "while PLACE:",
    "def held({root}):",
    "async def held(self, *, a=1):",
    "class Held:",
    "match PLACE:\n    case _:",
    "try:\n    PLACE\nfinally:",
    "try:\n    PLACE\nexcept (OSError, ValueError) as error:",
    "if PLACE:\n    pass\nelse:",
    "class Held:\n    def held(self):",
    "def held():\n    {root} = PLACE",
    "def held():\n    import {module}",
    "def held():\n    global {root}",
)
"""What planted code stands in."""


@frozen
class Mutant:
    """What is planted where, and what is done to it."""

    code: str
    host: str
    """The text of a module."""
    module: str = "hmac"
    """What an import of a rewrite brings."""
    place: int = 0
    """At which of the host's statements it is planted."""
    holders: tuple[str, ...] = ()
    changes: tuple[tuple[Change, int], ...] = ()
    """What is changed, in order, each with the seed of its choices."""
    ending: str = "\n"
    mark: str = ""
    """A byte order mark, or nothing."""

    @property
    def text(self) -> str | None:
        """The code; None where the planting alone leaves no Python."""
        grown = sown(self)
        if grown is None:
            return None
        soil = Soil(grown, self.module)
        for change, seed in self.changes:
            text = spliced(soil.text, change(soil, Random(seed)))
            if compiles(text) and BEGINS in text and ENDS in text:
                soil = Soil(text, self.module)
        return self.mark + soil.text.replace("\n", self.ending)


def compiles(text: str) -> bool:
    """Say whether a text is Python, in its scopes and its imports of the future, too."""
    try:
        compile(text, "mutant", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


def _indented(text: str, indent: str) -> str:
    return "".join(indent + line if line.strip() else line for line in text.splitlines(keepends=True))


def sown(mutant: Mutant) -> str | None:
    """Return a host with code planted at one of its statements, at that one's depth."""
    soil = Soil(mutant.host, mutant.module)
    tree = ast.parse(mutant.code)
    imports = [each for each in tree.body if isinstance(each, ast.Import | ast.ImportFrom)]
    gone = {line for each in imports for line in range(each.lineno - 1, each.end_lineno or 0)}
    lines = mutant.code.split("\n")
    body = "\n".join(line for number, line in enumerate(lines) if number not in gone).strip("\n")
    grown = f"{BEGINS}\n{body}\n{ENDS}\n"
    for holder in mutant.holders:
        head = filled(holder, soil)
        last = head.rsplit("\n", 1)[-1]
        deeper = last[: len(last) - len(last.lstrip())] + ("    " if last.endswith(":") else "")
        grown = f"{head}\n{_indented(grown, deeper)}"
    if not (starts := _places(mutant.host)):
        return None  # a docstring alone
    line, column = starts[mutant.place % len(starts)]
    rows = split_lines(mutant.host)
    inner = _indented(grown, rows[line][:column])
    whole = "".join((*rows[:line], inner, *rows[line:]))
    if not compiles(whole):
        return None
    text = _with_imports(whole, "".join(f"{ast.unparse(each)}\n" for each in imports))
    return text if compiles(text) else None


@cache
def _places(host: str) -> list[tuple[int, int]]:
    """Return the lines and columns of statements that begin their line, behind what heads the module."""
    rows = split_lines(host)
    head = _head(host)
    found = {
        (min([each.lineno, *(one.lineno for one in getattr(each, "decorator_list", []))]) - 1, each.col_offset)
        for each in ast.walk(ast.parse(host))
        if isinstance(each, ast.stmt) and each.lineno > head
    }
    return sorted(
        (line, at) for line, at in found if not rows[line][:at].strip() and not rows[line].startswith("elif", at)
    )


def _head(text: str) -> int:
    """Return the line behind a docstring and imports of the future."""
    line = 0
    for node in ast.parse(text).body:
        said = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not (said or (isinstance(node, ast.ImportFrom) and node.module == "__future__")):
            break
        line = node.end_lineno or node.lineno
    return line


def _with_imports(text: str, imports: str) -> str:
    rows = split_lines(text)
    at = _head(text)
    return "".join((*rows[:at], imports, *rows[at:]))


MUTANTS = st.builds(
    Mutant,
    code=st.just(""),
    host=st.just("x = 1\n"),
    place=st.integers(0, 400),
    holders=st.lists(st.sampled_from(HOLDERS), max_size=2).map(tuple),
    changes=st.lists(st.tuples(st.sampled_from(CHANGES), st.integers(0, 10**6)), max_size=6).map(tuple),
    ending=st.sampled_from(["\n", "\r\n", "\r"]),
    mark=st.sampled_from(["", "\ufeff"]),
)
"""Ways to plant and change; code, host and module are the test's."""
