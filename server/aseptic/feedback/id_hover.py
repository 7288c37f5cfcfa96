"""What an id of a record or a rule stands for, told where it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from aseptic.analysis.deviations.dossier import Dossier
from aseptic.analysis.deviations.git_facts import Remembered
from aseptic.analysis.projects.project import Project
from aseptic.feedback.dossier import dossier_markdown, remembered_parts
from aseptic.feedback.hover import Hover
from aseptic.feedback.known import known
from aseptic.feedback.permits import permit_markdown
from aseptic.feedback.problems import rule_address
from aseptic.feedback.wrapping import wrapped
from aseptic.records.record import Described
from aseptic.source.ties import Mention


def id_hover(
    project: Project,
    mention: Mention,
    looked_up: Callable[[str], Dossier | None],
    asked: Callable[[str], Remembered] | None = None,
) -> Hover | None:
    """Return what to say at the id of a record or rule: of a deviation or permit all that its approver has to see.

    `asked` tells what git remembers of either.
    """
    found = known(project).get(mention.id)
    if found is None:
        return None
    if found.noun == "deviation" and (whole := looked_up(mention.id)):
        return Hover(dossier_markdown(project, whole, asked(mention.id) if asked else None), mention.span)
    if found.noun == "permit":
        permit = next(each for each in project.shelf.permits if each.id == found.id)
        told = remembered_parts(asked(mention.id)) if asked else ()
        return Hover(wrapped("\n\n".join((permit_markdown(project, permit), *told))), mention.span)
    if found.noun == "rule":
        rule = project.standard.rules[found.id]
        parts = (
            f"### {rule.id} {rule.title}",
            rule.shall,
            rule.why,
            f"[the whole rule]({rule_address(project, rule)})",
        )
        return Hover(wrapped("\n\n".join(parts)), mention.span)
    statement = next((each.statement for each in _described(project) if each.id == found.id), "")
    head = f"**{found.id}** {found.noun}: {found.title}"
    return Hover(wrapped(f"{head}\n\n{statement}".rstrip()), mention.span)


def _described(project: Project) -> Iterator[Described]:
    shelf = project.shelf
    for pile in (shelf.requirements, shelf.interfaces, shelf.assets, shelf.threats, shelf.reviews):
        yield from pile
