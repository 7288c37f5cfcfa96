"""One rule of the standard: a requirement on code, why it stands, and what finds a breach."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from attrs import Attribute, define, field, frozen

from aseptic.source.document import split_lines
from aseptic.source.frontmatter import front_end
from aseptic.source.prose import Code, Section, code_blocks, prose
from aseptic.standard.detect import Detect
from aseptic.standard.remedy import Remedy
from aseptic.standard.structure import Unfit
from aseptic.standard.vocabulary import Capability, Category, Enforced, Severity

RULE_ID = re.compile(r"[A-Z]{2,5}-[0-9]{3}")


def _rule_id(_: object, attribute: Attribute[str], value: str) -> None:
    _held_to_form(value, attribute.name)


def _rule_ids(_: object, attribute: Attribute[tuple[str, ...]], value: tuple[str, ...]) -> None:
    for number, each in enumerate(value):
        _held_to_form(each, f"{attribute.name}[{number}]")


def _held_to_form(value: str, key: str) -> None:
    if not RULE_ID.fullmatch(value):
        raise Unfit(f"'{value}' is no rule id; two to five capitals, a hyphen and three digits make one", key)


@frozen
class Heading:
    """A rule's front matter."""

    id: str = field(validator=_rule_id)
    title: str
    message: str
    severity: Severity
    category: Category
    cwe: tuple[int, ...]
    capabilities: tuple[Capability, ...]
    references: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    detect: Detect = field(factory=Detect)
    replace: tuple[Remedy, ...] = ()
    enforced: Enforced = Enforced.TOOL
    formerly: tuple[str, ...] = field(default=(), validator=_rule_ids)


@define(frozen=True, slots=False)
class Rule:
    """A rule as its page states it. The prose is taken apart when somebody wants to read it."""

    heading: Heading
    path: str
    text: str = field(repr=False)
    """The whole page."""
    own: bool = False
    """Whether a project wrote it, so that nobody vouches for what its patterns cost."""

    @cached_property
    def _sections(self) -> Mapping[str, Section]:
        lines = split_lines(self.text.removeprefix("\ufeff"))
        lead, sections = prose(lines, (front_end(lines) or 0) + 1)
        return {"": Section("", 0, lead), **{each.title.lower(): each for each in reversed(sections)}}

    def _section(self, title: str) -> Section:
        return self._sections.get(title) or Section(title, 0, "")

    @property
    def shall(self) -> str:
        """The requirement."""
        return self._section("").body

    @property
    def why(self) -> str:
        """What a breach can do."""
        return self._section("why").body.strip()

    @cached_property
    def noncompliant(self) -> tuple[Code, ...]:
        """Examples that breach this rule and no other."""
        return code_blocks(self._section("noncompliant"))

    @cached_property
    def compliant(self) -> tuple[Code, ...]:
        """Examples that breach no rule."""
        return code_blocks(self._section("compliant"))

    @property
    def deviation(self) -> str:
        """When a departure can be justified."""
        return self._section("deviation").body.strip()

    @property
    def id(self) -> str:
        """The rule's id, as `INJ-003`."""
        return self.heading.id

    @property
    def tests(self) -> tuple[str, ...]:
        """The bandit tests that the rule owns, whole or narrowed."""
        detect = self.heading.detect
        return (*detect.bandit, *(narrowing.test for narrowing in detect.narrows))

    @property
    def title(self) -> str:
        """The rule in a few words."""
        return self.heading.title

    @property
    def severity(self) -> Severity:
        """How much a breach matters."""
        return self.heading.severity
