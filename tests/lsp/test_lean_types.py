"""The protocol's types are whole but for their `__repr__`, made when they are needed, and attrs is as it was."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

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
OTHER = """
import attrs

@attrs.define
class Place:
    line: int
    near: "list[Place]" = attrs.Factory(list)

@attrs.define
class Named(Place):
    name: str = ""

@attrs.define(frozen=True)
class Fixed:
    line: int = 0
"""
DERIVED = """
import attrs
import aseptic.lsp
from lsprotocol.types import Fixed, Named, Place
print(Named(1, name="a") == Named(1, [], "a"), hash(Fixed(1)) == hash(Fixed(1)), Place(1).near, attrs.fields(Place).near.type)
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


def run(program: str, before: Path | None = None) -> tuple[str, str]:
    path = {"PYTHONPATH": str(before)} if before else {}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=os.environ | path)
    return done.stdout, done.stderr


def test_a_message_is_not_printed_by_accident_and_is_all_that_it_was() -> None:
    assert run(PROGRAM) == ("slots\n", "")


def test_each_type_has_the_fields_and_methods_that_attrs_would_have_given_it() -> None:
    assert run(EACH) == ("True\n", "")


def test_a_server_makes_few_of_the_types_and_those_that_it_is_told_to_meet() -> None:
    assert run(NEEDED) == ("True True\nFalse\n", "")


def test_types_that_say_more_of_themselves_or_derive_from_others_are_made_as_attrs_makes_them(tmp_path: Path) -> None:
    room = tmp_path / "lsprotocol"
    room.mkdir()
    for name, text in (("__init__", ""), ("_hooks", ""), ("types", OTHER)):
        (room / f"{name}.py").write_text(text, encoding="utf-8")
    assert run(DERIVED, tmp_path) == ("True True [] list[lsprotocol.types.Place]\n", "")
