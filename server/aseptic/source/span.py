"""Places in a text. Lines are 0-based; columns are 0-based code points, never bytes or UTF-16 units."""

from __future__ import annotations

from attrs import evolve, field, frozen


@frozen(order=True)
class Position:
    """A place between two characters."""

    line: int
    column: int


@frozen(order=True)
class Span:
    """The text from `start` up to, and without, `end`."""

    start: Position
    end: Position

    @classmethod
    def of(cls, line: int, column: int, end_line: int, end_column: int) -> Span:
        """Make a span from its four numbers."""
        return cls(Position(line, column), Position(end_line, end_column))

    def moved(self, lines: int) -> Span:
        """Return the same span, `lines` further down."""
        if not lines:
            return self
        return Span(evolve(self.start, line=self.start.line + lines), evolve(self.end, line=self.end.line + lines))

    def touches(self, other: Span) -> bool:
        """Say whether the two overlap or meet; a caret at either end of a word touches the word."""
        return self.start <= other.end and other.start <= self.end

    def holds(self, position: Position) -> bool:
        """Say whether `position` lies in the span or at one of its ends."""
        return self.start <= position <= self.end


@frozen
class Edit:
    """Replace the text of `span` by `text`."""

    span: Span
    text: str = field(default="")
