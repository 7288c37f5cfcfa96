"""An assert, which `python -O` leaves out, to a test that raises."""

from __future__ import annotations

import ast
import re
from itertools import takewhile

from aseptic.replacements.caught import catching_of, caught
from aseptic.replacements.command import quoted
from aseptic.replacements.denied import denied
from aseptic.replacements.lines import on_one_line
from aseptic.replacements.replacement import Replacement
from aseptic.replacements.site import Site
from aseptic.replacements.statement import block_of, ending_of, indent_of, step_of
from aseptic.source.span import Edit

_RIGHT = re.compile(
    r"\b(?:may|can)_[a-z]|permission|has_perm|authori[sz]|authenticated"
    r"|\bis_(?:staff|admin|superuser|allowed|permitted|locked)|\.allowed\b",
    re.IGNORECASE,
)


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
    made = [_raising(site, each) for each in row]
    found = [each for each in made if each is not None]
    if len(found) != len(made):
        return None  # the next of the row would be found in its place, and nothing be gained
    errors = sorted({error for error, _ in found})
    kinds = " or ".join(f"a{'n' * error.startswith('A')} {error}" for error in errors)
    title = f"Raise {kinds} that no option turns off" + (f", for all {len(found)} asserts" if len(found) > 1 else "")
    return Replacement(title, tuple(edit for _, edit in found))


def _row(site: Site, node: ast.Assert) -> list[ast.Assert]:
    """Return an assert with those right above and below it."""
    block = block_of(site.parsed, node)
    at = block.index(node)
    above = [*takewhile(lambda each: isinstance(each, ast.Assert), reversed(block[:at]))]
    below = takewhile(lambda each: isinstance(each, ast.Assert), block[at:])
    return [each for each in (*reversed(above), *below) if isinstance(each, ast.Assert)]


def _raising(site: Site, node: ast.Assert) -> tuple[str, Edit] | None:
    """Return the name of the error, a fitting one where none is given, and the edit that raises it."""
    indent = indent_of(site, node)
    if indent is None or "#" in site.text_of(node):
        return None
    error = _error(site, node.test)
    contrary = denied(site, node.test)
    if site.width:
        contrary = on_one_line(contrary, site.width - len(indent) - len("if :"))
    if (node.msg and "\n" in site.text_of(node.msg)) or not _is_laid_out(contrary, indent):
        return None  # laid out over lines in a way that a machine would not lay out as well
    if node.msg:
        said = _with_value(site, node.test, node.msg) or site.text_of(node.msg)
    elif "\n" in site.text_of(node.test):
        return None  # the test is what is said, and nobody says it over lines
    else:
        said = quoted(f"expected {site.text_of(node.test)}", '"')
    end = ending_of(site)
    text = f"if {contrary}:{end}{indent}{step_of(indent)}raise {error}({said})"
    return error, Edit(site.parsed.span(node), text)


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


def _is_laid_out(denied: str, indent: str) -> bool:
    """Whether a test stands on one line, or closes its brackets on a line of their own, where they begin."""
    last = denied.rpartition("\n")[2]
    if last == denied:
        return True
    try:
        ast.parse(f"if {denied}: pass")
    except SyntaxError:
        return False
    return last.startswith(indent) and last[len(indent) : len(indent) + 1] in (")", "]", "}")
