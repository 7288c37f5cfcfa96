"""What a document's records may ask about the project's other files."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import frozen

if TYPE_CHECKING:
    from aseptic.records.deviation import Deviation
    from aseptic.records.ledger.baseline import Baseline
    from aseptic.records.permit import Permit

Unproved: TypeAlias = "Callable[[Deviation | Permit], str]"
"""Tells why an approval does not count by git's word; empty where it does."""
Key = tuple[str, str, str]
"""Scope, rule and statement: what equals have in common."""


@frozen(eq=False)
class OtherFiles:
    """What a document may ask about the project's other files, which cost time to look at."""

    places: Callable[[str], frozenset[Key] | None]
    """Scope, rule and statement of every finding of a file; none where it is gone, None where nobody can tell."""
    renamed: Callable[[str, str], bool]
    """Whether git says that a file was renamed from the first path to the second."""
    digest: Callable[[str], str | None]
    """The digest of what a deviation rests on; None where it is gone, empty where nobody can tell."""
    once: Callable[[str, str, tuple[object, ...], Callable[[], Any]], Any]
    """What was said of a file under a heading when the same was asked last, while what its records rest on is as it
    was; else anew."""
    taken: Callable[[str, str], bool]
    """Whether another file may take a name from the module at a path; true where nobody can tell."""
    expected: Callable[[str, bool], bool] = lambda _, __: False
    """Whether another file expects an AssertionError of a function of this name, which may be a generator."""
    heir: Callable[[str], str] = lambda _: ""
    """What a file that is gone is called now by git's word; empty where it was not renamed."""
    unproved: Unproved | None = None
    """Why an approval does not count by git's word; None where its own word is believed."""
    baseline: Baseline | None = None
    """What the ledger says of open findings by git's word; None where its own word is believed."""


NOWHERE = OtherFiles(
    lambda _: None, lambda _, __: False, lambda _: "", lambda _, __, ___, answer: answer(), lambda _, __: True
)
