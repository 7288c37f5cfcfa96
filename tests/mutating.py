"""Ways to write code otherwise: layout, names, imports, and what stands round a call."""

from __future__ import annotations

import ast
import itertools
import re
import tokenize
from collections.abc import Callable, Sequence
from random import Random

from attrs import frozen

from aseptic.source.document import split_lines

BEGINS, ENDS = "PLANTED_BELOW", "PLANTED_ABOVE"
"""Statements between which the planted code stands."""
_PLAIN = (ast.Expr, ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Return, ast.Assert, ast.Pass, ast.Raise, ast.Delete)
_NOTES = ('"é😀"; ', "病 = '\u2028\u0085'; ", "_ = f\"{f'{1}😀'!r:>{9}}\"; ", "pass; ")
_COMMENTS = ("# plain", '# café 😀 (it\'s "here")', "#\t[", "# type: ignore", "# \x1c")
_WRAPPERS = (
    "(walrus := {})",
    "(lambda: {})()",
    "({} if PLACE else None)",
    "[{} for each in PLACE]",
    "[*{}]",
    'f"{{{}}}"',
    "f'{{{}!r:>9}} é'",
    "await {}",
    "not {}",
    "({}\n)",
    "PLACE({}, # é\n  b)",
)
_HEADS = (
    "import {module}",
    "import {module} as other",
    "import {module} as _{root}",
    "from elsewhere import {root}",
    "from . import {root}",
    "from .{root} import *",
    "from elsewhere import *",
    "from {module} import *",
    "{root} = None",
    "if TYPE_CHECKING:\n    import {module}",
    "if TYPE_CHECKING:\n    from elsewhere import {root}",
    "try:\n    import {module}\nexcept ImportError:\n    {root} = None",
    "try:\n    import {module}\nfinally:\n    pass",
    "if PLACE:\n    import {module}\nelse:\n    {root} = PLACE",
    "def {root}():\n    pass",
    "class {root}:\n    pass",
    "def f():\n    import {module}\n    return {root}",
    "import sys, {module}",
    "import {module}; PLACE()",
    "for {root} in PLACE:\n    pass",
    "with PLACE as {root}:\n    pass",
    "({root} := 1)",
    "import {root}.other",
    "from {module} import (\n    first,  # é\n    second,\n)",
    "from {module} import zzz as last",
    "__all__ = ['{root}']",
    "def f():\n    global {root}\n    {root} = 1",
)
_TOPS = (
    '"""Docstring é."""\n',
    '"""Docstring\n\nimport yaml\n"""\n',
    '"""Docstring."""; import sys\n',
    "from __future__ import annotations\n",
    "from __future__ import annotations; import sys\n",
    "#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\n# Licence é\n\n",
    "# Licence\n",
    "\f\n",
    "\n\n",
    "import os; import sys\n",
    "from os import (path,\n    sep)\n",
    "from os \\\n    import sep\n",
)
_NAMES = ("naïve", "é", "_", "self", "logger", "json", "os", "{root}")


@frozen
class Soil:
    """Code that is being changed, and what an import of a rewrite would bring."""

    text: str
    module: str = "hmac"

    @property
    def root(self) -> str:
        return self.module.partition(".")[0]

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def bed(self) -> range:
        """The lines of the planted code, 0-based."""
        lines = self.text.split("\n")
        first = next(number for number, line in enumerate(lines) if BEGINS in line)
        return range(first + 1, next(number for number, line in enumerate(lines) if ENDS in line))

    def offset(self, line: int, column: int) -> int:
        """Return the place in the text of a line, 1-based, and a column in letters."""
        return sum(len(row) for row in split_lines(self.text)[: line - 1]) + column

    def tokens(self) -> list[tokenize.TokenInfo]:
        rows = iter(split_lines(self.text))
        return list(tokenize.generate_tokens(lambda: next(rows, "")))

    def planted_tokens(self) -> list[tokenize.TokenInfo]:
        bed = self.bed
        return [each for each in self.tokens() if each.start[0] - 1 in bed]

    def nodes(self, *kinds: type[ast.AST]) -> list[ast.AST]:
        """Return the planted nodes of some kinds."""
        bed = self.bed
        return [
            each for each in ast.walk(self.tree) if isinstance(each, kinds) and getattr(each, "lineno", 0) - 1 in bed
        ]

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Return where a node stands in the text."""
        rows = split_lines(self.text)
        ends = ((getattr(node, f"{p}lineno"), getattr(node, f"{p}col_offset")) for p in ("", "end_"))
        start, end = (self.offset(line, len(rows[line - 1].encode()[:at].decode())) for line, at in ends)
        return start, end


Edits = Sequence[tuple[int, int, str]]
Change = Callable[[Soil, Random], Edits]


def spliced(text: str, edits: Edits) -> str:
    """Return a text with stretches of it written anew."""
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _at(soil: Soil, place: tuple[int, int], new: str) -> tuple[int, int, str]:
    at = soil.offset(*place)
    return at, at, new


def filled(template: str, soil: Soil) -> str:
    """Return a template with what an import of a rewrite brings."""
    return template.replace("{root}", soil.root).replace("{module}", soil.module)


def other_quotes(soil: Soil, random: Random) -> Edits:
    """Texts get other quotes, other prefixes."""
    made: list[tuple[int, int, str]] = []
    for each in soil.planted_tokens():
        found = re.fullmatch(r"(?s)([a-zA-Z]*)('''|\"\"\"|'|\")(.*)\2", each.string)
        if each.type != tokenize.STRING or not found or random.random() < 0.4:
            continue
        prefix, _, body = found.groups()
        quote = random.choice(["'", '"', "'''", '"""'])
        if quote[0] in body or ("\n" in body and len(quote) == 1):
            continue
        prefix = prefix or random.choice(["", "" if "\\" in body else "r", "" if "{" in body or "}" in body else "f"])
        at = soil.offset(*each.start)
        made.append((at, at + len(each.string), f"{prefix}{quote}{body}{quote}"))
    return made


def other_indent(soil: Soil, random: Random) -> Edits:
    """Blocks are indented by another width, or by tabs."""
    unit = random.choice([" ", "  ", "   ", "        ", "\t", "\t\t"])
    made: list[tuple[int, int, str]] = []
    level, fresh = 0, True
    for each in soil.tokens():
        if each.type == tokenize.INDENT:
            level += 1
        elif each.type == tokenize.DEDENT:
            level -= 1
        elif each.type == tokenize.NEWLINE:
            fresh = True
        elif each.type not in (tokenize.NL, tokenize.COMMENT, tokenize.ENDMARKER) and fresh:
            made.append((soil.offset(each.start[0], 0), soil.offset(*each.start), unit * level))
            fresh = False
    return made


def commented(soil: Soil, random: Random) -> Edits:
    """A comment stands at the end of a line."""
    tokens = soil.planted_tokens()
    before = [one for one, each in itertools.pairwise(tokens) if each.type == tokenize.NEWLINE]
    ends = [each for each in before if each.type != tokenize.COMMENT]
    return [_at(soil, random.choice(ends).end, f"  {random.choice(_COMMENTS)}")] if ends else ()


def commented_inside(soil: Soil, random: Random) -> Edits:
    """A comment, or a line end alone, stands within brackets."""
    opened = [each for each in soil.planted_tokens() if each.type == tokenize.OP and each.string in "([{,"]
    text = random.choice([f"  {random.choice(_COMMENTS)}\n", "\n", "\n\n"]) + random.choice(["", "    ", "\t\t"])
    return [_at(soil, random.choice(opened).end, text)] if opened else ()


def continued(soil: Soil, random: Random) -> Edits:
    """A line goes on behind a backslash."""
    tokens = soil.planted_tokens()
    gaps = [
        one.end
        for one, each in itertools.pairwise(tokens)
        if one.end[0] == each.start[0] and one.string.strip() and each.string.strip()
    ]
    return [_at(soil, random.choice(gaps), random.choice([" \\\n  ", " \\\n", "\\\n\t"]))] if gaps else ()


def _alone(soil: Soil) -> list[tuple[int, int]]:
    """Return where the simple statements stand that begin a line."""
    spans = [soil.span(each) for each in soil.nodes(*_PLAIN)]
    return [span for span in spans if not soil.text[soil.text.rfind("\n", 0, span[0]) + 1 : span[0]].strip()]


def noted(soil: Soil, random: Random) -> Edits:
    """Another statement, with wide letters, stands before one on its line."""
    found = _alone(soil)
    start = random.choice(found)[0] if found else 0
    return [(start, start, random.choice(_NOTES))] if found else ()


def trailed(soil: Soil, random: Random) -> Edits:
    """Another statement, or none, stands behind one on its line."""
    found = _alone(soil)
    end = random.choice(found)[1] if found else 0
    return [(end, end, random.choice(["; pass", ";", " ; '😀'", "; PLACE()"]))] if found else ()


def joined(soil: Soil, random: Random) -> Edits:
    """Two statements come to share a line."""
    found = sorted(_alone(soil))
    pairs = [(one[1], other[0]) for one, other in itertools.pairwise(found) if not soil.text[one[1] : other[0]].strip()]
    return [(*random.choice(pairs), "; ")] if pairs else ()


def on_header(soil: Soil, random: Random) -> Edits:
    """A body comes to share the line of its header."""
    found = [
        each for each in re.finditer(r":\n[ \t]+(?=\S)", soil.text) if soil.text.count("\n", 0, each.end()) in soil.bed
    ]
    chosen = random.choice(found) if found else None
    return [(chosen.start(), chosen.end(), ": ")] if chosen else ()


def decorated(soil: Soil, random: Random) -> Edits:
    """A function or class is decorated."""
    found = soil.nodes(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    if not found:
        return ()
    start, _ = soil.span(random.choice(found))
    indent = soil.text[soil.text.rfind("\n", 0, start) + 1 : start]
    decorator = random.choice(["PLACE", "PLACE(1,\n  2)", "staticmethod"])
    return [(start, start, f"@{decorator}\n{indent}")]


def made_async(soil: Soil, _: Random) -> Edits:
    """Functions become coroutines."""
    return [
        (start, start, "async ")
        for start, _ in map(soil.span, soil.nodes(ast.FunctionDef))
        if soil.text.startswith("def", start)
    ]


def wrapped(soil: Soil, random: Random) -> Edits:
    """A call stands within another expression."""
    found = soil.nodes(ast.Call)
    if not found:
        return ()
    start, end = soil.span(random.choice(found))
    return [(start, end, random.choice(_WRAPPERS).format(soil.text[start:end]))]


def _renaming(soil: Soil, old: str, new: str, lines: range) -> Edits:
    made: list[tuple[int, int, str]] = []
    before = ""
    for each in soil.tokens():
        if each.type == tokenize.NAME and each.string == old and before != "." and each.start[0] - 1 in lines:
            at = soil.offset(*each.start)
            made.append((at, at + len(old), new))
        before = each.string
    return made


def renamed(soil: Soil, random: Random) -> Edits:
    """A name of the planted code is another one, perhaps one that a rewrite would bring."""
    names = {each.id for each in soil.nodes(ast.Name) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
    names |= {each.arg for each in soil.nodes(ast.arg) if isinstance(each, ast.arg)}
    if not names:
        return ()
    return _renaming(soil, random.choice(sorted(names)), filled(random.choice(_NAMES), soil), soil.bed)


def aliased(soil: Soil, random: Random) -> Edits:
    """What is imported has another name."""
    found = [
        alias
        for each in soil.tree.body
        if isinstance(each, ast.Import | ast.ImportFrom) and getattr(each, "module", "") != "__future__"
        for alias in each.names
        if not alias.asname and "." not in alias.name and alias.name != "*"
    ]
    if not found:
        return ()
    alias, new = random.choice(found), random.choice(["alias", "é", "_a"])
    own = soil.span(alias)
    uses = _renaming(soil, alias.name, new, range(len(soil.text)))
    imports = {soil.span(each)[0] for each in ast.walk(soil.tree) if isinstance(each, ast.alias)}
    return [(own[1], own[1], f" as {new}"), *(use for use in uses if use[0] not in imports)]


def headed(soil: Soil, random: Random) -> Edits:
    """The module's level binds, in some way, what a rewrite may bring."""
    text = filled(random.choice(_HEADS), soil)
    places = [0, *(soil.span(each)[1] for each in soil.tree.body if soil.text[soil.span(each)[1] :][:1] == "\n")]
    at = random.choice(places)
    return [(at, at, f"\n{text}" if at else f"{text}\n")]


def topped(soil: Soil, random: Random) -> Edits:
    """The file begins otherwise."""
    return [(0, 0, random.choice(_TOPS))]


def fed(soil: Soil, random: Random) -> Edits:
    """A form feed, or a line of blanks, stands between statements."""
    starts = [
        each.start() for each in re.finditer(r"(?m)^", soil.text) if soil.text.count("\n", 0, each.start()) in soil.bed
    ]
    at = random.choice(starts)
    return [(at, at, random.choice(["\f", "\f\n", " \t\n", "\f\f\n", "# é\n"]))]


def under_type_checking(soil: Soil, random: Random) -> Edits:
    """An import stands for type checkers only, or in a function."""
    found = [each for each in soil.tree.body if isinstance(each, ast.Import | ast.ImportFrom)]
    if not found:
        return ()
    start, end = soil.span(random.choice(found))
    return [
        (start, start, random.choice(["if TYPE_CHECKING: ", "try: ", "if PLACE:\n    "])),
        (end, end, random.choice(["", "\nfinally: pass"])),
    ]


def bracketed_import(soil: Soil, random: Random) -> Edits:
    """An import stands over several lines, or with another on its line."""
    found = [each for each in soil.tree.body if isinstance(each, ast.ImportFrom) and each.module != "__future__"]
    if not found:
        return ()
    chosen = random.choice(found)
    names = [alias.name for alias in chosen.names]
    if names == ["*"]:
        return ()
    head = ast.unparse(chosen).partition(" import ")[0]
    inner = random.choice(
        [f"({', '.join(names)},)", "(\n    " + ",  # é\n    ".join(names) + "\n)", "(  # é\n" + ", ".join(names) + ")"]
    )
    return [(*soil.span(chosen), f"{head} import {inner}{random.choice(['', '; PLACE()', '  # noqa'])}")]


def unended(soil: Soil, random: Random) -> Edits:
    """The file ends otherwise, perhaps with the planted code."""
    end = len(soil.text)
    return [(len(soil.text.rstrip("\n")), end, random.choice(["", "\n\n\n", "\n  ", "\n# é", "; pass"]))]


def named_alike(soil: Soil, random: Random) -> Edits:
    """A comment or text beside the planted code names what a rewrite looks for."""
    at = soil.offset(soil.bed.start + 1, 0)
    return [(at, at, random.choice([f"# {soil.module}\n", f"# import {soil.module}\n"]))]


CHANGES: tuple[Change, ...] = (
    other_quotes, other_indent, commented, commented_inside, continued, noted, trailed, joined, on_header, decorated,
    made_async, wrapped, renamed, aliased, headed, topped, fed, under_type_checking, bracketed_import, unended,
    named_alike,
)  # fmt: skip
