"""lsprotocol's five hundred classes, imported without what nobody needs of them.

Each is made by attrs as the module runs, which writes and compiles its methods: more than half of the start of a
server that does nothing. A conversation needs a tenth of them, so each is made when it is first asked for its
fields, or called. Nothing here prints a message, nor should anything: its `__repr__` would put source text into a
log, and is left out.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from typing import Any, cast

import attrs

_FIELDS = "__attrs_attrs__"
"""Where attrs keeps the fields of a class, and looks for them whenever it is asked about one."""
_WRITTEN = type(cast("object", attrs.field()))
_RESOLVED = "_resolved_forward_references"


def import_types() -> None:
    """Import `lsprotocol.types`, unless somebody has."""
    if "lsprotocol.types" in sys.modules:
        return
    whole = attrs.define
    attrs.define = partial(_owing, whole)
    try:
        import_module("lsprotocol.types")
    finally:
        attrs.define = whole
    # Its converter resolves what the fields of all refer to, and so would have all made; a class that is made resolves
    # its own. Should the name be another one some day, a start takes longer, and no more.
    vars(import_module("lsprotocol._hooks"))[_RESOLVED] = True


class _Owed:
    """Stands in a class for what attrs has yet to make of it, and has it made by whoever looks."""

    def __init__(self, given: Mapping[str, Any], make: Callable[..., object]) -> None:
        """Keep what the class's body says of each field, `attrs.NOTHING` where it says its type alone."""
        self._given, self._make = given, make
        self.kind: type = object

    def __get__(self, _: object, owner: type) -> Any:
        """Return the fields, of a class that derives from this one, too."""
        self.finish()
        return getattr(owner, _FIELDS)

    def finish(self) -> None:
        """Make the class whole, once."""
        if vars(self.kind).get(_FIELDS) is self:
            fields = {name: _field(given) for name, given in self._given.items()}
            self._make(self.kind, these=fields, slots=False, init=True, repr=False)  # it has its slots
            attrs.resolve_types(self.kind)


def _owing(make: Callable[..., object], kind: type | None = None, **said: object) -> object:
    """Return a class as its body says, with slots and without attrs' methods until somebody needs them.

    What is said of one, or derives from another, is attrs' alone to understand, at once.
    """
    if kind is None or said or kind.__bases__ != (object,):
        return make(kind, **{**said, "repr": False})
    body = {name: value for name, value in vars(kind).items() if name not in ("__dict__", "__weakref__")}
    owed = _Owed({name: body.pop(name, attrs.NOTHING) for name in kind.__annotations__}, make)

    def first(self: Any, *given: Any, **named: Any) -> None:
        owed.finish()
        owed.kind.__init__(self, *given, **named)

    body |= {"__slots__": (*kind.__annotations__, "__weakref__"), _FIELDS: owed, "__init__": first}
    owed.kind = type(kind)(kind.__name__, kind.__bases__, body)
    return owed.kind


def _field(given: Any) -> Any:
    return given if isinstance(given, _WRITTEN) else attrs.field(default=given)
