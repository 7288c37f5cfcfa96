"""A shell command with data in it, as a list in which each value is part of one argument and no more."""

from __future__ import annotations

import ast
import re

from attrs import frozen

from aseptic.replacements.built_text import Built, Field, Joint, built_text
from aseptic.replacements.command import quoted, split
from aseptic.replacements.interpreters import interprets
from aseptic.replacements.one_word import is_word
from aseptic.replacements.replacement import Import
from aseptic.replacements.several_words import split_apart
from aseptic.replacements.site import Site

_FIRST = 0xE000
"""Letters for private use stand for the values while the command is split."""
_PLACE = re.compile("([\ue000-\uf8ff])")
_QUOTERS = frozenset({"shlex.quote", "pipes.quote"})
_TEXTS = frozenset({"str", "Path", "pathlib.Path", "os.PathLike"})
_PLAIN_TEXT = re.compile(r"(?<![\w\"'])'([^'\"\\{}]*)'(?!['\"])")
"""A text that could be quoted in any way, and was so since it stood within another."""
_GLUED = re.compile("[A-Za-z]{2,}[\ue000-\uf8ff]+")
"""A value right behind a word: it may begin with a blank, and be no part of the word."""
_HARD = re.compile(r"[\"'\\{}#\r\n]")
"""What a formatted text could not hold as it stands."""


@frozen
class Filled:
    """The arguments of a command with data in it."""

    words: list[str]
    """The source of each."""
    imports: tuple[Import, ...] = ()
    splits: bool = False
    """Whether a value holds several, which are taken apart as a shell did."""


def filled_words(site: Site, given: ast.expr, quote: str) -> Filled | None:
    """Return the arguments; None where a value may be run, or only a shell can do it."""
    built = built_text(site, given)
    if built is None or not built.fields or not all(each.plain for each in built.fields):
        return None
    command = _command(built)
    found = split(command) if command else None
    if not found or _PLACE.search(found[0]) or interprets(found, lambda word: bool(_PLACE.search(word))):
        return None
    joined = isinstance(given, ast.BinOp) and isinstance(given.op, ast.Add)
    values = [_value(site, each.text, joined) for each in built.fields]
    bare = [ord(each) - _FIRST for each in found if _PLACE.fullmatch(each) and f" {each} " in f" {command} "]
    several = {place: split_apart(site, values[place][0]) for place in bare}
    apart = {place: written for place, written in several.items() if written}
    values = [(apart[at].text, True) if at in apart else each for at, each in enumerate(values)]
    if any(not _stays_one(site, command, place, values[ord(place) - _FIRST]) for place in _PLACE.findall(command)):
        return None
    if any("join(" in text and not text.startswith("*") for text, _ in values):
        return None  # put together in another way than a shell takes apart
    listed = [_argument(word, values, quote) for word in found]
    imports = tuple(each for written in apart.values() for each in written.imports)
    words = [each for each in listed if each is not None]
    return Filled(words, tuple(dict.fromkeys(imports)), bool(apart)) if None not in listed else None


def _stays_one(site: Site, command: str, place: str, value: tuple[str, bool]) -> bool:
    """Whether a shell made one argument of a value, too: in quotes, as part of a word, or a word itself."""
    text, before = value[0], command[: command.index(place)]
    quoted = before.count('"') % 2 or before.count("'") % 2
    return bool(quoted) or text.startswith("*") or is_word(site, text, alone=f" {place} " in f" {command} ")


def _command(built: Built) -> str:
    """Return the command with a letter for each value; "" where it cannot be told."""
    text, count = "", 0
    for piece in built.pieces:
        match piece:
            case Field():
                text, count = text + chr(_FIRST + count), count + 1
            case Joint(text=between) if "#" in between or "r" in between.lower():
                return ""
            case Joint():
                continue
            case _:
                raw = ast.literal_eval(f"{built.opening}{piece.text}{built.quote}") if piece.text else ""
                if _PLACE.search(raw):
                    return ""
                text += raw
    return text


def _value(site: Site, text: str, joined: bool) -> tuple[str, bool]:
    """Return a value without what quotes it for a shell, and whether it is a text surely.

    What is joined by blanks is several arguments: it begins with a star.
    """
    try:
        node = ast.parse(text, mode="eval").body
    except SyntaxError:
        return text, False
    match node:
        case ast.Call(func=function, args=[inner], keywords=[]) if ast.unparse(function) in _QUOTERS:
            return ast.unparse(inner), True
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=" "), attr="join"), args=[inner], keywords=[]):
            return f"*{_operand(inner)}", True
        case ast.Call(func=function, args=[inner], keywords=[]) if ast.unparse(function) == "shlex.join":
            return f"*{_operand(inner)}", True
        case ast.Constant(value=str()):
            return text, True
        case ast.Call(func=ast.Name(id="str")):
            return text, True
        case ast.Name(id=name):
            return text, joined or _is_text(site, name)
        case _:
            return text, joined


def _operand(node: ast.expr) -> str:
    """Write what is spread behind a star, where an operator would bind less."""
    plain = isinstance(node, ast.Name | ast.Attribute | ast.Call | ast.Subscript | ast.List | ast.Tuple)
    text = ast.unparse(node)
    return text if plain or text.startswith("(") else f"({text})"


def _is_text(site: Site, name: str) -> bool:
    """Whether a name is a parameter that is said to be a text or a path, or is given nothing but texts."""
    for outer in site.above(site.node):
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef):
            parameters = (*outer.args.posonlyargs, *outer.args.args, *outer.args.kwonlyargs)
            known = [each.annotation for each in parameters if each.arg == name]
            stored = [each for each in site.parsed.naming(outer, name) if _stores(each)]
            given = [site.parsed.parents.get(each) for each in stored]
            if not known and given:
                return all(isinstance(each, ast.Assign) and _makes_text(each.value) for each in given)
            return any(each is not None and ast.unparse(each) in _TEXTS for each in known)
    return False


def _stores(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)


def _makes_text(node: ast.expr) -> bool:
    match node:
        case ast.JoinedStr() | ast.Constant(value=str()) | ast.Call(func=ast.Name(id="str")):
            return True
        case ast.IfExp(body=body, orelse=other):
            return _makes_text(body) and _makes_text(other)
        case _:
            return False


def _argument(word: str, values: list[tuple[str, bool]], quote: str) -> str | None:
    """Write one argument: a literal, a value, or a formatted text of both."""
    parts = _PLACE.split(word)
    if len(parts) == 1:
        return quoted(word, quote)
    places = [ord(each) - _FIRST for each in parts[1::2]]
    if parts == ["", parts[1], ""]:
        text, is_text = values[places[0]]
        text = _PLAIN_TEXT.sub(rf"{quote}\1{quote}", text)
        return text if is_text else f"str({text})"
    if _GLUED.fullmatch(word) or any(values[at][0].startswith("*") for at in places):
        return None
    if any(_HARD.search(each) for each in (*parts[::2], *(values[at][0] for at in places))):
        return None
    filled = "".join(f"{{{values[ord(each) - _FIRST][0]}}}" if _PLACE.match(each) else each for each in parts)
    return f"f{quote}{filled}{quote}"
