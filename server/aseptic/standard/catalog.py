"""A folder of rules to a standard with a digest."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from io import FileIO
from pathlib import Path

from attrs import define, field, frozen

from aseptic.source.digest import text_digest
from aseptic.source.problem import Problem
from aseptic.standard.head import HEAD, Head, read_head
from aseptic.standard.kept import keep, key_of, recall
from aseptic.standard.page import read_rule
from aseptic.standard.rule import Rule
from aseptic.standard.vocabulary import Category

Problems = tuple[Problem, ...]


@define(frozen=True, slots=False, eq=False)
class Standard:
    """The declared set of rules."""

    rules: Mapping[str, Rule]
    digest: str
    """SHA-256 over every rule's text, whatever its line ends, so that a report can say exactly which standard held."""
    origin: str = ""
    head: Head = field(factory=Head)
    """What the standard says of itself."""
    banned_here: frozenset[str] = frozenset()
    """The names that the project itself bans, by its tailoring or its own rules: they may be of its own modules."""
    left_out: Mapping[str, str] = field(factory=dict[str, str])
    """The rules that the project leaves out, each with the reason."""

    @cached_property
    def by_bandit(self) -> Mapping[str, Rule]:
        """The rule that owns each bandit test, mapped or narrowed."""
        return {test: rule for rule in self.rules.values() for test in rule.tests}

    @cached_property
    def formerly(self) -> Mapping[str, str]:
        """The id that a rule has now, by each that it had once."""
        return {old: rule.id for rule in self.rules.values() for old in rule.heading.formerly}


def mandatory(standard: Standard) -> frozenset[str]:
    """Return the rules that admit no deviation."""
    return frozenset(rule.id for rule in standard.rules.values() if rule.heading.category is Category.MANDATORY)


@frozen
class Source:
    """A rule's file: how it is named to people, and its text."""

    path: str
    text: str = field(repr=False)

    @property
    def name(self) -> str:
        """The file's own name."""
        return Path(self.path).name

    @property
    def is_head(self) -> bool:
        """Whether it is the standard's own page."""
        return self.path.endswith(HEAD) and self.name == HEAD


class NoStandardError(Exception):
    """The shipped rules are not where any way of installing puts them."""


def rules_folder() -> Path:
    """Find the shipped rules: inside an installed wheel, else at the root of the checkout."""
    here = Path(__file__).resolve()
    installed, checkout = here.parents[1] / "rules", here.parents[3] / "rules"
    for folder in (installed, checkout):
        if folder.is_dir():
            return folder
    raise NoStandardError(f"no rules in {installed} nor in {checkout}; install Aseptic again")


def sources(folder: Path) -> tuple[tuple[Source, ...], tuple[Problem, ...]]:
    """Read every rule's file under `folder`, in the order of their names."""
    found: list[Source] = []
    problems: list[Problem] = []
    for path in _pages(str(folder)):
        try:
            with FileIO(path) as stream:  # hundreds of them at each start: nothing slower will do
                found.append(Source(path, stream.readall().decode("utf-8")))
        except (OSError, UnicodeDecodeError) as error:
            problems.append(Problem(path, f"the file cannot be read: {error}", "save it as UTF-8"))
    return tuple(found), tuple(problems)


def _pages(folder: str) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            below = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return
    for entry in below:
        if entry.name.endswith(".md"):
            yield entry.path
        elif entry.is_dir(follow_symlinks=False):
            yield from _pages(entry.path)


def build(pages: Sequence[Source], origin: str = "", keeping: Path | None = None) -> tuple[Standard, Problems]:
    """Read rules and put them together; one that has a problem is left out and the others stay.

    In the folder `keeping` is kept what was read without a problem, and found again while no page changed.
    """
    digest = hashlib.sha256()
    for page in pages:
        digest.update(f"{page.name}\0{text_digest(page.text)}\0".encode("utf-8", "surrogatepass"))
    if keeping is None:
        return _read(pages, digest.hexdigest(), origin)
    key = key_of(digest.hexdigest(), (page.path for page in pages))
    kept = recall(keeping, key)
    own = [page for page in pages if not page.is_head]
    if kept is not None and len(kept.headings) == len(own):
        both = zip(own, kept.headings, strict=True)
        rules = {heading.id: Rule(heading, page.path, page.text) for page, heading in both}
        return Standard(rules, digest.hexdigest(), origin, kept.head), ()
    standard, problems = _read(pages, digest.hexdigest(), origin)
    if not problems:
        keep(keeping, key, standard.head, [rule.heading for rule in standard.rules.values()])
    return standard, problems


def _read(pages: Sequence[Source], digest: str, origin: str) -> tuple[Standard, Problems]:
    rules: dict[str, Rule] = {}
    owners: dict[str, str] = {}
    problems: list[Problem] = []
    head = Head()
    for page in pages:
        if page.is_head:
            head, faults = read_head(page.path, page.text)
            problems.extend(faults)
            continue
        rule, faults = read_rule(page.path, page.text)
        problems.extend(faults)
        if rule is None:
            continue
        if rule.id in rules:
            other = rules[rule.id].path
            problems.append(Problem(page.path, f"the id {rule.id} is taken by {other}", "give it its own", 1, "id"))
            continue
        problems.extend(_claim(rule, owners))
        rules[rule.id] = rule
    problems.extend(_unfit(head, rules, owners))
    return Standard(rules, digest, origin, head), tuple(problems)


def _unfit(head: Head, rules: Mapping[str, Rule], owners: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what the standard's own page says against its rules."""
    for test in sorted(head.excluded.keys() & owners.keys()):
        yield Problem(HEAD, f"{test} is excluded, and {owners[test]} uses it", "keep one of the two", 0, "excluded")
    for name in sorted({name for setting in head.paths for name in setting.without}):
        rule = rules.get(name)
        if rule is not None and rule.heading.category is not Category.ADVISORY:
            yield Problem(HEAD, f"{name} is not advisory and may not rest", "record deviations instead", 0, "paths")


def _claim(rule: Rule, owners: dict[str, str]) -> Iterable[Problem]:
    """Note which bandit tests a rule owns; two owners would report one finding twice."""
    for test in rule.tests:
        owner = owners.setdefault(test, rule.id)
        if owner != rule.id:
            yield Problem(rule.path, f"{test} belongs to {owner} already", "name it in one rule", 1, "detect")


def shipped(keeping: Path | None = None) -> tuple[Standard, Problems]:
    """Return the standard that comes with Aseptic; `keeping` is as in `build`."""
    pages, unread = sources(rules_folder())
    standard, problems = build(pages, "shipped", keeping)
    return standard, (*unread, *problems)
