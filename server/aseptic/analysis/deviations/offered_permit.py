"""The permit that a new deviation is to stand under where nobody names one: the only one that fits."""

from __future__ import annotations

from attrs import frozen

from aseptic.analysis.sessions.snapshot import Snapshot
from aseptic.records.permission import fitting
from aseptic.records.permit import Permit


@frozen
class Offered:
    """The permits for a rule in a file that count and have a use left."""

    fitting: tuple[Permit, ...]

    @property
    def permit(self) -> Permit | None:
        """The one to name; None where none fits, or several do, of which a person chooses."""
        return self.fitting[0] if len(self.fitting) == 1 else None

    @property
    def identity(self) -> str:
        """Its id; empty where there is none to name."""
        return self.permit.id if self.permit else ""

    @property
    def said(self) -> str:
        """What whoever records the deviation is to know, in one line; empty where no permit fits."""
        if self.permit:
            return stands_under(self.permit)
        listed = ", ".join(each.id for each in self.fitting)
        return f"several permits fit, and none is named in it: {listed}" if listed else ""


def offered(snapshot: Snapshot, rule: str) -> Offered:
    """Return the permits that a deviation from a rule in a file may stand under."""
    project = snapshot.project
    permits, terms = project.shelf.permits, project.terms
    return Offered(fitting(permits, rule, snapshot.path, project.deviations, snapshot.today, terms))


def stands_under(permit: Permit) -> str:
    """Say what a deviation that names a permit claims."""
    return f"it is to stand under {permit.id}; take 'permit' out of it where this is not so: {permit.condition}"
