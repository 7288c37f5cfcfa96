"""How many bytes an archive may unpack to: what callers say, where they can, else what the module does."""

from __future__ import annotations

import ast
import re

from attrs import frozen

from aseptic.replacements.added_parameter import added_parameter
from aseptic.replacements.documented import Told
from aseptic.replacements.replacement import Assignment
from aseptic.replacements.site import Site
from aseptic.source.span import Edit

_CONSTANT, _PARAMETER = "_MAX_UNPACKED_BYTES", "max_unpacked_bytes"
_TOLD = Told(_PARAMETER, "int", "Most bytes that the archive may unpack to")
_GIB, _GIB_OF_IMAGES = 4, 64
_IMAGES = re.compile(
    r"(?<![A-Za-z])(?i:images?|imaging|dicoms?|sessions?|scans?|stud(?:y|ies))(?![a-z])"
    r"|(?:Images?|Dicom|Session|Scan|Study|Studies)(?![a-z])"
)
"""Words of code that unpacks what a scanner made in a session, whose files are large in good use."""
_MEANT = re.compile(r"(?i)_?MAX_(?:TOTAL_)?(?:UNPACKED|EXTRACTED|UNCOMPRESSED|UNZIPPED|ARCHIVE|ZIP)_BYTES")
"""What a module calls a limit of its own that is meant for just this, in bytes."""
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_PLAIN = frozenset({"staticmethod", "classmethod"})
_THREADS = frozenset({"Thread", "Timer", "Process", "submit", "start_new_thread", "create_task"})
_WORKERS = re.compile(r"_*(?:run|work|(?:\w+_)?worker|(?:\w+_)?thread|(?:\w+_)?loop)")
"""What is called a thread's own function, or a loop that goes on until the program ends."""
_CATCHES = re.compile(r"\b(?:ValueError|Exception|BaseException)\b")


@frozen
class Bound:
    """What an archive is held to, and what has to be written for it."""

    limit: str
    """The name that is read."""
    said: str
    """The bound as a title says it."""
    declared: tuple[Edit, ...] = ()
    assignments: tuple[Assignment, ...] = ()


def bound_at(site: Site, call: ast.Call) -> Bound:
    """Return the module's own limit; else a parameter of a public function that has others, else a constant."""
    own = sorted(name for name, meaning in site.module_names.items() if not meaning and _MEANT.fullmatch(name))
    if own and _CONSTANT not in own:
        return Bound(own[0], own[0])
    gib = _GIB_OF_IMAGES if _is_of_images(site) else _GIB
    assignments = () if own else (Assignment(_CONSTANT, f"{gib} * 1024**3"),)
    number = _CONSTANT if own else f"{gib} GiB"
    function = _public(site, call)
    if function is not None:
        arguments = function.args
        given = {each.arg for each in (*arguments.args, *arguments.kwonlyargs)}
        if _PARAMETER in given:
            return Bound(_PARAMETER, f"callers set: {_PARAMETER}")
        used = site.parsed.naming(function, _PARAMETER)
        declared = () if used else added_parameter(site, function, _TOLD, _CONSTANT)
        if declared:
            said = f"callers set, else {number}" if own else f"{number} unless callers set {_PARAMETER}"
            return Bound(_PARAMETER, said, declared, assignments)
    return Bound(_CONSTANT, _CONSTANT if own else f"{number}: {_CONSTANT}", (), assignments)


def _public(site: Site, call: ast.Call) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    """Return the function round a call if it is public, is told something, and nothing but Python calls it by others.

    A decorator may read the parameters: those of a view are asked of clients.
    """
    outer = [each for each in site.above(call) if isinstance(each, (*_FUNCTIONS, ast.Lambda))]
    function = outer[0] if outer else None
    if len(outer) != 1 or not isinstance(function, _FUNCTIONS) or function.name.startswith("_"):
        return None
    named = {each.arg for each in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)}
    decorated = any(ast.unparse(each) not in _PLAIN for each in function.decorator_list)
    return None if decorated or not named - {"self", "cls"} else function


def _is_of_images(site: Site) -> bool:
    return any(map(_IMAGES.search, (*site.parsed.lines, *site.module_names, *site.module_names.values(), site.owner)))


def ends_a_thread(site: Site, call: ast.Call) -> bool:
    """Say whether an error of the call is caught by nobody, and would end a thread or a loop that tells of its own.

    What has a handler for everything beside the call, which tells and goes on, is to go on after every error.
    """
    inner: ast.AST = call
    function: ast.AST | None = None
    for outer in site.above(call):
        if isinstance(outer, ast.Try) and inner in outer.body and any(_catches(site, each) for each in outer.handlers):
            return False
        if isinstance(outer, _FUNCTIONS):
            function = function or outer
            if _WORKERS.fullmatch(outer.name) or _is_started(site, outer.name):
                return True
        inner = outer
    return function is not None and any(_goes_on(site, each) for each in ast.walk(function))


def _catches(site: Site, handler: ast.ExceptHandler) -> bool:
    return handler.type is None or bool(_CATCHES.search(site.text_of(handler.type)))


def _goes_on(site: Site, node: ast.AST) -> bool:
    """Whether a `try` of a loop tells of every error and goes on."""
    looped = isinstance(node, ast.Try) and any(isinstance(each, ast.For | ast.While) for each in site.above(node))
    handlers = node.handlers if isinstance(node, ast.Try) and looped else []
    return any(
        _catches(site, each) and not any(isinstance(inner, ast.Raise) for inner in ast.walk(each)) for each in handlers
    )


def _is_started(site: Site, name: str) -> bool:
    """Whether a function is what a thread is to run."""
    started = (
        each
        for each in ast.walk(site.parsed.tree)
        if isinstance(each, ast.Call) and ast.unparse(each.func).rpartition(".")[2] in _THREADS
    )
    given = (value for each in started for value in (*each.args, *(keyword.value for keyword in each.keywords)))
    return any(ast.unparse(each).rpartition(".")[2] in (name, f"{name}()") for each in given)
