"""What was promised of the figures, beside the figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import Any

from attrs import frozen
from rich.table import Table
from tests.bench.checking import BANDIT, COLD, UNCHANGED
from tests.bench.loading import KEPT
from tests.bench.servers import ASEPTIC, EMPTY


@frozen
class Bar:
    """A promise: the figure does not exceed the limit. Without a figure it was not measured this time."""

    name: str
    limit: float
    unit: str
    figure: float | None

    @property
    def holds(self) -> bool | None:
        """Whether the promise is kept."""
        return None if self.figure is None else self.figure <= self.limit


def bars(numbers: Mapping[str, Any]) -> list[Bar]:
    """Return every bar, with what these numbers say of it."""
    return [*_typing(numbers.get("typing", ())), *_others(numbers), *_inferring(numbers.get("inferring", {}))]


def bars_table(found: Sequence[Bar]) -> Table:
    """Return the bars for people."""
    table = Table(title="Bars", title_justify="left")
    table.add_column("measure")
    for name in ("bar", "figure", "holds"):
        table.add_column(name, justify="right")
    words = {True: "yes", False: "NO", None: ""}
    for bar in found:
        figure = "not measured" if bar.figure is None else f"{bar.figure:.2f}{bar.unit}"
        table.add_row(bar.name, f"<= {bar.limit:g}{bar.unit}", figure, words[bar.holds])
    return table


def plain(found: Sequence[Bar]) -> list[dict[str, Any]]:
    """Return the bars as JSON knows values."""
    return [{"name": bar.name, "limit": bar.limit, "figure": bar.figure, "holds": bar.holds} for bar in found]


def _typing(rows: Sequence[Mapping[str, Any]]) -> Iterator[Bar]:
    by_size = {(row["server"], row["lines"], row["planted"]): row for row in rows}

    def figure(server: str, lines: int, planted: int, name: str) -> float | None:
        row = by_size.get((server, lines, planted))
        return None if row is None else row[name]

    ours = figure("aseptic", 10_000, 20, "p50_ms")
    yield Bar(
        "keystroke p50 at 10,000 lines / ruff server's", 0.5, "", _ratio(ours, figure("ruff", 10_000, 20, "p50_ms"))
    )
    long, short = figure("aseptic", 50_000, 100, "p50_ms"), figure("aseptic", 500, 2, "p50_ms")
    yield Bar("keystroke p50 at 50,000 lines / ours at 500", 2, "", _ratio(long, short))
    yield Bar("keystroke p95 at 50,000 lines", 8, " ms", figure("aseptic", 50_000, 100, "p95_ms"))
    yield Bar("keystroke p95 at 10,000 lines with 500 findings", 8, " ms", figure("aseptic", 10_000, 500, "p95_ms"))


def _others(numbers: Mapping[str, Any]) -> Iterator[Bar]:
    starting: Mapping[str, Sequence[float]] = numbers.get("starting", {})
    started = [median(starting[each.name]) if each.name in starting else None for each in (ASEPTIC, EMPTY)]
    yield Bar("start-up to first diagnostics / an empty pygls server's", 1.35, "", _ratio(*started))
    loading: Mapping[str, Any] = numbers.get("loading", {})
    kept = median(loading[KEPT]) * 1000 if KEPT in loading else None
    yield Bar("loading the whole standard, kept from before", 60, " ms", kept)
    ledger: Mapping[str, Any] = numbers.get("ledger", {})
    yield Bar("loading a ledger of 100,000 lines", 1, " s", median(ledger["loading"]) if ledger else None)
    yield Bar("the same, known from before", 1, " s", median(ledger["again"]) if ledger else None)
    records: Mapping[str, Any] = numbers.get("records", {})
    yield Bar("loading 5,000 records", 1, " s", median(records["first"]) if records else None)
    yield Bar("the same, known from before", 1, " s", median(records["kept"]) if records else None)
    among = _ratio(records.get("covered"), records.get("plain"))
    yield Bar("keystroke among 500 findings, a record about each / without records", 1.2, "", among)
    known = _ratio(ledger.get("known"), ledger.get("plain"))
    yield Bar("keystroke among 500 findings, all known / without a ledger", 1.2, "", known)
    full = numbers.get("holding", {}).get("full_kb")
    checked: Mapping[str, Any] = numbers.get("checking", {})
    if checked.get("package") == "django":
        theirs = median(checked[BANDIT])
        yield Bar("`aseptic check` on django, from nothing / bandit", 0.15, "", median(checked[COLD]) / theirs)
        yield Bar("the same, nothing changed / bandit", 0.05, "", median(checked[UNCHANGED]) / theirs)
    yield Bar("resident memory with 200 files open", 150, " MiB", None if full is None else full / 1024)
    yield from _lasting(numbers.get("lasting", {}))


def _lasting(numbers: Mapping[str, Any]) -> Iterator[Bar]:
    held: Sequence[int | None] = numbers.get("server_kb", ())
    grown = _ratio(held[-1], held[len(held) // 2 - 1]) if len(held) > 1 else None
    yield Bar("the server's memory after long use / halfway", 1.1, "", grown)
    together: Sequence[int | None] = numbers.get("together_kb", ())
    both = [size for size in together if size is not None]
    most = max(both) / 1024 if both else None  # the worker is replaced beyond 400 MiB, and may be so at any tenth
    yield Bar("resident memory of server and worker in long use, at most", 550, " MiB", most)


def _inferring(numbers: Mapping[str, float]) -> Iterator[Bar]:
    figure = _ratio(numbers.get("busy_p95_ms"), numbers.get("idle_p95_ms"))
    yield Bar("keystroke p95 with the worker busy / without a worker", 1.5, "", figure)


def _ratio(ours: float | None, theirs: float | None) -> float | None:
    return None if ours is None or theirs is None else ours / theirs
