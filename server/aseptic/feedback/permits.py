"""A permit as whoever decides on it wants to read it, in Markdown and in one line."""

from __future__ import annotations

from collections.abc import Iterator

from aseptic.analysis.projects.project import Project
from aseptic.records.deviation import Deviation, Status
from aseptic.records.permission import outstanding
from aseptic.records.permit import Permit


def permit_line(project: Project, permit: Permit) -> str:
    """Return how a permit stands and how much it is used, for a lens above it."""
    return f"{permit_state(project, permit)} · {_used(project, permit)} · {permit.rule} in {', '.join(permit.paths)}"


def permit_markdown(project: Project, permit: Permit) -> str:
    """Return everything that a decision on a permit needs."""
    return "\n\n".join(_parts(project, permit))


def permit_state(project: Project, permit: Permit) -> str:
    """Return whether a permit counts, in words."""
    against = outstanding(permit, project.today, project.terms)
    return against or f"is approved by {permit.approved.by} until {permit.expires.isoformat()}"


def _parts(project: Project, permit: Permit) -> Iterator[str]:
    yield f"**{permit.id}** permit: {permit.title}"
    yield f"*{permit.id} {permit_state(project, permit)}*"
    rule = project.standard.rules.get(permit.rule)
    yield f"**{rule.id} {rule.title}**: {rule.shall}" if rule else f"**{permit.rule}**"
    yield f"Condition: {permit.condition}"
    paths = ", ".join(f"`{each}`" for each in permit.paths)
    yield f"For {paths}, raised by {permit.raised.by}, ends {permit.expires.isoformat()}; {_used(project, permit)}"
    if permit.justification:
        yield permit.justification
    if under := _under(project, permit):
        yield "\n".join(["Under it stand:", "", *(f"- {each.id} at {each.where}" for each in under)])


def _used(project: Project, permit: Permit) -> str:
    limit = f" of {permit.limit}" if permit.limit is not None else ""
    return f"{len(_under(project, permit))}{limit} used"


def _under(project: Project, permit: Permit) -> list[Deviation]:
    return [each for each in project.deviations if each.permit == permit.id and each.status is Status.PROPOSED]
