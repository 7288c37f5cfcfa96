"""What `aseptic fix` says of its run: what was replaced, what was left and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import PurePath

from attrs import define, field
from rich.console import Console
from rich.text import Text

from aseptic.analysis.documents.reading import Unchecked
from aseptic.analysis.fixing.fixed import Fixed
from aseptic.analysis.fixing.replacing import Done, Left, Reason
from aseptic.source.counting import counted
from aseptic.source.printable import on_one_line

_REASONS = {
    Reason.RECORDED: "{stand} by {record}; --deviated replaces all the same",
    Reason.UNSETTLING: "{stand}: replaced, a record would no longer cover what it covers now",
    Reason.REVIEW: "{need} review; --review takes what is offered",
    Reason.TEST: "{stand} in a test, where a value may be what is tried; `aseptic explain {rule}` says how to comply",
    Reason.CHOICE: "{have} a replacement for each of several libraries, and no import or dependency says which; "
    "choose in the editor",
    Reason.UNFIT: "{have} no replacement that holds for this code; `aseptic explain {rule}` says how to comply",
    Reason.NONE: "{have} no replacement; `aseptic explain {rule}` says how to comply",
}
_OUTSIDE = (
    "no diff leads out of the folder in which it is applied: outside this one, paths count from the machine's root "
    "(patch -p1 -d /); for `git apply`, run this in a folder above the files"
)
_SINGULAR = {"stand": "stands", "need": "needs", "have": "has", "record": "its record"}
_PLURAL = {"stand": "stand", "need": "need", "have": "have", "record": "their records"}


@define(eq=False)
class Account:
    """Gathers what became of each file."""

    written: bool
    """Whether files were changed, or a diff was printed."""
    done: list[tuple[str, Done]] = field(factory=list[tuple[str, Done]])
    left: list[tuple[str, Left]] = field(factory=list[tuple[str, Left]])
    unchecked: list[Unchecked] = field(factory=list[Unchecked])
    faults: list[str] = field(factory=list[str])

    def add(self, shown: str, result: Fixed) -> None:
        """Take in what was done to a file."""
        self.done.extend((shown, each) for each in result.done)
        self.left.extend((shown, each) for each in result.left)

    def show(self, console: Console, verbose: bool) -> None:
        """Print it; `verbose` names each finding that was left."""
        for line in self._lines(verbose):
            console.print(line, soft_wrap=True)

    def _lines(self, verbose: bool) -> Iterator[Text]:
        for shown, done in self.done:
            kind = "safe" if done.safe else "needs review"
            yield _line(_place(shown, done.line), f"{done.rule}  {done.title} ({kind})", "green")
        if verbose:
            for shown, left in sorted(self.left, key=lambda each: (each[0], each[1].line)):
                yield _line(_place(shown, left.line), _left(left), "yellow")
        for each in self.unchecked:
            place = each.path if each.first is None else f"{each.path}:{each.first + 1}-{(each.last or 0) + 1}"
            yield _line(place, f"not checked  {each.reason}; {each.cure}", "magenta")
        for fault in self.faults:
            yield Text(on_one_line(fault), "bold red")
        yield Text(self._summary())
        if not self.written and any(PurePath(shown).is_absolute() for shown, _ in self.done):
            yield Text(_OUTSIDE)
        for reason in Reason:
            rules = Counter(left.rule for _, left in self.left if left.reason is reason)
            if rules:
                listed = ", ".join(f"{rule} {count}" for rule, count in sorted(rules.items()))
                yield Text(f"left: {rules.total()} {_reason(reason, rules.total())} ({listed})", "dim")

    def _summary(self) -> str:
        if not self.done:
            waiting = any(left.reason is Reason.REVIEW for _, left in self.left)
            return "nothing to replace without review" if waiting else "nothing to replace"
        files = len({shown for shown, _ in self.done})
        said = f"{counted(len(self.done), 'replacement')} in {counted(files, 'file')}"
        return f"made {said}" if self.written else f"{said}; nothing was written, --write does it"


def _left(left: Left) -> str:
    told = f" ({left.detail})" if left.detail else ""
    return f"left {left.rule}  it {_reason(left.reason, 1, left.rule)}{told}"


def _reason(reason: Reason, count: int, rule: str = "ID") -> str:
    return _REASONS[reason].format(rule=rule, **(_SINGULAR if count == 1 else _PLURAL))


def _place(shown: str, line: int) -> str:
    return f"{shown}:{line + 1}"


def _line(place: str, said: str, style: str) -> Text:
    return Text.assemble((on_one_line(place), "bold"), "  ", (on_one_line(said), style))
