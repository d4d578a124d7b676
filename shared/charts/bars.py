"""Amounts side by side: lying bars with a mark for what was aimed at, and standing columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from shared.charts.svg import (
    FAINT,
    GRID,
    INK,
    LINE,
    MAIN,
    WIDTH,
    Drawing,
    drawn,
    label,
    line,
    polygon,
    rect,
    text,
)

_BAR: Final = 14
_VALUES: Final = 74
"""Room for a value at the right of its bar."""
_TALLEST: Final = 120


@dataclass(frozen=True, slots=True)
class Bar:
    """``value`` of ``None`` is not shown, ``shown`` says why; ``aim`` is a mark on the same scale."""

    label: str
    value: float | None
    shown: str
    aim: float | None = None


def bars(drawing: Drawing, rows: Sequence[Bar], most: float) -> str:
    """Each label above its bar, the value behind it, a triangle at the aim."""
    shapes, y, room = [], 14.0, WIDTH - _VALUES
    for row in rows:
        lines, below = label(y, row.label)
        top = below - LINE + 6
        shapes += lines
        shapes.append(rect(0, top, room, _BAR, "none", GRID))
        if row.value is not None:
            shapes.append(rect(0, top, room * _part(row.value, most), _BAR, MAIN))
        if row.aim is not None:
            shapes.append(_aim(room * _part(row.aim, most), top))
        shapes.append(text(room + 8, top + 12, row.shown, bold=True))
        y = top + _BAR + 24
    return drawn(drawing, max(y - 14, LINE), shapes)


def _part(value: float, most: float) -> float:
    return min(max(value / most, 0), 1) if most else 0


def _aim(x: float, top: float) -> str:
    """A line through the bar with a triangle below it, light over dark and dark over light."""
    return (
        line(x, top - 2, x, top + _BAR + 2, "#ffffff", 4)
        + line(x, top - 3, x, top + _BAR + 3, INK, 2)
        + polygon([(x, top + _BAR), (x - 5, top + _BAR + 8), (x + 5, top + _BAR + 8)], INK)
    )


def columns(drawing: Drawing, counts: Sequence[tuple[str, int]]) -> str:
    """How often each answer was given, its number on top."""
    most = max((count for _, count in counts), default=0)
    width = WIDTH / max(len(counts), 1)
    shapes = []
    for place, (name, count) in enumerate(counts):
        x = place * width
        height = _TALLEST * count / most if most else 0
        top = 18 + _TALLEST - height
        shapes.append(rect(x + 3, top, width - 6, height, MAIN))
        shapes.append(text(x + width / 2, top - 5, str(count), anchor="middle", bold=True))
        shapes.append(text(x + width / 2, 18 + _TALLEST + 16, name, anchor="middle", fill=FAINT))
    shapes.append(line(0, 18 + _TALLEST, WIDTH, 18 + _TALLEST, INK))
    return drawn(drawing, 18 + _TALLEST + 22, shapes)
