"""What a project's own ban says at a place: it stands in the project's standard, not in ours."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from aseptic.analysis.projects.project import Project
from aseptic.standard.finding import Finding
from aseptic.standard.remedy import Remedy, Rewriting
from aseptic.standard.rule import Rule
from aseptic.standard.tailoring import ProjectBanned


@frozen
class Ban:
    """An entry under `banned:` that holds here."""

    entry: ProjectBanned
    name: str
    """The name of it that code uses."""
    path: str
    """The file that it stands in, as people are shown it."""
    line: int
    address: str


def ban_of(project: Project, finding: Finding) -> Ban | None:
    """Return the project's ban that a finding comes of; None where the standard itself looks for it."""
    spoken = finding.symbol.removeprefix("builtins.")
    for ban in bans_of(project, finding.symbol):
        if ban.entry.rule != finding.rule:
            continue
        if not ban.entry.message or finding.message == ban.entry.message.replace("{name}", spoken or "this"):
            return ban
    return None


def bans_of(project: Project, symbol: str) -> Iterator[Ban]:
    """Yield the bans of the project's that name what code uses, those that the standard admits."""
    tailoring = project.tailoring
    for number, entry in enumerate(tailoring.banned):
        name = next((each for each in entry.names if _names(each, symbol)), None)
        rule = project.standard.rules.get(entry.rule)
        if name is None or rule is None or entry not in rule.heading.detect.banned:
            continue
        line = tailoring.page.line(f"banned[{number}]")
        address = f"{(project.root / tailoring.path).absolute().as_uri()}#L{line + 1}"
        yield Ban(entry, name, tailoring.path, line, address)


def banned_words(ban: Ban, rule: Rule) -> str:
    """Say in Markdown where a ban stands, and what to call instead."""
    place = f"[{ban.path}, line {ban.line + 1}]({ban.address})"
    shown = ban.name.removeprefix("builtins.").removeprefix(".")
    instead = _instead(ban.entry.replace or next(iter(rule.heading.replace), ""))
    return f"The project bans `{shown}`: {place}.{instead}"


def _instead(remedy: Remedy) -> str:
    if not isinstance(remedy, Rewriting):
        return f" Call `{remedy}` instead." if "." in remedy else ""
    if remedy.title:
        return f" {remedy.title.rstrip('.')}."
    return f" Call `{remedy.call}` instead." if remedy.call else ""


def _names(banned: str, symbol: str) -> bool:
    """Whether what code uses is what is banned; a name that begins with a dot is one of anything."""
    if banned.startswith("."):
        return f".{symbol}".endswith(banned)
    return banned.removesuffix("()") == symbol.removesuffix("()")
