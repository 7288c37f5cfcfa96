"""An assert, which `python -O` leaves out, to a test that raises."""

from __future__ import annotations

import ast
import re
from itertools import takewhile

from aseptic.replacements.caught import catching_of, caught
from aseptic.replacements.command import quoted
from aseptic.replacements.raising import raising
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.replacements.statement import block_of
from aseptic.source.dotted import dotted
from aseptic.source.span import Edit

_RIGHT = re.compile(
    r"\b(?:may|can)_[a-z]|permission|has_perm|authori[sz]|authenticated"
    r"|\bis_(?:staff|admin|superuser|allowed|permitted|locked)|\.allowed\b",
    re.IGNORECASE,
)

_FOR_A_CHECKER = re.compile(r"#.*\b(?:mypy|pyright|type[- ]?check(?:er|ing)?|narrow(?:s|ing)?|typing)\b", re.IGNORECASE)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def raised(site: Site) -> Replacement | None:
    """Write `if not …: raise`, for all asserts of the row that one stands in.

    Where the function catches the AssertionError itself, what the handler does comes of it at once: see `caught`.
    None where a comment stands within an assert.
    """
    node = site.node
    if not isinstance(node, ast.Assert):
        return None
    row, catching = _row(site, node), catching_of(site)
    if catching:
        return caught(site, row, catching)
    if any(_narrows(site, each) for each in row):
        return None
    made = [_raising(site, each) for each in row]
    found = [each for each in made if each is not None]
    if len(found) != len(made):
        return None  # the next of the row would be found in its place, and nothing be gained
    errors = sorted({error for error, _, _ in found})
    kinds = " or ".join(f"a{'n' * error.startswith('A')} {error}" for error in errors)
    title = f"Raise {kinds} that no option turns off" + (f", for all {len(found)} asserts" if len(found) > 1 else "")
    settled = frozenset(comment for *_, comment in found if comment)
    return Replacement(title, tuple(edit for _, edit, _ in found), settled=settled)


def _narrows(site: Site, node: ast.Assert) -> bool:
    """Whether an assert tells a type checker what kind of thing an attribute is, and checks nothing that came in.

    So does one without a message, on an attribute of one's own or of what the function itself made, and one whose
    comment says so.
    """
    line = site.parsed.span(node).end.line
    if node.msg is None and _FOR_A_CHECKER.search(site.parsed.lines[line]):
        return True
    match node:
        case ast.Assert(test=ast.Call(func=ast.Name(id="isinstance"), args=[ast.Attribute() as asked, _]), msg=None):
            return _is_own(asked) or _is_made(site, asked)
        case ast.Assert(test=ast.Compare(left=ast.Attribute() as asked, ops=[ast.IsNot()]), msg=None):
            return ast.unparse(node.test).endswith(" is not None") and (_is_own(asked) or _is_made(site, asked))
        case ast.Assert(test=ast.Attribute() as asked, msg=None):
            return _is_made(site, asked) and not _RIGHT.search(site.text_of(asked))
        case _:
            return False


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


def _raising(site: Site, node: ast.Assert) -> tuple[str, Edit, str] | None:
    """Return the name of the error, a fitting one where none is given, the edit that raises it, and what goes."""
    if "#" in site.text_of(node) or (node.msg and "\n" in site.text_of(node.msg)):
        return None
    error = _error(site, node.test)
    if node.msg:
        said = _with_value(site, node.test, node.msg) or site.text_of(node.msg)
    elif "\n" in site.text_of(node.test):
        return None  # the test is what is said, and nobody says it over lines
    else:
        said = quoted(f"expected {site.text_of(node.test)}", '"')
    made = raising(site, node, error, said)
    return made and (error, *made)


def _with_value(site: Site, test: ast.expr, said: ast.expr) -> str:
    """Return a text that tells the value by which a test failed; empty where what is said is none that is tested."""
    values = said.elts if isinstance(said, ast.Tuple) else [said]
    tested = {ast.dump(each) for each in ast.walk(test)}
    if not values or any(isinstance(each, ast.Constant) or ast.dump(each) not in tested for each in values):
        return ""
    condition, shown = site.text_of(test), site.text_of(said)
    if re.search(r"""["{}\\\n]""", condition + shown):
        return ""  # not within an f-string of every Python
    return f'f"expected {condition}, not {{{shown}!r}}"'


def _error(site: Site, test: ast.expr) -> str:
    if any(isinstance(each, ast.Raise) and _is_named(each.exc) for each in ast.walk(site.parsed.tree)):
        return "AssertionError"  # what the function promises already, and no option turns off a raise
    if _RIGHT.search(site.text_of(test)):
        return "PermissionError"
    asked = test.operand if isinstance(test, ast.UnaryOp) else test
    kind = isinstance(asked, ast.Call) and ast.unparse(asked.func) in ("isinstance", "issubclass", "callable")
    return "TypeError" if kind else "ValueError"


def _is_named(raised: ast.expr | None) -> bool:
    named = raised.func if isinstance(raised, ast.Call) else raised
    return isinstance(named, ast.Name) and named.id == "AssertionError"
