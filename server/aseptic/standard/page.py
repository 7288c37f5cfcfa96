"""A rule's page to a rule: the front matter read strictly, and the parts that every page must have."""

from __future__ import annotations

from collections.abc import Iterator

from aseptic.source.frontmatter import Page, read_page
from aseptic.source.problem import Problem
from aseptic.source.prose import code_blocks
from aseptic.standard.rule import Heading, Rule
from aseptic.standard.structure import structured
from aseptic.standard.vocabulary import Enforced

_SECTIONS = ("Why", "Noncompliant", "Compliant", "Deviation")


def read_rule(path: str, text: str) -> tuple[Rule | None, tuple[Problem, ...]]:
    """Read one rule. With any problem there is no rule: half a rule would enforce half of what it says."""
    page, problems = read_page(path, text)
    if page is None or problems:
        return None, problems
    heading, problems = structured(page, Heading)
    if heading is None:
        return None, problems
    problems = tuple(_missing(page, heading))
    if problems:
        return None, problems
    return Rule(heading, path, text), ()


def _missing(page: Page, heading: Heading) -> Iterator[Problem]:
    def problem(message: str, cure: str, key: str = "") -> Problem:
        return Problem(page.path, message, cure, page.line(key) if key else 0, key)

    if "shall" not in page.lead:
        yield problem("the requirement is missing", "write what the implementation shall do below the keys")
    for title in _SECTIONS:
        section = page.section(title)
        if section is None or not section.body.strip():
            yield problem(f"the part '## {title}' is missing", "add it: every rule's page has it")
        elif title in ("Noncompliant", "Compliant") and not code_blocks(section):
            yield Problem(page.path, f"'## {title}' has no example", "add a fenced block", section.line)
    if heading.enforced is Enforced.TOOL and not heading.detect:
        yield problem("nothing detects a breach", "add 'detect:', or say 'enforced: review' or 'test'", "id")
    if heading.enforced is not Enforced.TOOL and heading.detect:
        yield problem("a rule with detectors is enforced by the tool", "remove 'enforced:'", "enforced")
    twice = {narrowing.test for narrowing in heading.detect.narrows} & set(heading.detect.bandit)
    for test in sorted(twice):
        yield problem(f"{test} is mapped whole and narrowed", "keep it in one of the two lists", "detect.bandit")
    if not heading.capabilities:
        yield problem("no capability is named", "name at least one, the primary first", "capabilities")
    if not heading.cwe:
        yield problem("no CWE is named", "name at least one, the most exact first", "cwe")
