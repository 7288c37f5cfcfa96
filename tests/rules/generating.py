"""The shortest module that uses a banned name as a rule says: what the rule asks of arguments is made from its words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from aseptic.standard.condition import Condition, Wanted
from aseptic.standard.detect import Banned, Used

sre: Any = getattr(re, "_parser")  # noqa: B009 - Python has no public parser of expressions
_PLACE = re.compile(r"-?\d+")


class Unmade(Exception):
    """No argument is made for a condition of this kind."""


def module(name: str, entry: Banned) -> str:
    """Return a module that uses `name` as `entry` bans it."""
    given, imports = _arguments(entry)
    what = name.removeprefix("builtins.") if not name.startswith(".") else f"({given.pop('self', 'thing')}){name}"
    if "self" in given:
        raise Unmade("the object that a named method is called on")
    if not name.startswith((".", "builtins.")):
        imports.add(name.partition(".")[0].removesuffix("()"))
    if entry.used is Used.IMPORT:
        return f"import {name}\n"
    head = "".join(f"import {each}\n" for each in sorted(imports))
    return f"{head}\n{_use(what, entry, given)}\n"


def _use(what: str, entry: Banned, given: Mapping[str, str]) -> str:
    call = f"{what if not what.endswith('()') else what[:-2]}({_written(given)})"
    aside = {key: text for key, text in given.items() if key != "0"}
    decorator = f"@{what}({_written(aside)})" if aside or entry.used is Used.ANSWER else f"@{what}"
    lines = {
        Used.CALL: f"kept = {call}",
        Used.DISCARDED: call,
        Used.DECIDING: f"kept = {call}",
        Used.COMPARED: f"kept = {what}() == {given.get('0', 'x.y')}",
        Used.DEMANDED: f"if {what}() != {given.get('0', '0')}:\n        raise SystemExit",
        Used.ITEM: f"kept = {what}[{given.get('0', 'x.y')}]",
        Used.REFERENCE: f"kept = {what}",
        Used.ASSIGNED: f"{what} = {given.get('0', 'x.y')}",
    }
    match entry.used:
        case Used.BASE:
            return f"class Kept({what}):\n    pass"
        case Used.DECORATOR:
            return f"@{call if given else what}\ndef kept():\n    return 1"
        case Used.ANSWER:
            return f"{decorator}\ndef kept(x):\n    return {given.get('0', 'x.y')}"
        case used:
            return f"{'async ' if entry.in_async else ''}def kept(x, thing):\n    {lines[used]}"


def _arguments(entry: Banned) -> tuple[dict[str, str], set[str]]:
    """Return the arguments that meet all conditions of an entry, each by its position or keyword, and the imports."""
    given: dict[str, str] = {}
    imports: set[str] = set()
    for key, wanted in entry.when.items():
        made = _value(wanted, imports)
        if made is None:
            continue
        if _place(key) in given:
            raise Unmade("two conditions on one argument")
        given[_place(key)] = made
    for key, wanted in entry.unless.items():
        if isinstance(wanted, Condition) and wanted.given is False:
            given.setdefault(_place(key), "x.y")
    return given, imports


def _place(key: str) -> str:
    parts = key.split("/")
    return next((part for part in parts if part.isidentifier()), parts[0])


def _written(given: Mapping[str, str]) -> str:
    """Write arguments: the unknown stands where a position before a wanted one has no argument."""
    placed = {int(key): text for key, text in given.items() if key.isdigit()}
    positional = [placed.get(at, "x.y") for at in range(max(placed, default=-1) + 1)]
    listed = [given["*"].removeprefix("[").removesuffix("]")] if "*" in given else []
    spread = [f"**{given['**']}"] if "**" in given else []
    return ", ".join([*positional, *listed, *(f"{k}={v}" for k, v in given.items() if k.isidentifier()), *spread])


def _value(wanted: Wanted, imports: set[str]) -> str | None:
    """Return an expression that is as wanted; None where none is to be given."""
    if not isinstance(wanted, Condition):
        return repr(wanted)
    if wanted.given is False:
        return None
    if wanted.caught:
        imports.add("traceback")
        return "traceback.format_exc()"
    if row := _row(wanted, imports):
        return f"[{', '.join(row)}]"
    if wanted.one_of:
        return _value(next((each for each in wanted.one_of if _is_simple(each)), wanted.one_of[0]), imports)
    if wanted.named or wanted.mentions:
        name = (*wanted.named, *wanted.mentions)[0]
        imports.update(() if name.startswith("builtins.") else (name.partition(".")[0],))
        return name.removeprefix("builtins.")
    return _keyed(wanted, imports) or _plain(wanted)


def _is_simple(wanted: Wanted) -> bool:
    return not isinstance(wanted, Condition) or not (wanted.matches or wanted.given is False)


def _row(wanted: Wanted, imports: set[str]) -> list[str]:
    """Return the elements of a list that is as wanted; none where it asks for no list."""
    if not isinstance(wanted, Condition):
        return []
    parts = (*wanted.adjacent, *(() if wanted.holds is None else (wanted.holds,)))
    found = [str(_value(each, imports)) for each in parts]
    found += next((row for each in wanted.one_of if (row := _row(each, imports))), None) or []
    placed = {int(key): str(_value(each, imports)) for key, each in wanted.items.items() if _PLACE.fullmatch(key)}
    before = [placed.get(at, "x.y") for at in range(max((*placed, -1)) + 1)]
    return [*before, *found, *(text for at, text in placed.items() if at < 0)]


def _keyed(wanted: Condition, imports: set[str]) -> str:
    made = {key: _value(each, imports) for key, each in wanted.items.items()}
    return "{" + ", ".join(f"{key!r}: {text}" for key, text in made.items() if text is not None) + "}" if made else ""


def _plain(wanted: Condition) -> str:
    match wanted:
        case Condition(equals=value) if value is not None:
            return repr(value)
        case Condition(true=bool(value)):
            return repr(value)
        case Condition(bits=int(bits)):
            return f"x.y | {bits}"
        case Condition(above=float(least), below=below):
            return repr(least + 1 if below is None else (least + below) / 2)
        case Condition(below=float(most)):
            return repr(most - 1)
        case Condition(requested=True):
            return "request.args['k']"
        case Condition(taken=True):
            return "x['k']"
        case Condition(stepwise=pattern) if pattern:
            return f"''.join([{_matching(pattern)!r}, x.y])"
        case Condition(built=True):
            return f"f'{_matching(wanted.matches)}{{x.y}}'"
        case Condition(matches=pattern) if pattern:
            return repr(_matching(pattern))
        case Condition(constant=True) | Condition(known=True) | Condition(escaped=True):
            return "'k'"
        case Condition(handed_on=True):
            return "x"
        case _:
            return "x.y"


def _matching(pattern: str) -> str:
    """Return a short text in which an expression is found."""
    if not pattern:
        return "a"
    made = "".join(map(_piece, sre.parse(pattern)))
    for text in (made, "a", "Tr4uma-Unit-9"):
        if re.search(pattern, text) is not None:
            return text
    raise Unmade(pattern)


def _piece(part: tuple[Any, Any]) -> str:
    kind, value = str(part[0]), part[1]
    match kind:
        case "LITERAL":
            return chr(value)
        case "NOT_LITERAL" | "ANY":
            return "a" if value != ord("a") else "b"
        case "IN":
            return _one_of(value)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return "".join(map(_piece, value[2])) * value[0]
        case "SUBPATTERN":
            return "".join(map(_piece, value[3]))
        case "ATOMIC_GROUP":
            return "".join(map(_piece, value))
        case "BRANCH":
            return "".join(map(_piece, value[1][0]))
        case "ASSERT":
            return "".join(map(_piece, value[1])) if value[0] > 0 else ""
        case _:
            return ""


def _one_of(choices: list[tuple[Any, Any]]) -> str:
    kind, value = str(choices[0][0]), choices[0][1]
    match kind:
        case "LITERAL":
            return chr(value)
        case "RANGE":
            return chr(value[0])
        case "NEGATE":
            return next(
                (sign for sign in "a1-/ " if re.fullmatch(f"[^{''.join(map(_inside, choices[1:]))}]", sign)), "a"
            )
        case _:
            return {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " "}.get(str(value), "a")


def _inside(choice: tuple[Any, Any]) -> str:
    kind, value = str(choice[0]), choice[1]
    if kind == "LITERAL":
        return re.escape(chr(value))
    if kind == "RANGE":
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    return {"CATEGORY_DIGIT": r"\d", "CATEGORY_SPACE": r"\s", "CATEGORY_WORD": r"\w"}.get(str(value), "")
