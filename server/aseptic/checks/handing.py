"""What calls a function that it is handed, in which place, and what it gives that."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from attrs import frozen

from aseptic.checks.detector import Subject
from aseptic.checks.uses import argument

UNKNOWN = ast.Name("<unknown>", ast.Load(), lineno=0, col_offset=0)
"""An argument of which nothing is known: what `map` hands on, or what a decorator decorates."""


@frozen
class _Handing:
    """Arguments are named as rules name them."""

    function: str
    given: str = ""
    """The argument that holds the function's own; `*` for all that follow it, nothing for data that it goes through."""
    named: str = ""
    """The argument that holds those that the function gets by keyword."""


_ON = _Handing("0/func", "*")
_ON_SECOND = _Handing("1/func", "*")
_THROUGH = _Handing("0/function")
_BY_KEY = _Handing("key")
_TARGET = _Handing("1/target", "3/args", "4/kwargs")
_APPLIED = _Handing("0/func", "1/args", "2/kwds")
_LATER = _Handing("2/action", "3/argument", "4/kwargs")
_MAKING = ".__init__"
PARTIAL = frozenset({"functools.partial", "functools.partialmethod"})
_FUNCTIONS = {
    **dict.fromkeys(PARTIAL, _ON),
    **dict.fromkeys("asyncio.to_thread atexit.register anyio.to_thread.run_sync operator.call".split(), _ON),
    "contextlib.ExitStack.callback": _ON,
    "weakref.finalize": _ON_SECOND,
    **dict.fromkeys("builtins.map builtins.filter functools.reduce itertools.starmap".split(), _THROUGH),
    **dict.fromkeys("builtins.sorted builtins.min builtins.max".split(), _BY_KEY),
    **dict.fromkeys("re.sub re.subn".split(), _Handing("1/repl")),
    "signal.signal": _Handing("1/handler"),
    **dict.fromkeys("threading.Thread multiprocessing.Process multiprocessing.context.Process".split(), _TARGET),
    "threading.Timer": _Handing("1/function", "2/args", "3/kwargs"),
    **dict.fromkeys("_thread.start_new_thread _thread.start_new".split(), _Handing("0/function", "1/args", "2/kwargs")),
    **dict.fromkeys("sched.scheduler().enter sched.scheduler().enterabs".split(), _LATER),
}
_METHODS = {
    **dict.fromkeys("submit call_soon call_soon_threadsafe".split(), _ON),
    **dict.fromkeys("run_in_executor call_later call_at add_signal_handler".split(), _ON_SECOND),
    **dict.fromkeys("map map_async imap imap_unordered starmap starmap_async".split(), _THROUGH),
    **dict.fromkeys("apply apply_async".split(), _APPLIED),
    "sort": _BY_KEY,
}
"""What pools, loops and lists are asked to call, by the name of the method."""


def handed_on(call: ast.Call, names: Iterable[str], subject: Subject) -> Iterator[ast.Call]:
    """Yield the calls that a call of what has these names makes, as far as their arguments are known here."""
    found: list[_Handing] = []
    for name in (each.removesuffix(_MAKING) for each in names):
        if name in _FUNCTIONS and _FUNCTIONS[name] not in found:
            found += (_FUNCTIONS[name],)
    if found and isinstance(call.func, ast.Attribute) and call.func.attr == "__init__" and _is_named(call.func.value):
        call = call_of(call, call.func, call.args[1:], call.keywords)  # it is handed its instance first
    if not found and isinstance(call.func, ast.Attribute) and call.func.attr in _METHODS:
        found = [_METHODS[call.func.attr]]
    for each in found:
        function = argument(call, each.function, subject)
        if function is not None:
            yield call_of(call, function, *_given(call, each, subject))


def call_of(place: ast.expr, function: ast.expr, args: list[ast.expr], keywords: list[ast.keyword]) -> ast.Call:
    """Make the call of a function that another expression is to make, or makes, in its place."""
    return ast.copy_location(ast.Call(function, args, keywords), place)


def _is_named(function: ast.expr) -> bool:
    """Whether a class is named for what its method is asked for; `super()` is not."""
    return isinstance(function, ast.Name | ast.Attribute)


def _given(call: ast.Call, how: _Handing, subject: Subject) -> tuple[list[ast.expr], list[ast.keyword]]:
    place = how.function.partition("/")[0]
    if how.given == "*":
        return call.args[int(place) + 1 :], [each for each in call.keywords if each.arg != "func"]
    held = argument(call, how.given, subject) if how.given else ast.List([UNKNOWN])
    named = argument(call, how.named, subject) if how.named else None
    args = held.elts if isinstance(held, ast.Tuple | ast.List) else []
    return args, [ast.keyword(None, named)] if named is not None else []
