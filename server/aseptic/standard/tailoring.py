"""A project's own word on the standard, as its `security/standard.md` states it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from attrs import asdict, evolve, field, frozen

from aseptic.source.digest import keys_digest
from aseptic.source.frontmatter import Page, read_page
from aseptic.source.problem import Problem
from aseptic.standard.argument import odd_arguments
from aseptic.standard.banned_name import resolved, unfindable
from aseptic.standard.degree import Degree, Milder
from aseptic.standard.detect import Banned
from aseptic.standard.glob import unmatched
from aseptic.standard.head import PathSetting
from aseptic.standard.partial import Fault, held
from aseptic.standard.placeholder import unknown_placeholders
from aseptic.standard.policy import Policy, policy_faults
from aseptic.standard.structure import Literal
from aseptic.standard.vocabulary import Category

BANNED_BY_PROJECTS = "SUP-016"
"""The rule that a name belongs to which a project bans without saying under which."""
_WHOLE = frozenset({"approved"})
"""What is no configuration, and holds whole or not at all."""


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
    severities: dict[str, Degree] = field(factory=dict[str, Degree])
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
    """SHA-256 over the keys that hold, less the approval: whoever approves changes nothing that was approved."""
    whole: bool = True
    """Whether every entry could be read; of a page with faults the others hold."""

    @property
    def path(self) -> str:
        """The file, as it is shown to people."""
        return self.page.path


def read_tailoring(path: str, text: str) -> tuple[Tailoring | None, tuple[Problem, ...]]:
    """Read `standard.md`. An entry at fault is dropped, and a problem at its line says why; the others hold.

    There is no tailoring where the page cannot be read, or does not say which standard it is about.
    """
    page, unread = read_page(path, text)
    if page is None:
        return None, unread
    page, keys, problems = held(page, unread, TailoringKeys, _faults, _WHOLE)
    if keys is None:
        return None, problems
    digest = keys_digest({key: value for key, value in page.fields.items() if key not in _WHOLE})
    keys = evolve(keys, banned=tuple(map(resolved, keys.banned)))
    return Tailoring(**asdict(keys, recurse=False), page=page, digest=digest, whole=not problems), problems


def _faults(keys: TailoringKeys) -> Iterator[Fault]:
    yield from (*_unnamed(keys), *_unreasoned(keys), *_misnamed(keys), *_half_said(keys))


def _unnamed(keys: TailoringKeys) -> Iterator[Fault]:
    if not keys.standard.strip():
        yield "standard", "the standard has no name", "name it, as 'Aseptic'"
    if not isinstance(keys.version, str) or not keys.version.strip():
        yield "version", "a version is a text", 'put it in quotes: "1.10" and "1.1" are two versions'


def _unreasoned(keys: TailoringKeys) -> Iterator[Fault]:
    degrees = {
        "policy.gate": keys.policy.gate,
        **{f"severities.{name}": each for name, each in keys.severities.items()},
    }
    reasons = {
        **{f"excluded.{name}": reason for name, reason in keys.excluded.items()},
        **{f"not_applicable.{name}": reason for name, reason in keys.not_applicable.items()},
        **{f"paths[{number}].reason": setting.reason for number, setting in enumerate(keys.paths)},
        **{f"{key}.reason": each.reason for key, each in degrees.items() if isinstance(each, Milder)},
    }
    least = keys.policy.shortest_reason
    for key, reason in reasons.items():
        if not reason.strip():
            yield key, "the reason is missing", "say why in a sentence"
        elif len(reason.strip()) < least:
            yield key, f"a reason has {least} characters at least (policy.shortest_reason)", "say why in a sentence"


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
        for reason in unknown_placeholders(entry.message):
            yield f"banned[{number}].message", *reason
        for key, message, cure in odd_arguments(entry):
            yield f"banned[{number}].{key}", message, cure
    for number, setting in enumerate(keys.paths):
        for key in ("globs", "without"):
            if not getattr(setting, key):
                yield f"paths[{number}].{key}", "the list is empty", "name at least one, or remove the entry"
        for at, glob in enumerate(setting.globs):
            if reason := unmatched(glob):
                yield f"paths[{number}].globs[{at}]", *reason
