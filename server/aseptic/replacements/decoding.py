"""Whether text may be decoded or encoded strictly where what cannot be was passed over before."""

from __future__ import annotations

import ast

from aseptic.replacements.site import Site

_CATCHING = frozenset("UnicodeDecodeError UnicodeEncodeError UnicodeError ValueError Exception BaseException".split())


def may_raise(site: Site, call: ast.Call) -> bool:
    """Say whether the handlers round a call know the error that it would raise, or there are none.

    Not so in a handler, where it is the last resort, nor for `str` of one argument, which would show the bytes.
    """
    if ast.unparse(call.func) == "str" and len(call.args) == 1:
        return False
    inner: ast.AST = call
    for outer in site.above(call):
        match outer:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                return True
            case ast.ExceptHandler():
                return False
            case ast.Try(body=body, handlers=[_, *_] as handlers) if inner in body:
                return any(_catches(each) for each in handlers)
            case _:
                inner = outer
    return True


def _catches(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(each is None or ast.unparse(each).rpartition(".")[2] in _CATCHING for each in kinds)
