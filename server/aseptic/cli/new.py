"""`aseptic new`: skeletons to write over."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

import click
from attrs import frozen

from aseptic.analysis.projects.place import OWN_FOLDER, found_root
from aseptic.analysis.projects.project import Project
from aseptic.analysis.sessions.session import Session
from aseptic.cli.failure import Failure
from aseptic.cli.loading import standard_or_exit
from aseptic.records.filing import write_new
from aseptic.records.rule_skeleton import FAMILY, next_rule_id, rule_skeleton
from aseptic.records.shelf import OWN_RULES
from aseptic.standard.rule import RULE_ID

_CLAIM = re.compile(r"^id:[ \t]*[\"']?([A-Z]+-[0-9]+)", re.MULTILINE)
_HEAD = 4_000
"""Characters in which a file says its id."""
_OWN = "OWN"
"""The family of a project's first rule, where nobody names another."""


@click.group("new")
def command() -> None:
    """Write the skeleton of something new. A file that is there already stays as it is."""


@command.command("rule")
@click.argument("identity", metavar="[ID]", required=False)
def rule(identity: str | None) -> None:
    """Write a rule's skeleton into the project's security/rules/.

    ID is a whole id, as ACM-001, or its letters alone, which take the next free number.
    """
    place = _checkout(Path.cwd().resolve()) or _place(Session(standard_or_exit()).project(Path.cwd().resolve()))
    chosen = _chosen((identity or place.family).upper(), place)
    path = place.file(chosen)
    real = Path(os.path.realpath(path.parent))
    if not real.is_relative_to(os.path.realpath(place.root)):
        raise Failure(f"{path.parent} is a link and leads out of the project")
    try:
        if not write_new(path, rule_skeleton(chosen, place.guide)):
            raise Failure(f"{path} is there already")
    except OSError as error:
        raise Failure(f"{path}: {error.strerror}") from error
    click.echo(f"wrote {path.relative_to(place.root)}")
    if not place.ours and chosen.partition("-")[0] in place.families:
        click.echo("A later version of the standard may use that id; letters of your own never collide.", err=True)
    click.echo(f"Next: write what says TODO; '{place.check}' says what is left.")


@frozen
class _Place:
    """Where a new rule goes, and what ids it may not have."""

    root: Path
    folder: Path
    taken: dict[str, str]
    """Each id that is spoken for, and by what."""
    family: str
    families: frozenset[str]
    """The letters of the standard's own rules."""
    ours: bool = False
    """Whether this is Aseptic's own checkout, where each family has a folder."""
    guide: str = ""
    """The address of the page on writing a rule, where the project's book has it."""

    @property
    def check(self) -> str:
        return "pytest tests/rules" if self.ours else "aseptic standard"

    def file(self, identity: str) -> Path:
        folder = self.folder / identity.partition("-")[0] if self.ours else self.folder
        return folder / f"{identity}.md"


def _place(project: Project) -> _Place:
    adopted = project.adopted.rules
    taken = {old: f"what {now} was called once" for old, now in project.adopted.formerly.items()}
    taken |= {each.id: f"a rule of the standard already ({each.title})" for each in adopted.values()}
    folder = project.records / OWN_RULES
    taken |= {each.rule: f"the rule of {each.id}" for each in project.shelf.deviations if each.rule not in taken}
    taken |= _files(folder.glob("*.md"), project.root)
    own = [each.id.partition("-")[0] for each in project.own_rules]
    families = frozenset(each.partition("-")[0] for each in adopted) - frozenset(own)
    guide = project.book.guide if project.book else ""
    return _Place(project.root, folder, taken, own[-1] if own else _OWN, families, guide=guide)


def _checkout(folder: Path) -> _Place | None:
    """Return the place for a rule of the standard itself, in Aseptic's own checkout and in no project nearer by."""
    project, sign = found_root(folder)
    for root in (folder, *folder.parents):
        rules = root / "rules"
        if (rules / "standard.md").is_file() and (root / "server" / "aseptic" / "standard" / "rule.py").is_file():
            families = frozenset(each.name for each in rules.iterdir() if each.is_dir())
            return _Place(root, rules, _files(rules.rglob("*.md"), root), "", families, ours=True)
        if root == project and sign != OWN_FOLDER:
            break
    return None


def _files(paths: Iterable[Path], root: Path) -> dict[str, str]:
    """Return the ids that files have by their names, whether they can be read or not."""
    named = ((each, path) for path in paths for each in (path.stem, _claimed(path)))
    return {each: f"in {path.relative_to(root)}" for each, path in named if RULE_ID.fullmatch(each)}


def _claimed(path: Path) -> str:
    """Return the id that a file gives itself, however faulty the rest of it is."""
    try:
        if not path.is_file():
            return ""
        with path.open(encoding="utf-8", errors="replace") as stream:
            found = _CLAIM.search(stream.read(_HEAD))
    except OSError:
        return ""
    return found[1] if found else ""


def _chosen(asked: str, place: _Place) -> str:
    if RULE_ID.fullmatch(asked):
        if asked in place.taken:
            raise Failure(f"{asked} is {place.taken[asked]}; choose another id, or give its letters alone")
        return asked
    if not asked:
        raise Failure(f"which family? Give its letters, as 'aseptic new rule {min(place.families, default='INJ')}'")
    if not FAMILY.fullmatch(asked):
        raise Failure(f"'{asked}' is no rule id; two to five capitals, a hyphen and three digits make one")
    free = next_rule_id(asked, place.taken)
    if free is None:
        raise Failure(f"{asked} has no number left; take other letters")
    return free
