"""The standard as a project adopts it: the rules that come of what is granted of its tailoring."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from attrs import evolve

from aseptic.standard.catalog import Standard
from aseptic.standard.degree import severity_of
from aseptic.standard.raising import raised
from aseptic.standard.rule import Rule
from aseptic.standard.tailoring import ProjectBanned, Tailoring
from aseptic.standard.vocabulary import Enforced


def tailored(standard: Standard, tailoring: Tailoring) -> Standard:
    """Return a standard as a tailoring of which all is granted makes it."""
    if tailoring == Tailoring():
        return standard
    standard = raised(standard, tailoring.categories)
    severities = {name: severity_of(degree) for name, degree in tailoring.severities.items()}
    changed = {
        name: _changed(
            _with(rule, severity=severities.get(name)),
            frozenset(tailoring.excluded),
            tuple(entry for entry in tailoring.banned if entry.rule == name),
        )
        for name, rule in standard.rules.items()
    }
    left_out = dict(_left_out(standard, changed, tailoring.excluded))
    tests = dict(_unused(standard, left_out, tailoring.excluded))
    head = evolve(
        standard.head,
        excluded={**standard.head.excluded, **tests},
        paths=(*standard.head.paths, *tailoring.paths),
    )
    return Standard(
        {name: rule for name, rule in changed.items() if name not in left_out},
        hashlib.sha256(f"{standard.digest}\0{tailoring.digest}".encode()).hexdigest(),
        f"{tailoring.standard} {tailoring.version}, tailored by {tailoring.path}",
        head,
        standard.banned_here.union(*(entry.names for entry in tailoring.banned)),
        left_out,
    )


def _changed(rule: Rule, excluded: frozenset[str], banned: tuple[ProjectBanned, ...]) -> Rule:
    """Return a rule without the bandit tests that are left out, and with the names that the project bans under it."""
    if not banned and excluded.isdisjoint(rule.tests):
        return rule
    old = rule.heading.detect
    detect = evolve(
        old,
        bandit=tuple(test for test in old.bandit if test not in excluded),
        softened=tuple(test for test in old.softened if test not in excluded),
        narrows=tuple(each for each in old.narrows if each.test not in excluded),
        banned=(*old.banned, *banned),
    )
    # A name that is banned under a rule for reviewers is looked for by the tool.
    return _with(rule, detect=detect, enforced=Enforced.TOOL if detect.runs else None)


def _with(rule: Rule, **changes: object) -> Rule:
    """Return a rule with some keys of its front matter changed; None leaves a key as it is."""
    given = {key: value for key, value in changes.items() if value is not None}
    return evolve(rule, heading=evolve(rule.heading, **given)) if given else rule


def _left_out(
    standard: Standard, changed: Mapping[str, Rule], excluded: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield each rule that does not hold here, with the reason: it is excluded, or all that looked for it is."""
    for name, rule in standard.rules.items():
        if name in excluded:
            yield name, excluded[name]
        elif rule.heading.detect.runs and not changed[name].heading.detect.runs:
            gone = [test for test in rule.tests if test in excluded]
            reasons = " ".join(dict.fromkeys(excluded[test] for test in gone))
            yield name, f"{reasons} (nothing else than {' and '.join(gone)} looks for it)"


def _unused(standard: Standard, left_out: Mapping[str, str], excluded: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each bandit test that nothing runs any more, with the reason."""
    for name, reason in left_out.items():
        yield from ((test, excluded.get(test, reason)) for test in standard.rules[name].tests)
    yield from ((name, reason) for name, reason in excluded.items() if name not in standard.rules)
