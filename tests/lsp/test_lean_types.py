"""The protocol's types are whole but for their `__repr__`, made when they are needed, and attrs is as it was."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import attrs
whole = attrs.define
import aseptic.lsp.server
from lsprotocol import types
assert attrs.define is whole
item = types.TextDocumentItem("file:///a.py", types.LanguageKind.Python, 1, "patient = 'Jane'")
assert "Jane" not in repr(item), item
assert item == types.TextDocumentItem("file:///a.py", types.LanguageKind.Python, 1, "patient = 'Jane'")
assert types.Position(1, 2) < types.Position(1, 3)
try:
    item.other = 1
except AttributeError:
    print("slots")
"""
EACH = """
import inspect
from importlib import import_module, util
import attrs
import aseptic.lsp
from lsprotocol import types

spec = util.spec_from_file_location("lsprotocol.whole_types", types.__file__)
whole = util.module_from_spec(spec)
import sys
sys.modules[spec.name] = whole
spec.loader.exec_module(whole)


def told(value):
    return str(value).replace("whole_types", "types").partition(" at 0x")[0]


def field(each):
    checks = [type(each.validator).__name__, type(each.converter).__name__, each.eq, each.order, each.init]
    return [each.name, told(each.default), told(each.type), each.kw_only, *checks]


def described(kind):
    fields = [field(each) for each in attrs.fields(kind)]
    inherited = [name for name in ("__setattr__", "__eq__", "__hash__", "__lt__") if name in vars(kind)]
    slots = sorted(vars(kind)["__slots__"])
    parameters = told(inspect.signature(kind.__init__))
    return fields, inherited, kind.__match_args__, slots, parameters, kind.__doc__


classes = 0
for name, ours in types.ALL_TYPES_MAP.items():
    theirs = whole.ALL_TYPES_MAP[name]
    if isinstance(theirs, type) and attrs.has(theirs):
        attrs.resolve_types(theirs, dict(whole.ALL_TYPES_MAP))
        assert described(ours) == described(theirs), name
        classes += 1
print(classes > 400)
"""
NEEDED = """
from aseptic.lsp.features import make_server
from lsprotocol import types

def owed(kind):
    return hasattr(getattr(kind, "__dict__", {}).get("__attrs_attrs__"), "finish")

server = make_server()
print(sum(map(owed, types.ALL_TYPES_MAP.values())) > 400, owed(types.VersionedTextDocumentIdentifier))
server.protocol.meet(types.DidChangeTextDocumentNotification)
print(owed(types.VersionedTextDocumentIdentifier))
"""


def run(program: str) -> tuple[str, str]:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    return done.stdout, done.stderr


def test_a_message_is_not_printed_by_accident_and_is_all_that_it_was() -> None:
    assert run(PROGRAM) == ("slots\n", "")


def test_each_type_has_the_fields_and_methods_that_attrs_would_have_given_it() -> None:
    assert run(EACH) == ("True\n", "")


def test_a_server_makes_few_of_the_types_and_those_that_it_is_told_to_meet() -> None:
    assert run(NEEDED) == ("True True\nFalse\n", "")
