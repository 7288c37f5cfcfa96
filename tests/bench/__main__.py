"""`python -m tests.bench`: measure, and print the tables. Nothing is asserted; a noisy machine fails nobody."""

from __future__ import annotations

import json
import os
import platform
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

import click
from attrs import asdict
from rich.console import Console
from tests.bench.bars import bars, bars_table
from tests.bench.bars import plain as plain_bars
from tests.bench.checking import BANDIT, checking
from tests.bench.holding import holding
from tests.bench.inferring import inferring
from tests.bench.lasting import lasting
from tests.bench.ledgers import LINES, ledgers
from tests.bench.loading import READ, loading
from tests.bench.measure import Size, percentile, starting, typing
from tests.bench.packages import Package, large, small
from tests.bench.servers import ASEPTIC, EMPTY
from tests.bench.shelves import RECORDS, shelves
from tests.bench.tables import plain, timed_table, typing_table
from tests.bench.workbench import workbench_starts

_PARTS = (
    "typing",
    "starting",
    "loading",
    "holding",
    "lasting",
    "inferring",
    "checking",
    "ledger",
    "records",
    "workbench",
)
_FILES = 200
_SIZES = (
    Size(500, 2, 200),
    Size(2_000, 5, 200),
    Size(10_000, 20, 200),
    Size(50_000, 100, 100),
    Size(10_000, 500, 200),
)
_QUICK = (Size(500, 2, 60), Size(10_000, 20, 60), Size(10_000, 500, 60))


@click.command()
@click.option("--quick", is_flag=True, help="Fewer sizes, keystrokes and rounds.")
@click.option("--json", "output", type=click.Path(path_type=Path, dir_okay=False), help="Write the numbers to a file.")
@click.option("--only", type=click.Choice(_PARTS), multiple=True, help="Measure this part alone.")
def main(quick: bool, output: Path | None, only: tuple[str, ...]) -> None:
    """Measure Aseptic beside `ruff server`, an empty pygls server and bandit."""
    console = Console(width=132)
    parts = only or _PARTS
    numbers: dict[str, Any] = {"python": platform.python_version(), "machine": platform.machine()}
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder).resolve()
        if "typing" in parts:
            numbers["typing"] = _typing(console, _QUICK if quick else _SIZES, workspace)
        if "starting" in parts:
            numbers["starting"] = _starting(console, 3 if quick else 7, workspace)
        if "loading" in parts:
            numbers["loading"] = _loading(console, 3 if quick else 9, workspace)
        if "holding" in parts:
            numbers["holding"] = _holding(console, workspace)
        if "lasting" in parts:
            numbers["lasting"] = _lasting(console, 60 if quick else 300, small() if quick else large(), workspace)
        if "inferring" in parts:
            numbers["inferring"] = _inferring(console, 100 if quick else 300, workspace)
        if "checking" in parts:
            numbers["checking"] = _checking(console, *((1, small()) if quick else (3, large())), workspace)
        if "ledger" in parts:
            numbers["ledger"] = _ledger(console, 1 if quick else 5, workspace)
        if "records" in parts:
            numbers["records"] = _records(console, 1 if quick else 5, workspace)
        if "workbench" in parts:
            numbers["workbench"] = _workbench(console, 2 if quick else 6)
    found = bars(numbers)
    numbers["bars"] = plain_bars(found)
    console.print(bars_table(found))
    if output is not None:
        output.write_text(json.dumps(numbers, indent=2) + "\n", encoding="utf-8")


def _inferring(console: Console, keys: int, workspace: Path) -> dict[str, float]:
    with console.status("typing while types are inferred"):
        idle, busy = (percentile(each, 0.95) * 1000 for each in inferring(keys, workspace))
    console.print(f"Keystroke p95 without a worker {idle:.1f} ms, with a busy one {busy:.1f} ms ({keys} keystrokes)")
    return {"idle_p95_ms": idle, "busy_p95_ms": busy}


def _typing(console: Console, sizes: tuple[Size, ...], workspace: Path) -> list[dict[str, Any]]:
    results = []
    for size in sizes:
        with console.status(f"typing in {size.lines:,} lines"):
            results.append((size, typing(size, workspace)))
    console.print(typing_table(results))
    return [plain(size, each) for size, pair in results for each in pair]


def _starting(console: Console, rounds: int, workspace: Path) -> dict[str, list[float]]:
    with console.status("starting"):
        results = starting(rounds, workspace)
    title = f"Start-up to the diagnostics of 500 lines ({rounds} rounds)"
    console.print(timed_table(title, results, EMPTY.name))
    assert results[0].name == ASEPTIC.name
    return {each.name: each.seconds for each in results}


def _loading(console: Console, rounds: int, workspace: Path) -> dict[str, Any]:
    with console.status("loading the standard"):
        rules, results = loading(rounds, workspace)
    console.print(timed_table(f"Loading the standard, {rules} rules, processor time ({rounds} rounds)", results, READ))
    return {"rules": rules, **{each.name: each.seconds for each in results}}


def _holding(console: Console, workspace: Path) -> dict[str, Any]:
    with console.status("opening 200 files"):
        package = large()
        held = holding(_FILES, package, workspace)
    memory = [f"{each / 1024:,.0f} MiB" if each else "unknown" for each in (held.empty, held.full)]
    console.print(
        f"Resident with one file open {memory[0]}, with the {held.files} largest modules of {package.name} "
        f"({held.lines:,} lines) {memory[1]}"
    )
    return {"package": package.name, "files": held.files, "lines": held.lines, "full_kb": held.full}


def _lasting(console: Console, rounds: int, package: Package, workspace: Path) -> dict[str, Any]:
    with console.status("using it for long"):
        found = lasting(rounds, package, workspace)
    for name, each in (("server", found.server), ("server and worker", found.together)):
        held = ", ".join(f"{size / 1024:,.0f}" if size else "unknown" for size in each)
        console.print(
            f"Resident, {name}, after each tenth of {found.keystrokes:,} keystrokes in {found.files} modules of "
            f"{package.name}, opened, saved and closed, a dozen open at once: {held} MiB"
        )
    return {
        "package": package.name,
        "keystrokes": found.keystrokes,
        "server_kb": list(found.server),
        "together_kb": list(found.together),
    }


def _checking(console: Console, rounds: int, package: Package, workspace: Path) -> dict[str, Any]:
    with console.status(f"checking {package.name}"):
        lines, results = checking(rounds, package, workspace)
    title = f"Scan of {lines:,} lines, {package.name} ({rounds} rounds)"
    console.print(timed_table(title, results, BANDIT))
    return {"package": package.name, "lines": lines, **{each.name: each.seconds for each in results}}


def _ledger(console: Console, rounds: int, workspace: Path) -> dict[str, Any]:
    with console.status("loading a ledger"):
        kept = ledgers(rounds, workspace)
    console.print(
        f"A ledger of {LINES:,} lines loads in {median(kept.loading):.2f} s of processor time, in "
        f"{median(kept.again):.2f} s as known from before ({rounds} rounds); a "
        f"keystroke among {kept.findings} findings takes {kept.plain * 1000:.1f} ms without it, "
        f"{kept.known * 1000:.1f} ms where it knows them all"
    )
    return {"lines": LINES, "loading": kept.loading, "again": kept.again, "plain": kept.plain, "known": kept.known}


def _records(console: Console, rounds: int, workspace: Path) -> dict[str, Any]:
    with console.status("loading records"):
        kept = shelves(rounds, workspace)
    console.print(
        f"{RECORDS:,} records load in {median(kept.first):.2f} s of processor time, in {median(kept.kept):.2f} s as "
        f"known from before ({rounds} rounds); a keystroke among 500 findings takes {kept.plain * 1000:.1f} ms without "
        f"them, {kept.covered * 1000:.1f} ms where they are about each"
    )
    return {"count": RECORDS, "first": kept.first, "kept": kept.kept, "plain": kept.plain, "covered": kept.covered}


def _workbench(console: Console, rounds: int) -> dict[str, Any]:
    with console.status("starting VS Code"):
        found, why = workbench_starts(rounds)
    if not found:
        console.print(f"VS Code is not started: {why}")
        return {"skipped": why}
    (first, *later), load = found, os.getloadavg()[0]
    text, squiggle = (median(each) for each in zip(*((one.text, one.squiggle) for one in later), strict=True))
    console.print(
        f"VS Code from its start to the first underlined finding of an open file: {squiggle:.1f} s, its text after "
        f"{text:.1f} s ({len(later)} rounds); right after the extension was installed {first.squiggle:.1f} s and "
        f"{first.text:.1f} s; load {load:.1f} on {os.cpu_count()} processors"
    )
    return {"load": load, "rounds": [asdict(each) for each in found]}


if __name__ == "__main__":
    main()
