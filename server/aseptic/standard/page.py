"""A rule's page to a rule: the front matter read strictly, and the parts that every page must have."""

from __future__ import annotations

from attrs import evolve

from aseptic.source.frontmatter import read_page
from aseptic.source.problem import Problem
from aseptic.standard.banned_name import resolved
from aseptic.standard.completeness import faults
from aseptic.standard.rule import Heading, Rule
from aseptic.standard.structure import structured


def read_rule(path: str, text: str) -> tuple[Rule | None, tuple[Problem, ...]]:
    """Read one rule. With any problem there is no rule: half a rule would enforce half of what it says."""
    page, problems = read_page(path, text)
    if page is None or problems:
        return None, problems
    heading, problems = structured(page, Heading)
    if heading is None:
        return None, problems
    problems = tuple(faults(page, heading))
    if problems:
        return None, problems
    return Rule(_resolved(heading), path, text), ()


def _resolved(heading: Heading) -> Heading:
    """Return a heading whose banned names are as code resolves to them."""
    banned = tuple(map(resolved, heading.detect.banned))
    if banned == heading.detect.banned:
        return heading
    return evolve(heading, detect=evolve(heading.detect, banned=banned))
