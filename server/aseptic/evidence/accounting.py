"""A project's account, put together from its standard, its tailoring and its settings."""

from __future__ import annotations

import platform
from collections.abc import Container, Iterable, Iterator
from importlib.metadata import version

from attrs import evolve

from aseptic.analysis.projects.exclusion import ALWAYS_EXCLUDED, OUTPUT
from aseptic.analysis.projects.project import Project
from aseptic.checks.bandit import installed as bandit
from aseptic.checks.bandit.plugins import other_plugins
from aseptic.evidence.account import (
    Account,
    Adoption,
    Ban,
    Changes,
    Edition,
    Held,
    Line,
    Rest,
    Scope,
    account_digest,
    enforcement,
)
from aseptic.evidence.families import families
from aseptic.evidence.remedies import remedy_words
from aseptic.evidence.wording import banned_words, detectors
from aseptic.source.counting import counted
from aseptic.standard.degree import Degree, Milder, reason_of, severity_of
from aseptic.standard.detect import Detect
from aseptic.standard.rule import Rule
from aseptic.standard.tailoring import Tailoring
from aseptic.version import __version__


def account_of(project: Project) -> Account:
    """Return a project's account; equal inputs give equal digests."""
    tailoring, standard = project.tailoring, project.standard
    head, own = standard.head, frozenset(each.id for each in project.own_rules)
    chapters = families(standard.rules.values(), head)
    made = Account(
        Edition(head.standard, head.version, head.date, head.next_review),
        standard.digest,
        _adoption(tailoring),
        {"aseptic": __version__, "bandit": version("bandit"), "python": platform.python_version()},
        {each.letters: each.title for each in chapters},
        tuple(_held(rule, own) for chapter in chapters for rule in chapter.rules),
        tuple(bandit_map(project)),
        _scope(project),
        evolve(tailoring.policy, gate=_milder(tailoring.policy.gate)),
        _changes(project),
        tuple(str(problem) for problem in project.problems),
    )
    return evolve(made, digest=account_digest(made))


def unaccounted(project: Project) -> tuple[str, ...]:
    """Return the tests of the installed bandit of which the standard says nothing."""
    return bandit.unaccounted(project.standard)


def bandit_map(project: Project) -> Iterator[Line]:
    """Yield what became of every test of the installed bandit, and of the plugins for it that others bring."""
    standard, missing = project.standard, set(unaccounted(project))
    absent = set(bandit.absent(standard))
    narrowed = {each.test: each for rule in standard.rules.values() for each in rule.heading.detect.narrows}
    for test in sorted(bandit.known_tests() | standard.by_bandit.keys() | standard.head.excluded.keys()):
        owner = standard.by_bandit.get(test)
        if test in missing:
            yield Line(test, "unaccounted")
        elif owner is None:
            yield Line(test, "excluded", reason=standard.head.excluded.get(test, ""))
        elif test in absent:
            yield Line(test, "absent", owner.id, "the installed bandit has no such test")
        elif test in narrowed:
            yield Line(test, "narrowed", owner.id, f"{narrowed[test].to}: {narrowed[test].reason}")
        else:
            yield Line(test, "mapped", owner.id)
    for each in other_plugins():
        yield Line(
            each.name, "not run", reason=f"a plugin of the package {each.package}; only bandit's own tests are run"
        )


def _adoption(tailoring: Tailoring) -> Adoption | None:
    if not tailoring.standard:
        return None
    approved = tailoring.approved
    return Adoption(
        tailoring.standard,
        str(tailoring.version),
        tailoring.date,
        tailoring.next_review,
        approved.by,
        approved.on,
    )


def _held(rule: Rule, own: Container[str]) -> Held:
    heading = rule.heading
    return Held(
        rule.id,
        rule.title,
        heading.category,
        rule.severity,
        enforcement(rule),
        heading.cwe,
        tuple(each.value for each in heading.capabilities),
        tuple(detectors(rule)),
        heading.detect.flow,
        "project" if rule.id in own else "standard",
        _found_by(heading.detect),
    )


def _found_by(detect: Detect) -> str:
    tests = " ".join((*detect.bandit, *(each.test for each in detect.narrows)))
    kinds = (
        ("name", detect.banned),
        ("setting", detect.settings),
        ("text", detect.texts),
        ("identifier", detect.names),
        ("comment", detect.comments),
        ("shape", detect.shapes),
    )
    counts = (counted(len(found), noun) for noun, found in kinds if found)
    return ", ".join(part for part in (tests, *counts) if part)


def _scope(project: Project) -> Scope:
    settings = project.settings
    always, output = tuple(sorted(ALWAYS_EXCLUDED)), tuple(sorted(OUTPUT))
    return Scope(always, output, settings.exclude, settings.required_version, settings.environment)


def _milder(degree: Degree) -> Milder:
    return Milder(severity_of(degree), reason_of(degree))


def _changes(project: Project) -> Changes:
    tailoring = project.tailoring
    return Changes(
        {name: _milder(degree) for name, degree in tailoring.severities.items()},
        tailoring.categories,
        tailoring.excluded,
        project.standard.left_out,
        tailoring.not_applicable,
        tuple(_bans(project)),
        tuple(each.id for each in project.own_rules if each.id in project.standard.rules),
        tuple(Rest(each.globs, each.without, each.reason) for each in project.standard.head.paths),
        {rule: held for rule, names in tailoring.requirements.items() if (held := _known(project, names))},
    )


def _known(project: Project, names: Iterable[str]) -> tuple[str, ...]:
    known = {each.id for each in project.shelf.requirements}
    return tuple(name for name in names if name in known)


def _bans(project: Project) -> Iterator[Ban]:
    for entry in project.tailoring.banned:
        words, said = banned_words(entry), entry.message.replace("{name}", entry.name)
        yield Ban(entry.rule, entry.name, words, entry.severity or "", said, remedy_words(entry.replace))
