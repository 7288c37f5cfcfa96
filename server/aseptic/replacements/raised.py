"""An assert, which `python -O` leaves out, to a test that raises."""

from __future__ import annotations

import ast
import re
from itertools import takewhile

from aseptic.replacements.caught import catching_of, caught
from aseptic.replacements.expected import expected, with_value
from aseptic.replacements.proved import is_proved
from aseptic.replacements.raising import raising
from aseptic.replacements.replacement import Pinned, Replacement
from aseptic.replacements.site import Site
from aseptic.replacements.statement import block_of, whole_lines
from aseptic.source.dotted import dotted
from aseptic.source.span import Edit

_RIGHT = re.compile(
    r"\b(?:may|can)_[a-z]|permission|has_perm|authori[sz]|authenticated"
    r"|\bis_(?:staff|admin|superuser|allowed|permitted|locked)|\.allowed\b",
    re.IGNORECASE,
)

_FOR_A_CHECKER = re.compile(r"#.*\b(?:mypy|pyright|type[- ]?check(?:er|ing)?|narrow(?:s|ing)?|typing)\b", re.IGNORECASE)
_SURE = re.compile(
    r"#.*\b(?:guarante\w+|(?:is|are|was|will|has|have) (?:always|never)\b|by (?:construction|design)\b"
    r"|invariant|ensured|(?:cannot|can't|can never) (?:happen|fail)|unreachable|impossible)",
    re.IGNORECASE,
)
"""Says that a test never fails: nobody catches what it raises, and an error for callers would gainsay the comment."""
_GONE = "Remove the assert of what an if above has tested"
_SAME = "AssertionError"
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def raised(site: Site) -> Replacement | None:
    """Write `if not …: raise`, for all asserts of the row that one stands in but those that cannot fail, which go.

    Where the function catches the AssertionError itself, what the handler does comes of it at once: see `caught`.
    None where a comment stands within an assert.
    """
    node = site.node
    if not isinstance(node, ast.Assert):
        return None
    row, catching = _row(site, node), catching_of(site)
    if catching:
        return caught(site, row, catching)
    proved = [each for each in row if is_proved(site, each)]
    row, lines = [each for each in row if each not in proved], [whole_lines(site.parsed, each) for each in proved]
    gone = tuple(Edit(each) for each in lines if each)
    if len(gone) < len(proved):
        return None  # a comment on its line would have to go, too, or another statement
    if not row:
        return Replacement(_GONE, gone)
    if any(_narrows(site, each) for each in row):
        return None
    found = _all_raising(site, row)
    if found is None:
        return None
    errors = sorted({error for error, _, _ in found})
    kinds = " or ".join(f"a{'n' * error.startswith('A')} {error}" for error in errors)
    title = f"Raise {kinds} that no option turns off" + (f", for all {len(found)} asserts" if len(found) > 1 else "")
    settled = frozenset(comment for *_, comment in found if comment)
    title += f"; {_GONE[0].lower()}{_GONE[1:]}" if gone else ""
    edits = (*(edit for _, edit, _ in found), *gone)
    return Replacement(title, edits, settled=settled, pinned=_pinned(site, row, errors, gone))


def _pinned(site: Site, row: list[ast.Assert], errors: list[str], gone: tuple[Edit, ...]) -> Pinned | None:
    """Return what raises the AssertionError still, for whoever expects it of the function."""
    function = next((each for each in site.above(site.node) if isinstance(each, _FUNCTIONS)), None)
    called = site.owner if function and function.name == "__init__" else function.name if function else ""
    same = _all_raising(site, row, _SAME) if called and errors != [_SAME] else None
    title = "Raise the AssertionError that others expect so that no option turns it off"
    if function is None or not same:
        return None
    return Pinned(called, title, (*(edit for _, edit, _ in same), *gone), _is_generator(site, function))


def _is_generator(site: Site, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    yields = (each for each in site.parsed.inside(function) if isinstance(each, ast.Yield | ast.YieldFrom))
    return any(next(filter(_is_function, site.above(each)), None) is function for each in yields)


def _is_function(node: ast.AST) -> bool:
    return isinstance(node, (*_FUNCTIONS, ast.Lambda))


def _all_raising(site: Site, row: list[ast.Assert], error: str = "") -> list[tuple[str, Edit, str]] | None:
    """Return what each assert becomes; None where one cannot: the next would be found in its place."""
    made = [_raising(site, each, error) for each in row]
    found = [each for each in made if each is not None]
    return found if len(found) == len(made) else None


def _narrows(site: Site, node: ast.Assert) -> bool:
    """Whether an assert tells a type checker what kind of thing an attribute is, and checks nothing that came in.

    So does one without a message, on an attribute of one's own or of what the function itself made, and one whose
    comment says so. One whose comment says that it holds anyway is a note of the author's, too.
    """
    span = site.parsed.span(node)
    line, above = span.end.line, site.parsed.lines[: span.start.line][-1:]
    if any(map(_SURE.search, (*(each for each in above if each.lstrip().startswith("#")), site.parsed.lines[line]))):
        return True
    if node.msg is None and _FOR_A_CHECKER.search(site.parsed.lines[line]):
        return True
    match node:
        case ast.Assert(test=ast.Call(func=ast.Name(id="isinstance"), args=[ast.Attribute() as asked, _]), msg=None):
            return _is_own(asked) or _is_made(site, asked)
        case ast.Assert(test=ast.Compare(left=ast.Attribute() as asked, ops=[ast.IsNot()]), msg=None):
            known = _is_own(asked) or _is_made(site, asked) or _is_asked_above(site, asked)
            return ast.unparse(node.test).endswith(" is not None") and known
        case ast.Assert(test=ast.Attribute() as asked, msg=None):
            return _is_made(site, asked) and not _RIGHT.search(site.text_of(asked))
        case _:
            return False


def _is_asked_above(site: Site, asked: ast.Attribute) -> bool:
    """Whether a condition round the assert calls something with the thing whose attribute it is."""
    tests = (each.test for each in site.above(asked) if isinstance(each, ast.If))
    calls = (call for test in tests for call in ast.walk(test) if isinstance(call, ast.Call))
    return any(ast.dump(given) == ast.dump(asked.value) for call in calls for given in call.args)


def _is_own(asked: ast.Attribute) -> bool:
    return (dotted(asked) or "").startswith(("self.", "cls."))


def _is_made(site: Site, asked: ast.Attribute) -> bool:
    """Whether an attribute is one of a thing that the function gives a name itself."""
    name = (dotted(asked) or "").partition(".")[0]
    function = next((each for each in site.above(asked) if isinstance(each, _FUNCTIONS)), None)
    naming = site.parsed.naming(function, name) if function and name else ()
    return any(isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store) for each in naming)


def _row(site: Site, node: ast.Assert) -> list[ast.Assert]:
    """Return an assert with those right above and below it."""
    block = block_of(site.parsed, node)
    at = block.index(node)
    above = [*takewhile(lambda each: isinstance(each, ast.Assert), reversed(block[:at]))]
    below = takewhile(lambda each: isinstance(each, ast.Assert), block[at:])
    return [each for each in (*reversed(above), *below) if isinstance(each, ast.Assert)]


def _raising(site: Site, node: ast.Assert, error: str = "") -> tuple[str, Edit, str] | None:
    """Return the name of the error, a fitting one where none is given, the edit that raises it, and what goes."""
    if "#" in site.text_of(node):
        return None
    error = error or _error(site, node.test)
    if node.msg:
        told = with_value(site, node.test, node.msg) or _one_below_another(site, node.msg)
        if not told:
            return None
        texts = (told,)
    elif "\n" in site.text_of(node.test):
        return None  # the test is what is said, and nobody says it over lines
    else:
        texts = expected(site, node.test)
    made = next((fits for said in texts if (fits := raising(site, node, error, said))), None)
    return made and (error, *made)


def _one_below_another(site: Site, said: ast.expr) -> str:
    """Return a text as it is written, of literals over lines each on its own; "" where it is over lines otherwise."""
    lines = [each.strip() for each in site.text_of(said).splitlines()]
    return "\n".join(lines) if len(lines) == 1 or all(map(_is_text, lines)) else ""


def _is_text(line: str) -> bool:
    try:
        return isinstance(ast.parse(line, mode="eval").body, ast.Constant | ast.JoinedStr)
    except SyntaxError:
        return False


def _error(site: Site, test: ast.expr) -> str:
    """Return the error that a test raises; the same as today where a handler round it would end another one there."""
    error = _fitting(site, test)
    return _SAME if catching_of(site, error) else error


def _fitting(site: Site, test: ast.expr) -> str:
    if any(isinstance(each, ast.Raise) and _is_named(each.exc) for each in ast.walk(site.parsed.tree)):
        return _SAME  # what the function promises already, and no option turns off a raise
    if _RIGHT.search(site.text_of(test)):
        return "PermissionError"
    asked = test.operand if isinstance(test, ast.UnaryOp) else test
    kind = isinstance(asked, ast.Call) and ast.unparse(asked.func) in ("isinstance", "issubclass", "callable")
    return "TypeError" if kind else "ValueError"


def _is_named(raised: ast.expr | None) -> bool:
    named = raised.func if isinstance(raised, ast.Call) else raised
    return isinstance(named, ast.Name) and named.id == _SAME
