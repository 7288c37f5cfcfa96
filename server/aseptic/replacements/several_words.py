"""A value that stands bare in a shell's command and holds several words, or none: options, mostly."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from aseptic.replacements.command import SHELL
from aseptic.replacements.naming import Written, module_written
from aseptic.replacements.site import Site

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_SEVERAL = re.compile(r"(?i)(?:^|_)(?:arg|argument|opt|option|flag|param|parameter|extra)s?$")
"""What a parameter is called that holds options of a program."""
_QUOTES = re.compile(r"[\"'\\]")


def split_apart(site: Site, text: str) -> Written | None:
    """Write what takes a value apart into arguments, with its star; None where it is not known to be several.

    A name is where its function gives it texts that are plain words, options or nothing, and where it is a parameter
    that is called so. What a shell would read as more, a redirection among them, is not.
    """
    if not text.isidentifier():
        return None
    function = next((each for each in site.above(site.node) if isinstance(each, _FUNCTIONS)), None)
    if function is None:
        return None
    uses = site.parsed.naming(function, text)
    stored = [each for each in uses if not (isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load))]
    given = [site.parsed.parents.get(each) for each in stored]
    if stored and all(isinstance(each, ast.Assign | ast.AnnAssign) for each in given):
        texts = [piece for each in given for piece in _texts(getattr(each, "value", None))]
        several = any(not piece.strip() or " " in piece for piece in texts if piece is not None)
        if None in texts or not several or any(SHELL.search(piece or "") for piece in texts):
            return None
        plain = not any(_QUOTES.search(piece or "") for piece in texts) and not _holds_data(given)
        return Written(f"*{text}.split()") if plain else _by_shlex(site, text)
    if len(stored) == 1 and isinstance(stored[0], ast.arg) and _SEVERAL.search(text):
        return _by_shlex(site, text) if _is_given(function, stored[0]) else None
    return None


def _by_shlex(site: Site, text: str) -> Written | None:
    module = module_written(site, "shlex")
    return module and Written(f"*{module.text}.split({text})", module.imports)


def _texts(node: ast.expr | None) -> Iterator[str | None]:
    """Yield what stands written in the texts that a value may be; None where it may be anything else."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=[ast.Constant(value=str(first)), *_]) if first[:1] == "-":
            yield from (str(each.value) for each in node.values if isinstance(each, ast.Constant))
        case ast.IfExp(body=body, orelse=other):
            yield from _texts(body)
            yield from _texts(other)
        case _:
            yield None


def _holds_data(given: list[ast.AST | None]) -> bool:
    return any(isinstance(each, ast.JoinedStr) for statement in given if statement for each in ast.walk(statement))


def _is_given(function: ast.AST, parameter: ast.arg) -> bool:
    """Whether a parameter is one text: no `*args`, no None by default, and of no other kind as far as it is said."""
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    arguments = function.args
    positional = (*arguments.posonlyargs, *arguments.args)
    defaults = dict(zip(positional[::-1], arguments.defaults[::-1], strict=False))
    defaults |= {each: value for each, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if value}
    default, kind = defaults.get(parameter), parameter.annotation
    texts = default is None or (isinstance(default, ast.Constant) and isinstance(default.value, str))
    named = parameter in positional or parameter in arguments.kwonlyargs
    return named and texts and (kind is None or ast.unparse(kind) == "str")
