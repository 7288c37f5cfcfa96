"""Texts: which of them are secrets."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

from aseptic.checks.detector import Subject
from aseptic.checks.narrowing.surroundings import STATEMENTS, parts, targets, upwards, words, written

SECRET_PARTS = frozenset(
    (
        "token secret secrets password passwd passphrase pass pwd passcode pin otp key apikey nonce salt iv "
        "session csrf credential credentials cookie captcha"
    ).split()
)
_ABOUT = frozenset(
    (
        "prefix suffix name names header field fields param parameter url uri path file type label length title "
        "state status mode enabled"
    ).split()
)
"""Words at the end of a name that say: this is about a secret, and none itself."""
_MADE = frozenset(
    "hash hashing hasher algorithm algo alg scheme form format method encoding encryption cipher digest".split()
)
"""Words at the end of a name whose value may name how something is made."""
_WAYS = re.compile(
    r"(?i)argon2(?:id?|d)?|s?crypt|bcrypt(?:_sha256)?|pbkdf2(?:[_:-]\w+)*|(?:md|sha|sha3|sha[_-]?)[_-]?\d+(?:_crypt)?|sha\d-\d+"
    r"|hmac(?:[_-]\w+)?|blake2[bs]|[hrpe]s(?:256|384|512)|aes(?:[_-]?\d+)?(?:[_-](?:gcm|cbc|ctr|ccm))?|chacha20(?:[_-]poly1305)?"
    r"|nfk?[cd]|utf-?8|base(?:16|32|58|64|85)|ed25519|rsa(?:[_-]\w+)?|django_\w+|plaintext"
)
"""Algorithms and forms by their names."""
_TYPES = re.compile(
    r"(?:str|string|bytes|int|integer|float|number|bool|boolean|object|dict|list|date|datetime|any|text|uuid)"
    r"(?:\[[\w, \[\]]+\])?",
    re.IGNORECASE,
)
"""Types, as tables of fields name them."""
_SWITCHES = frozenset("yes true false none null off auto".split())
_VALUE = re.compile(r"'(.*)'\Z", re.DOTALL)
_PLACEHOLDER = re.compile(r"<.*>|\{.*\}|\$\{?\w+\}?|%\(?\w+\)?s?|x+|\*+|\.+|-+|_+|\?+", re.IGNORECASE | re.DOTALL)
_NAME_LIKE = re.compile(r"[A-Za-z_][\w\-]*(?:[.:/][\w\-]+)*")
_URL = re.compile(r"[a-z][a-z0-9+.\-]*://|/|\.{1,2}/|mailto:", re.IGNORECASE)


def plausible_secret(node: Any, text: str, subject: Subject) -> bool:
    """Keep a text that could open something: no label, address, placeholder, name of a field or parser's token."""
    names = tuple(_names_near(node, subject))
    if names and all(words(name)[-1:] and words(name)[-1] in _ABOUT for name in names):
        return False
    match = _VALUE.search(text)
    value = match[1] if match else ""
    if value.startswith("<ast.") or value.startswith("<_ast."):  # of an assignment bandit's message shows no text
        value = getattr(node, "value", None)
    if any(_is_no_text(node, outer) for _, outer in upwards(node, subject)):
        return False
    if _names_a_way(node, value, names) or _names_a_type(node, value, subject):
        return False
    return isinstance(value, str) and _plausible(value, frozenset[str]().union(*map(parts, names)))


def _is_no_text(key: ast.AST, holder: ast.AST) -> bool:
    """Whether a key of a display has a number or another literal that is no text: `{"pass": 0.97}` is a share."""
    pairs = zip(holder.keys, holder.values, strict=True) if isinstance(holder, ast.Dict) else ()
    value = next((value for each, value in pairs if each is key), None)
    return isinstance(value, ast.Constant) and not isinstance(value.value, str | bytes)


def _names_a_way(node: Any, value: Any, names: tuple[str, ...]) -> bool:
    """Whether a value is the name of an algorithm or a form, and its own name asks for one: `"PASSWORD_HASH"`."""
    asking = names[:1] if isinstance(node, ast.Constant) else names
    asked = bool(asking) and all(_MADE & frozenset(words(name)[-1:]) for name in asking)
    return asked and isinstance(value, str) and bool(_WAYS.fullmatch(value))


def _names_a_type(key: Any, value: Any, subject: Subject) -> bool:
    """Whether a value is the name of a type in a table of such: another one in it names a type as well."""
    holder = subject.parsed.parents.get(key)
    if not isinstance(holder, ast.Dict) or not isinstance(value, str) or not _TYPES.fullmatch(value):
        return False
    named = [each.value for each in holder.values if isinstance(each, ast.Constant)]
    return sum(isinstance(each, str) and bool(_TYPES.fullmatch(each)) for each in named) > 1


def _names_near(node: ast.AST, subject: Subject) -> Iterator[str]:
    """Yield the names that made bandit take the text for a secret."""
    match node:
        case ast.Call(keywords=keywords):
            yield from (keyword.arg or "" for keyword in keywords)
        case ast.FunctionDef(args=arguments):
            yield from (argument.arg for argument in arguments.args)
        case _:
            for _, outer in upwards(node, subject):
                if isinstance(outer, ast.Compare):
                    yield written(outer.left)
                if isinstance(outer, STATEMENTS):
                    yield from targets(outer)
                    return
                if isinstance(outer, ast.Dict) and isinstance(node, ast.Constant):
                    yield str(node.value)


def _plausible(value: str, names: frozenset[str]) -> bool:
    bare = value.strip()
    if len(bare) < 3 or bare.lower() in _SWITCHES or any(letter.isspace() for letter in bare):
        return False
    if _PLACEHOLDER.fullmatch(bare) or _URL.match(bare) or not any(letter.isalnum() for letter in bare):
        return False
    if "\\" in bare or "(?" in bare or "{" in bare:
        return False
    varied = any(letter.isdigit() for letter in bare) or any(not (c.isalnum() or c in "_-.:/") for c in bare)
    if _NAME_LIKE.fullmatch(bare) and parts(bare) & SECRET_PARTS:
        return False
    if "token" in names and not names & {"password", "passwd", "pwd", "secret"}:
        return varied and len(bare) >= 8
    return varied or not re.fullmatch(r"[A-Za-z]\w*(?:[.:/]\w+)+", bare)
