"""What a log is to say of an error: which calls were tried, or where; and whether it was only a cleaning up."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from aseptic.replacements.site import Site
from aseptic.source.dotted import dotted

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_SURE = frozenset("isinstance len str repr print list dict set tuple sorted warn".split())
_SURE_METHODS = frozenset(
    "append appendleft extend add update insert setdefault discard clear keys values items"
    " strip lstrip rstrip lower upper startswith endswith join splitlines"
    " debug info warning error exception critical".split()
)
"""Calls that hardly ever fail, of containers, texts and loggers among them: what they are given may."""
_TELL_LITTLE = frozenset(
    "get set put pop read write open close send recv run start stop go do next call execute process handle apply"
    " load save parse find search match group split replace format encode decode".split()
)
"""Methods whose names say nothing without that of what they are called on."""
_VAGUE = re.compile(r"\w{1,2}|(?:fun|func|function|callback|obj|object|arg|tmp|temp|val|cur|item|thing|each)\d?")
"""Names of variables that do not say what they stand for."""
_QUALIFIED = frozenset({"time.time", "time.monotonic", "warnings.warn"})
_MOST = 2
"""Calls that are told one by one; of more nobody can say which one failed without the traceback."""
_CLEANING = re.compile(r"a?close(?:_\w+)?|clean_?up|dispose|disconnect|quit|unlink|rmtree|rmdir|tear_?down")
_CLEANER = re.compile(r"_*(?:a?close(?:_\w+)?|clean_?up(?:_\w+)?|dispose|tear_?down(?:_\w+)?|del|a?exit)_*")

_ACTUATOR = re.compile(
    r"valve|clamp|gate|door|relay|shutter|breaker|contact|switch|pump|gripper|actuator", re.IGNORECASE
)
"""What moves when it is closed, and hurts somebody when it does not."""


def failed(site: Site, body: list[ast.stmt]) -> str:
    """Return what a log is to say: which calls were tried, or where, if these are many, none or hard to tell.

    A variable of the function says less to who reads the log than its method's name, and more than where it was tried
    if it has a name that tells; the call whose result is asked further says nothing.
    """
    calls = list(dict.fromkeys(each for statement in body for each in _calls(site, statement)))
    return f"{' or '.join(calls)} failed" if 0 < len(calls) <= _MOST and all(calls) else f"error in {_place(site)}"


def cleans_up(site: Site, body: list[ast.stmt]) -> bool:
    """Say whether nothing is tried but to close or to take away what has served: it fails without harm."""
    calls = [each.value for each in body if isinstance(each, ast.Expr)]
    if len(calls) != len(body) or not all(isinstance(each, ast.Call) for each in calls):
        return False
    if any(_ACTUATOR.search(site.text_of(each)) for each in calls):
        return False
    return bool(_CLEANER.fullmatch(within(site))) or all(_cleans(site, each) for each in calls)


def _cleans(site: Site, call: ast.expr) -> bool:
    function = call.func if isinstance(call, ast.Call) else call
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return bool(_CLEANING.fullmatch(name)) or site.meaning(function) == "os.remove"


def _calls(site: Site, node: ast.AST) -> Iterator[str]:
    """Yield the names of calls, as they are written there less `self`, with those among what they are given.

    What is only defined is none, nor is what hardly ever fails. "" is one that cannot be told.
    """
    match node:
        case ast.Attribute(value=ast.Call() as call, attr=name):
            called = list(_calls(site, call))
            yield f"{called[0]}.{name}" if len(called) == 1 and called[0] else ""
        case ast.Subscript(value=ast.Call()):
            yield ""
        case ast.Call(func=ast.Name(id="getattr"), args=[*given]) if len(given) == 3:
            yield from _given(site, node)
        case ast.Call(func=ast.Name(id=name)) if name not in _SURE:
            yield "" if _VAGUE.fullmatch(name) and _is_variable(site, name) else f"{name}()"
            yield from _given(site, node)
        case ast.Call(func=ast.Attribute() as function) if not _is_sure(node, function):
            yield _method(site, function)
            yield from _given(site, node)
        case ast.Call(func=function):
            if isinstance(function, ast.Attribute):
                yield from _calls(site, function.value)
            yield from _given(site, node)
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.Lambda():
            return
        case _:
            for each in ast.iter_child_nodes(node):
                yield from _calls(site, each)


def _given(site: Site, call: ast.Call) -> Iterator[str]:
    for each in (*call.args, *call.keywords):
        yield from _calls(site, each)


def _method(site: Site, function: ast.Attribute) -> str:
    """Return what is called, less `self`, or less a variable where the method's own name tells enough; "" else."""
    written = dotted(function) or function.attr
    root, _, rest = written.partition(".")
    if root in ("self", "cls"):
        return f"{rest}()"
    if rest and _is_variable(site, root):
        return f"{rest}()" if rest not in _TELL_LITTLE else "" if _VAGUE.fullmatch(root) else f"{written}()"
    return f"{written}()"


def _is_sure(call: ast.Call, function: ast.Attribute) -> bool:
    falls_back = function.attr == "get" and len(call.args) == 2 and not call.keywords
    return falls_back or function.attr in _SURE_METHODS or dotted(function) in _QUALIFIED


def _is_variable(site: Site, name: str) -> bool:
    """Whether a name is a parameter of a function round the site, or is given a value there."""
    round_it = (each for each in site.above(site.node) if isinstance(each, _FUNCTIONS))
    uses = (use for function in round_it for use in site.parsed.naming(function, name))
    return any(isinstance(use, ast.arg) or isinstance(getattr(use, "ctx", None), ast.Store) for use in uses)


def quote(site: Site) -> str:
    """Return the quote that most texts round here are written with."""
    texts = (
        each for each in ast.walk(site.parsed.tree) if isinstance(each, ast.Constant) and isinstance(each.value, str)
    )
    signs = [site.text_of(each)[:1] for each in texts if not isinstance(site.parsed.parents.get(each), ast.Expr)]
    return "'" if signs.count("'") > signs.count('"') else '"'


def within(site: Site) -> str:
    """Return where it was tried."""
    for outer in site.above(site.node):
        if isinstance(outer, _FUNCTIONS):
            return outer.name
    return "this module"


def _place(site: Site) -> str:
    """Return where it was tried, as a log is to say it: by the class for a method whose name says nothing."""
    name = within(site)
    owners = (each.name for each in site.above(site.node) if isinstance(each, ast.ClassDef) and each.name != "_")
    return next(owners, site.owner) or name if name.startswith("__") else name
