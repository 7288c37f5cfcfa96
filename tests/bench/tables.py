"""The results as tables for people, and as plain values for programs."""

from __future__ import annotations

import statistics
from typing import Any

from rich.table import Table
from tests.bench.measure import Size, Timed, Typing, percentile


def typing_table(results: list[tuple[Size, list[Typing]]]) -> Table:
    """Return the table of keystrokes: two rows for a document, one for each server."""
    table = Table(
        title="Keystroke: from didChange to the diagnostics of that version; ratio: beside ruff", title_justify="left"
    )
    table.add_column("lines / planted", no_wrap=True)
    table.add_column("server")
    for name in ("p50 ms", "p95 ms", "max ms", "bytes / push", "shown", "fewest", "open ms", "peak MB"):
        table.add_column(name, justify="right")
    table.add_column("p50 ratio", justify="right")
    table.add_column("p95 ratio", justify="right")
    for size, pair in results:
        ruff = pair[1]
        for number, each in enumerate(pair):
            ours = number == 0
            table.add_row(
                f"{size.lines:,} / {size.findings}" if ours else "",
                each.contender,
                *(_ms(percentile(each.seconds, share)) for share in (0.5, 0.95, 1.0)),
                f"{statistics.median(each.sizes):,.0f}",
                str(each.shown),
                str(each.fewest),
                _ms(each.opening),
                f"{each.peak / 1024:,.0f}" if each.peak else "-",
                *(
                    _ratio(percentile(each.seconds, share), percentile(ruff.seconds, share)) if ours else ""
                    for share in (0.5, 0.95)
                ),
                end_section=not ours,
            )
    return table


def timed_table(title: str, results: list[Timed], base: str) -> Table:
    """Return a table of medians, each beside the median of `base`."""
    table = Table(title=title, title_justify="left")
    table.add_column("program")
    for name in ("median ms", "min ms", "max ms", f"beside {base}"):
        table.add_column(name, justify="right")
    beside = next(each.median for each in results if each.name == base)
    for each in results:
        table.add_row(
            each.name,
            _ms(each.median),
            _ms(min(each.seconds)),
            _ms(max(each.seconds)),
            _ratio(each.median, beside) if each.name != base else "",
        )
    return table


def plain(size: Size, each: Typing) -> dict[str, Any]:
    """Return one contender's typing as JSON knows values; milliseconds, kilobytes and bytes."""
    return {
        "lines": size.lines,
        "planted": size.findings,
        "server": each.contender,
        "keystrokes": len(each.seconds),
        "p50_ms": percentile(each.seconds, 0.5) * 1000,
        "p95_ms": percentile(each.seconds, 0.95) * 1000,
        "max_ms": max(each.seconds) * 1000,
        "open_ms": each.opening * 1000,
        "bytes_per_publish": statistics.median(each.sizes),
        "shown": each.shown,
        "fewest_shown": each.fewest,
        "peak_kb": each.peak,
        "all_ms": [round(seconds * 1000, 3) for seconds in each.seconds],
    }


def _ms(seconds: float) -> str:
    milliseconds = seconds * 1000
    return f"{milliseconds:,.0f}" if milliseconds >= 100 else f"{milliseconds:.2f}"


def _ratio(ours: float, theirs: float) -> str:
    return f"x {ours / theirs:.2f}"
