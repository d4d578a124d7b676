"""A table on the console and JSON beside it; no figure is written by hand."""

from __future__ import annotations

import json
import os
import platform
import statistics
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Row:
    """``ours`` and ``bare`` in ``unit``; ``ratio`` is what the target speaks of; ``at_least`` tells
    whether more is better."""

    group: str
    name: str
    ours: float
    bare: float
    unit: str
    ratio: float
    target: float | None
    at_least: bool
    note: str = ""

    @property
    def met(self) -> bool | None:
        if self.target is None:
            return None
        return self.ratio >= self.target if self.at_least else self.ratio <= self.target


def alternate(
    ours: Callable[[], float], bare: Callable[[], float], rounds: int = 5
) -> tuple[float, float, float]:
    """Medians of both over alternating rounds, and the median of the rounds' ratios."""
    pairs = []
    for number in range(rounds):
        if number % 2:
            first = ours()
            pairs.append((first, bare()))
        else:
            second = bare()
            pairs.append((ours(), second))
    return (
        statistics.median(o for o, _ in pairs),
        statistics.median(b for _, b in pairs),
        statistics.median(o / b for o, b in pairs),
    )


def machine() -> dict[str, str | int | float]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "cores": os.cpu_count() or 0,
        "memory_gib": round(memory, 1),
        "python": platform.python_version(),
        "system": platform.platform(),
        "load_at_start": os.getloadavg()[0],
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def publish(rows: list[Row], directory: Path) -> None:
    """Prints the table and writes ``bench.json``."""
    directory.mkdir(parents=True, exist_ok=True)
    state = machine()
    print(", ".join(f"{key} {value}" for key, value in state.items()))
    print(f"{'measurement':58} {'ours':>12} {'bare':>12} {'ratio':>7} {'target':>8}")
    for row in rows:
        target = "" if row.target is None else f"{'≥' if row.at_least else '≤'} {row.target:g}"
        verdict = {True: "met", False: "MISSED", None: ""}[row.met]
        print(
            f"{row.group + ': ' + row.name:58} {row.ours:12,.2f} {row.bare:12,.2f}"
            f" {row.ratio:7.2f} {target:>8} {verdict:6} {row.unit} {row.note}"
        )
    document = {"machine": state, "rows": [{**asdict(row), "met": row.met} for row in rows]}
    (directory / "bench.json").write_text(json.dumps(document, indent=1, ensure_ascii=False))
