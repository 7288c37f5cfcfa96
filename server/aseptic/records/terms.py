"""What a project asks of its deviations, beside what they say themselves."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from typing import TYPE_CHECKING

from attrs import field, frozen

from aseptic.records.codeowners import Codeowners
from aseptic.standard.policy import Policy
from aseptic.standard.vocabulary import Severity

if TYPE_CHECKING:  # as in `shelf`
    from aseptic.records.deviation import Deviation
    from aseptic.records.grounds import Doubt
    from aseptic.records.permit import Permit
    from aseptic.records.ruleless import Ruleless


@frozen
class Terms:
    """What decides whether a deviation counts, beside its own text and the day."""

    policy: Policy = field(factory=Policy)
    mandatory: Container[str] = frozenset[str]()
    """The rules that admit no deviation."""
    severities: Mapping[str, Severity] = field(factory=dict[str, Severity])
    """How grave a breach of each rule is."""
    owners: Codeowners = field(factory=Codeowners)
    """Who owns which file, where the policy says that owners may approve."""
    doubts: Mapping[str, Doubt] = field(factory=dict[str, "Doubt"])
    """What speaks against a deviation that stands, by its id: a premise or a measure that changed."""
    mispointed: Container[str] = frozenset[str]()
    """The deviations whose code when raised is not what their fingerprint names."""
    repeated: Mapping[str, str] = field(factory=dict[str, str])
    """The deviations that say what another says, with that other's id."""
    permits: Mapping[str, Permit] = field(factory=dict[str, "Permit"])
    """The permits by their ids."""
    unproved: Callable[[Deviation | Permit], str] = lambda _: ""
    """Why an approval does not count by git's word, as the end of a sentence; empty where it does."""
    ruleless: Mapping[str, Ruleless] = field(factory=dict[str, "Ruleless"])
    """The deviations whose rule nobody has, with why."""
    uses: Mapping[str, int] = field(factory=dict[str, int])
    """Which use of its permit each deviation is, from 1."""
