"""Whether a rule's page says all that a rule has to say, in words of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aseptic.source.frontmatter import Page
from aseptic.source.problem import Problem
from aseptic.source.prose import code_blocks
from aseptic.standard.banned_name import unfindable
from aseptic.standard.emptiness import unmet
from aseptic.standard.placeholder import unknown_placeholders
from aseptic.standard.rule import Heading
from aseptic.standard.vocabulary import Enforced

_SECTIONS = ("Why", "Noncompliant", "Compliant", "Deviation")
_EXAMPLES = ("Noncompliant", "Compliant")
_TO_WRITE = re.compile(r"\s*(?:#+\s*)?TODO\b")
"""How a part begins that stands as the skeleton of a new rule left it."""
_WORDS = "put your words in place of TODO"
Fault = tuple[str, str, str]
"""The key at fault, what is wrong with its value, and the cure."""
Gap = tuple[int, str, str]
"""A line of the page, what is missing there, and the cure."""


def faults(page: Page, heading: Heading) -> Iterator[Problem]:
    """Yield what is wrong with a page whose keys fit one by one."""
    for line, message, cure in (*_missing(page), *_unwritten(page)):
        yield Problem(page.path, message, cure, line)
    for key, message, cure in (
        *_unworded(heading),
        *_unfilled(heading),
        *_undetected(heading),
        *_unfindable(heading),
        *unmet(heading),
    ):
        yield Problem(page.path, message, cure, page.line(key), key)


def _missing(page: Page) -> Iterator[Gap]:
    if "shall" not in page.lead:
        yield 0, "the requirement is missing", "write what the implementation shall do below the keys"
    for title in _SECTIONS:
        section = page.section(title)
        if section is None or not section.body.strip():
            yield 0, f"the part '## {title}' is missing", "add it: every rule's page has it"
        elif title in _EXAMPLES and not code_blocks(section):
            yield section.line, f"'## {title}' has no example", "add a fenced block"


def _unwritten(page: Page) -> Iterator[Gap]:
    if _TO_WRITE.match(page.lead):
        yield 0, "the requirement is still to be written", _WORDS
    for section in page.sections:
        if _TO_WRITE.match(section.body):
            yield section.line, f"'## {section.title}' is still to be written", _WORDS
        for code in code_blocks(section) if section.title in _EXAMPLES else ():
            if not code.text.strip() or _TO_WRITE.match(code.text):
                yield code.line, f"an example of '## {section.title}' is still to be written", "write the code"


def _unworded(heading: Heading) -> Iterator[Fault]:
    for key, text in (("title", heading.title), ("message", heading.message)):
        if not text.strip():
            yield key, f"'{key}': the value is blank", "write it"
        elif _TO_WRITE.match(text):
            yield key, f"'{key}' is still to be written", _WORDS
        elif "\n" in text.strip():
            yield key, f"'{key}': more than one line", "put it on one line: editors show no more"
    if not heading.capabilities:
        yield "capabilities", "no capability is named", "name at least one, the primary first"
    if not heading.cwe:
        yield "cwe", "no CWE is named", "name at least one, the most exact first"
    for key, named in (("cwe", heading.cwe), ("capabilities", heading.capabilities)):
        if len(set(named)) < len(named):
            yield key, f"'{key}': one is named twice", "name each once, the primary first"
    if any(number < 1 for number in heading.cwe):
        yield "cwe", "'cwe': a number of a CWE is 1 or more", "write it, as 78"
    if len({heading.id, *heading.formerly}) < 1 + len(heading.formerly):
        yield "formerly", "'formerly': a name is said twice, or is the rule's own", "name each former id once"


def _unfilled(heading: Heading) -> Iterator[Fault]:
    detect = heading.detect
    said = [("message", heading.message)]
    for key, entries in (
        ("banned", detect.banned),
        ("settings", detect.settings),
        ("texts", detect.texts),
        ("comments", detect.comments),
    ):
        said += [(f"detect.{key}[{number}].message", each.message) for number, each in enumerate(entries)]
    for key, message in said:
        yield from ((key, f"'{key}': {fault}", cure) for fault, cure in unknown_placeholders(message))


def _undetected(heading: Heading) -> Iterator[Fault]:
    if heading.enforced is Enforced.TOOL and not heading.detect:
        yield "id", "nothing detects a breach", "add 'detect:', or say 'enforced: review' or 'test'"
    if heading.enforced is not Enforced.TOOL and heading.detect:
        yield "enforced", "a rule with detectors is enforced by the tool", "remove 'enforced:'"
    twice = {narrowing.test for narrowing in heading.detect.narrows} & set(heading.detect.bandit)
    for test in sorted(twice):
        yield "detect.bandit", f"{test} is mapped whole and narrowed", "keep it in one of the two lists"


def _unfindable(heading: Heading) -> Iterator[Fault]:
    for number, entry in enumerate(heading.detect.banned):
        key = f"detect.banned[{number}].name"
        if _TO_WRITE.match(entry.name):
            yield key, f"'{key}' is still to be written", _WORDS
        elif reason := unfindable(entry):
            yield key, f"'{key}': {reason[0]}", reason[1]
