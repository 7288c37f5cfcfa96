"""A project's own word on the standard, as its `security/standard.md` states it."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterator

from attrs import asdict, evolve, field, frozen

from aseptic.source.frontmatter import Page
from aseptic.source.problem import Problem
from aseptic.standard.banned_name import resolved, unfindable
from aseptic.standard.detect import Banned
from aseptic.standard.head import PathSetting
from aseptic.standard.policy import Fault, Policy, policy_faults
from aseptic.standard.structure import Literal, read_keys
from aseptic.standard.vocabulary import Category, Severity

_LINE_END = re.compile(r"\r\n?")
BANNED_BY_PROJECTS = "SUP-016"
"""The rule that a name belongs to which a project bans without saying under which."""


@frozen
class Agreed:
    """Who agreed to the tailoring, and when; empty while nobody has."""

    by: str | None = None
    on: datetime.date | None = None


@frozen(kw_only=True)
class ProjectBanned(Banned):
    """A name that a project bans under a rule of the standard."""

    rule: str = BANNED_BY_PROJECTS


@frozen(kw_only=True)
class TailoringKeys:
    """The front matter of `standard.md`."""

    id: str | None = None
    title: str | None = None
    standard: str
    version: Literal
    approved: Agreed = Agreed()
    severities: dict[str, Severity] = field(factory=dict[str, Severity])
    categories: dict[str, Category] = field(factory=dict[str, Category])
    excluded: dict[str, str] = field(factory=dict[str, str])
    not_applicable: dict[str, str] = field(factory=dict[str, str])
    banned: tuple[ProjectBanned, ...] = ()
    policy: Policy = field(factory=Policy)
    requirements: dict[str, tuple[str, ...]] = field(factory=dict[str, tuple[str, ...]])
    paths: tuple[PathSetting, ...] = ()
    date: datetime.date | None = None
    """When the standard was adopted."""
    next_review: datetime.date | None = None
    """By when somebody looks at it again."""


@frozen(kw_only=True)
class Tailoring(TailoringKeys):
    """What a project declares: which standard, and how it departs from it. Without arguments: nothing."""

    standard: str = ""
    version: Literal = ""
    page: Page = field(default=Page(""), repr=False)
    digest: str = ""
    """SHA-256 over the file's text, whatever its line ends."""

    @property
    def path(self) -> str:
        """The file, as it is shown to people."""
        return self.page.path


def read_tailoring(path: str, text: str) -> tuple[Tailoring | None, tuple[Problem, ...]]:
    """Read `standard.md`. With any problem there is no tailoring: half of one would be another standard."""
    page, keys, problems = read_keys(path, text, TailoringKeys)
    if page is None or keys is None:
        return None, problems
    problems = tuple(_unfit(page, keys))
    if problems:
        return None, problems
    digest = hashlib.sha256(_LINE_END.sub("\n", text).encode("utf-8", "surrogatepass")).hexdigest()
    keys = evolve(keys, banned=tuple(map(resolved, keys.banned)))
    return Tailoring(**asdict(keys, recurse=False), page=page, digest=digest), ()


def _unfit(page: Page, keys: TailoringKeys) -> Iterator[Problem]:
    for key, message, cure in (*_unnamed(keys), *_unreasoned(keys), *_misnamed(keys), *_half_said(keys)):
        yield Problem(page.path, f"'{key}': {message}", cure, page.line(key), key)


def _unnamed(keys: TailoringKeys) -> Iterator[Fault]:
    if not keys.standard.strip():
        yield "standard", "the standard has no name", "name it, as 'Aseptic'"
    if not isinstance(keys.version, str) or not keys.version.strip():
        yield "version", "a version is a text", 'put it in quotes: "1.10" and "1.1" are two versions'


def _unreasoned(keys: TailoringKeys) -> Iterator[Fault]:
    reasons = {
        **{f"excluded.{name}": reason for name, reason in keys.excluded.items()},
        **{f"not_applicable.{name}": reason for name, reason in keys.not_applicable.items()},
        **{f"paths[{number}].reason": setting.reason for number, setting in enumerate(keys.paths)},
    }
    for key, reason in reasons.items():
        if not reason.strip():
            yield key, "the reason is missing", "say why in a sentence"


def _half_said(keys: TailoringKeys) -> Iterator[Fault]:
    yield from policy_faults(keys.policy)
    if keys.approved.by and keys.approved.on is None:
        yield "approved.on", "the day of the approval is missing", "write it, as 2026-11-23"
    if keys.approved.on is not None and not (keys.approved.by or "").strip():
        yield "approved.by", "it is not said who approved", "write a name or an address"


def _misnamed(keys: TailoringKeys) -> Iterator[Fault]:
    for number, entry in enumerate(keys.banned):
        fault = unfindable(entry)
        if fault:
            yield f"banned[{number}].name", *fault
