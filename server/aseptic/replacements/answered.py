"""Failures that are an answer, or that somebody answers already: nothing is to be logged there."""

from __future__ import annotations

import ast
import re

from aseptic.replacements.defaults import falls_back
from aseptic.replacements.site import Site
from aseptic.replacements.statement import block_of

_PROBE = re.compile(r"_?(?:has|have|is|can|supports|guess|detect)_|_?[Dd]ebug|log_|__del__$")
_TELLS = re.compile(r"(?:\w+_)?logs?$|emit$|handle_?error$|print_|usage|(?-i:do_[a-z])", re.IGNORECASE)
"""Functions that tell of errors, as a shell's commands do: what goes wrong with that cannot be told by the same way."""
_TELLING = re.compile(
    r"\bexcepthook\(|\bprint_exc|\bstd(?:in|out|err)\b(?!\s*=[^=])|\bunraisablehook\(|\bwarnings\.warn\(|\bget_terminal_size\("
)
_REASON = re.compile(r"ignor|swallow|fail|error|harmless|best.effort|optional|not necessar|whatever", re.IGNORECASE)
_TO_DO = re.compile(r"todo|fixme|xxx", re.IGNORECASE)
_GONE = frozenset({"remove", "index", "discard"})
"""Methods of lists that fail for what is not there."""


def is_answer(site: Site, function: str) -> bool:
    """Say whether a failure is an answer and no error, as of an import that is tried, or comes while an object goes.

    What fails to tell of an error is the last resort, and tells nothing of its own, nor does what fails while another
    error is handled. Where another way is tried next, the failure of this one is what leads there.
    """
    handler, tried = site.node, site.parsed.parents.get(site.node)
    if _PROBE.match(function) or _TELLS.match(function):
        return True
    if not isinstance(handler, ast.ExceptHandler) or not isinstance(tried, ast.Try):
        return False
    if any(_probes(site, each) for each in tried.body) or _reasoned(site, tried):
        return True
    if handler.type is not None and "KeyboardInterrupt" in site.text_of(handler.type):
        return True  # somebody said no
    asked = tried.orelse and not _TO_DO.search(site.text_of(handler))
    nested = any(isinstance(each, ast.ExceptHandler) for each in _within(site, tried))
    another = _goes_another_way(site, tried) or _tries_the_next(site, tried) or _is_asked_for(site, tried)
    return bool(asked) or nested or another or falls_back(site, tried)


def is_attempt(site: Site, function: str) -> bool:
    """Say whether a failure only leads to another way, of which a note for those who look for it tells nothing wrong.

    It is none in what asks whether something is there, in what tells of errors, and while another error is handled.
    """
    handler, tried = site.node, site.parsed.parents.get(site.node)
    if _PROBE.match(function) or _TELLS.match(function):
        return False
    if not isinstance(handler, ast.ExceptHandler) or not isinstance(tried, ast.Try):
        return False
    if handler.type is not None and "KeyboardInterrupt" in site.text_of(handler.type):
        return False
    nested = any(isinstance(each, ast.ExceptHandler) for each in _within(site, tried))
    imports = [each for each in tried.body if isinstance(each, ast.Import | ast.ImportFrom)]
    asks = any(_probes(site, each) for each in tried.body if each not in imports)
    return not (nested or asks or len(imports) == len(tried.body))


def _probes(site: Site, statement: ast.stmt) -> bool:
    """Whether a statement that is tried may fail because something is not there."""
    match statement:
        case ast.Import() | ast.ImportFrom() | ast.Delete():
            return True
        case ast.Assign(value=ast.Call(func=ast.Name(id="getattr"), args=[_, _])):
            return True
        case ast.If(test=test) if "hasattr(" in site.text_of(test):
            return True
        case ast.Assign(value=ast.Attribute(value=ast.Attribute(value=ast.Attribute()))):
            return True  # something on the way may be None
        case ast.Expr(value=ast.Call(func=ast.Name(id="int" | "float" | "complex"))):
            return True  # it asks whether a text is a number
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr="sort"))):
            return True  # what cannot be compared stays as it is
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr="mkdir" | "makedirs"), keywords=keywords)):
            return all(each.arg != "exist_ok" for each in keywords)  # it is there already
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=owner, attr=name), args=[_])) if name in _GONE:
            return site.meaning(owner) != "os"
        case _:
            text = site.text_of(statement)
            return "__import__(" in text or bool(_TELLING.search(text))


def _reasoned(site: Site, tried: ast.Try) -> bool:
    """Whether a comment right above, within, or above the condition that leads there, says what a failure means."""
    holder = site.parsed.parents.get(tried)
    led = [holder] if isinstance(holder, ast.If) and holder.body[0] is tried else []
    said = [_above(site, each) for each in (tried, tried.body[0], *led)]
    return any(len(each.split()) > 3 and _REASON.search(each) for each in said)


def _above(site: Site, statement: ast.stmt) -> str:
    """Return the comment in the lines right above a statement."""
    line = site.parsed.span(statement).start.line
    said: list[str] = []
    while line and site.parsed.lines[line - 1].lstrip().startswith("#"):
        line -= 1
        said.append(site.parsed.lines[line].strip())
    return "\n".join(reversed(said))


def _goes_another_way(site: Site, tried: ast.Try) -> bool:
    """Whether the function returns what was tried, and otherwise goes on to more than a plain answer."""
    after = list[ast.stmt]()
    for each in (tried, *_within(site, tried)):
        if isinstance(each, ast.stmt):
            block = block_of(site.parsed, each)
            after += block[block.index(each) + 1 :]
    plain = len(after) == 1 and isinstance(after[0], ast.Return) and _is_plain(after[0].value)
    returns = any(isinstance(each, ast.Return) for statement in tried.body for each in site.parsed.inside(statement))
    return returns and bool(after) and not plain


def _is_asked_for(site: Site, tried: ast.Try) -> bool:
    """Whether what was tried gives a name its value, which was None before and is asked for None below."""
    match tried.body:
        case [ast.Assign(targets=[ast.Name(id=name)])]:
            holder = site.parsed.parents.get(tried)
            before = isinstance(holder, ast.If) and ast.unparse(holder.test) == f"{name} is None"
            first = holder if before and isinstance(holder, ast.stmt) else tried
            block = block_of(site.parsed, first)
            after = (node for each in block[block.index(first) + 1 :] for node in ast.walk(each))
            asked = (f"{name} is None", f"{name} is not None")
            return before and any(isinstance(node, ast.Compare) and ast.unparse(node) in asked for node in after)
        case _:
            return False


def _is_plain(value: ast.expr | None) -> bool:
    match value:
        case None | ast.Constant() | ast.Dict(keys=[]) | ast.List(elts=[]) | ast.Tuple(elts=[]):
            return True
        case _:
            return False


def _tries_the_next(site: Site, tried: ast.Try) -> bool:
    """Whether a loop tries one after another until one does: it is left by what succeeds. To try again is no such."""
    loop = next((each for each in _within(site, tried) if isinstance(each, ast.For | ast.AsyncFor)), None)
    if loop is None or ast.unparse(loop.iter).startswith("range("):
        return False
    handled = {id(each) for handler in tried.handlers for each in ast.walk(handler)}
    left = (each for each in ast.walk(loop) if isinstance(each, ast.Return | ast.Break))
    return any(id(each) not in handled for each in left)


def _within(site: Site, node: ast.AST) -> list[ast.AST]:
    """Return what holds a node in its function."""
    found: list[ast.AST] = []
    for outer in site.above(node):
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            break
        found.append(outer)
    return found
