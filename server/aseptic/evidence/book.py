"""The standard as browsable HTML: an index, a page a rule, the tailoring, the account, how to ban a function,
and how to write a rule.

Equal inputs give equal pages: no time, no path of a machine. Every page works from a file, without network.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from attrs import frozen
from jinja2 import Environment, PackageLoader, StrictUndefined

from aseptic.analysis.projects.book import MANIFEST, WRITE_A_RULE, page_of
from aseptic.analysis.projects.project import Project
from aseptic.evidence.account import account_values, enforcement, in_part
from aseptic.evidence.accounting import account_of
from aseptic.evidence.capabilities import NAMES
from aseptic.evidence.families import Family, families
from aseptic.evidence.keys import groups
from aseptic.evidence.prose import Prose, code_block
from aseptic.evidence.samples import SAMPLES
from aseptic.evidence.searching import SearchWords, search_words
from aseptic.evidence.tailoring_words import changes
from aseptic.evidence.wording import code, detectors
from aseptic.records.requirement import Requirement
from aseptic.records.rule_skeleton import rule_skeleton
from aseptic.records.trace import requirements_for
from aseptic.replacements.rewrites import REWRITES
from aseptic.source.frontmatter import Page
from aseptic.standard.rule import Rule
from aseptic.standard.tailoring import BANNED_BY_PROJECTS

_TEMPLATES = "evidence/templates"
HELD = {
    "tool": "by Aseptic",
    "tool in part": "by Aseptic in part",
    "declared": "not looked for yet",
    "review": "by a review",
    "test": "by tests",
}
"""Who holds a rule, for people."""


@frozen
class Entry:
    """A rule as the book shows it."""

    rule: Rule
    """As it holds here; as adopted where the project leaves it out."""
    held: str
    """A key of `HELD`, and a name of the style's."""
    left_out: bool
    own: bool
    found_by: tuple[str, ...]
    changes: tuple[str, ...]
    requirements: tuple[Requirement, ...]
    page: Page | None
    """An own rule's page: what stands in it beside the parts that every rule has."""
    search: SearchWords

    @property
    def id(self) -> str:
        """The rule's id."""
        return self.rule.id


def book(project: Project) -> dict[str, str]:
    """Return the text of each page by its path, and of the list by which the folder is known as a book."""
    found = _found_names(project)
    entries = {rule.id: _entry(project, rule, found[rule.id]) for rule in project.adopted.rules.values()}
    chapters = families((entry.rule for entry in entries.values()), project.standard.head)
    body = account_values(account_of(project))
    shared: dict[str, Any] = {"account": body, "project": project, "entries": entries, "chapters": chapters}
    shared["unadopted"] = _unadopted(project)
    pages = dict(_top_pages(shared, entries))
    environment = _environment(Prose(entries), "../")
    for chapter in chapters:
        for before, rule, after in _neighbours(chapter):
            entry = entries[rule.id]
            pages[page_of(rule.id)] = environment.get_template("rule.html").render(
                shared, entry=entry, chapter=chapter, before=before, after=after
            )
    for old, new in _renamed(project, entries):
        pages[page_of(old)] = environment.get_template("moved.html").render(shared, old=old, new=new)
    listed = {"format": 1, "digest": body["digest"], "files": sorted(pages)}
    return {**pages, MANIFEST: json.dumps(listed, indent=1) + "\n"}


def _top_pages(shared: dict[str, Any], entries: dict[str, Entry]) -> Iterator[tuple[str, str]]:
    environment = _environment(Prose(entries, "rules/"), "")
    script = _asset("search.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    held = Counter(entry.held for entry in entries.values() if not entry.left_out)
    special = {
        "index.html": {"script": script, "script_digest": digest, "held": held},
        "tailoring.html": {"changed": [entry for entry in entries.values() if entry.changes]},
        "account.html": {"held": held},
        "ban-a-function.html": {"own_list": entries.get(BANNED_BY_PROJECTS)},
        WRITE_A_RULE: {
            "groups": groups(),
            "samples": SAMPLES,
            "skeleton": rule_skeleton("ACM-001"),
            "rewrites": tuple(REWRITES),
        },
    }
    for name, more in special.items():
        yield name, environment.get_template(name).render(shared, **more)
    yield "style.css", _asset("style.css")


def _environment(prose: Prose, root: str) -> Environment:
    """Make the templates of one folder of the book; `root` leads from it to the book's index."""
    made = Environment(
        loader=PackageLoader("aseptic", _TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(markdown=prose.block, inline=prose.line, code=code_block, ticked=code)
    seen: dict[str, Any] = {"root": root, "HELD": HELD, "CAPABILITIES": NAMES, "script_digest": ""}
    made.globals.update(seen)
    return made


def _asset(name: str) -> str:
    return files("aseptic").joinpath(_TEMPLATES, name).read_text(encoding="utf-8")


def _unadopted(project: Project) -> str:
    """Say why the standard is nobody's own here; empty where the project adopted it."""
    if project.tailoring.standard:
        return ""
    page = f"{project.settings.records}/standard.md"
    faulty = any(each.path == page for each in project.problems)
    return f"{page} cannot be read" if faulty else f"there is no {page}"


def _found_names(project: Project) -> dict[str, list[str]]:
    """Return the dotted names that the detectors of each rule know, those of bandit's lists included."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, rules in project.memo.checker.names.items():
        for rule in rules:
            found[rule.id].append(name.removeprefix("builtins."))
    return found


def _entry(project: Project, adopted: Rule, found: list[str]) -> Entry:
    here = project.standard.rules.get(adopted.id)
    rule = here or adopted
    held = in_part(enforcement(rule), rule.heading.detect.flow)
    page = next((each.page for each in project.own_rules if each.id == adopted.id), None)
    return Entry(
        rule,
        held,
        here is None,
        page is not None,
        tuple(detectors(rule)),
        tuple(changes(project, adopted)),
        requirements_for(rule.id, project.shelf, rule.heading.requirements, project.tailoring),
        page,
        search_words(rule, found, rule.heading.category, rule.severity, HELD[held]),
    )


def _neighbours(chapter: Family) -> Iterator[tuple[Rule | None, Rule, Rule | None]]:
    around = (None, *chapter.rules, None)
    yield from zip(around, chapter.rules, around[2:], strict=False)


def _renamed(project: Project, entries: dict[str, Entry]) -> Iterator[tuple[str, Entry]]:
    """Yield the ids that rules had once and no rule has now: links to them must not break."""
    return ((old, entries[now]) for old, now in project.adopted.formerly.items() if old not in entries)
