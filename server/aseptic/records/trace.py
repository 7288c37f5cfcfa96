"""From a rule to the requirements that it serves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from aseptic.records.shelf import Shelf
from aseptic.standard.tailoring import Tailoring

if TYPE_CHECKING:  # as in `shelf`
    from aseptic.records.requirement import Requirement


def requirements_for(
    rule_id: str, shelf: Shelf, named: Sequence[str] = (), tailoring: Tailoring | None = None
) -> tuple[Requirement, ...]:
    """Return the requirements that a rule serves, in the order of their ids; retired ones are left out.

    A requirement may list the rule, the rule may name the requirement (`named`), or the tailoring may pair them.
    """
    wanted = {*named, *(tailoring.requirements.get(rule_id, ()) if tailoring else ())}
    return tuple(
        each for each in shelf.requirements if not each.retired and (each.id in wanted or rule_id in each.rules)
    )
