"""By what a reader of the book finds a rule: its names first, then every word of its page, as people type them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from aseptic.evidence.capabilities import NAMES
from aseptic.standard.detect import Detect
from aseptic.standard.rule import Rule

_EDGES = "\"'`*_,;:.()[]{}<>!?"
_BRITISH = re.compile(r"(?<=[a-z]{4})is(?=(?:e|ed|es|er|ing|ation)\b)")
_ALSO_CALLED: Mapping[str, tuple[int, ...]] = {
    "xss cross-site-scripting": (79, 80),
    "ssrf": (918,),
    "traversal path-traversal directory-traversal": (22, 23, 36, 73),
    "zip-slip": (22,),
    "sqli sql-injection": (89, 564),
    "command-injection shell-injection": (77, 78),
    "rce": (77, 78, 94, 95, 502),
    "code-injection": (94, 95),
    "ssti template-injection": (1336,),
    "deserialization unpickling": (502,),
    "xxe": (611,),
    "billion-laughs": (776,),
    "csrf xsrf": (352,),
    "open-redirect": (601,),
    "hardcoded hard-coded": (259, 321, 798),
    "mitm": (295, 297, 319),
    "plaintext cleartext": (311, 312, 319),
    "dos denial-of-service": (400, 770, 835, 1333),
    "redos": (1333,),
    "timeout": (1088,),
    "toctou race": (362, 367),
    "crlf header-injection": (93, 113),
    "log-injection log-forging": (117,),
    "prng": (330, 338),
    "permissions": (250, 269, 276, 732),
    "mass-assignment": (915,),
}
"""What people call a weakness, by its CWE numbers."""


@frozen
class SearchWords:
    """What is searched, in small letters, each word once."""

    names: str
    """What finds a rule by name: what it bans, bandit's tests, CWE numbers, and what its weakness is called."""
    text: str
    """All else on its page, examples included. Signs are kept: people look for `verify=false`."""


def search_words(rule: Rule, found: Iterable[str], *more: str) -> SearchWords:
    """Return what a rule is searched by; `found` are dotted names that its detectors know, `more` any other words."""
    heading = rule.heading
    numbers = [f"cwe-{number}" for number in heading.cwe]
    called = [name for name, cwe in _ALSO_CALLED.items() if not set(cwe).isdisjoint(heading.cwe)]
    names = (*numbers, *called, *rule.tests, *heading.formerly, *found, *_named(heading.detect))
    messages = (each.message for each in (*heading.detect.banned, *heading.detect.settings))
    capabilities = (f"{each} {NAMES[each]}" for each in heading.capabilities)
    prose = (rule.shall, rule.why, rule.deviation, heading.message, *messages, *heading.references, *more)
    examples = (code.text for code in (*rule.noncompliant, *rule.compliant))
    return SearchWords(_joined(names), _joined((*prose, *capabilities, *examples)))


def _named(detect: Detect) -> Iterator[str]:
    """Yield the names that detectors look for, with the arguments that they look at."""
    for entry in detect.banned:
        yield from (name.removeprefix("builtins.") for name in entry.names)
        yield from (*entry.missing, *(part for name in (*entry.when, *entry.unless) for part in name.split("/")))
    for setting in detect.settings:
        yield from setting.names
    for words in (*detect.texts, *detect.comments):
        yield from words.words


def _joined(texts: Iterable[str]) -> str:
    words = (word for text in texts for word in text.lower().split())
    return " ".join(dict.fromkeys(each for word in words for each in _ways(word)))


def _ways(word: str) -> Iterator[str]:
    """Yield a word as it stands, and as others write it: `time-out` and `timeout`, `deserialise` and `deserialize`."""
    yield word
    plain = word.strip(_EDGES)
    if plain.replace("-", "").isalpha():
        joined = plain.replace("-", "")
        yield from (each for each in (joined, _BRITISH.sub("iz", plain)) if each not in word)
