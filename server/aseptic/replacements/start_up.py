"""What a module does before its other imports, on purpose: no import may come to stand above it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

_SET = ("sys.", "os.environ")
_CALLED = (
    "sys.path.",
    "sys.modules.",
    "sys.meta_path.",
    "sys.set",
    "os.environ.setdefault",
    "os.environ.update",
    "os.environ.pop",
    "os.putenv",
    "os.unsetenv",
    "os.chdir",
    "site.addsitedir",
    "warnings.filterwarnings",
    "warnings.simplefilter",
    "matplotlib.use",
    "mpl.use",
    "multiprocessing.set_start_method",
)
_PATCHES = ("patch_all", "monkey_patch", "install_as_MySQLdb")
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def arranges(statements: Sequence[ast.stmt]) -> bool:
    """Say whether statements change where imports come from, or what they find, as a path or a patch does."""
    return any(_changes(node) for each in statements for node in _run(each))


def _run(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what a statement runs when the module is loaded."""
    if not isinstance(node, _DEFINITIONS):
        yield node
        for each in ast.iter_child_nodes(node):
            yield from _run(each)


def _changes(node: ast.AST) -> bool:
    match node:
        case ast.Assign(targets=targets) | ast.Delete(targets=targets):
            return any(ast.unparse(each).startswith(_SET) for each in targets)
        case ast.AugAssign(target=target):
            return ast.unparse(target).startswith(_SET)
        case ast.Call(func=function):
            called = ast.unparse(function)
            return called.startswith(_CALLED) or called.rpartition(".")[2] in _PATCHES
        case _:
            return False
