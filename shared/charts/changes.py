"""Before and after, and how sure a change is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shared.charts.svg import (
    ALARM,
    FAINT,
    GRID,
    INK,
    LINE,
    MAIN,
    OTHER,
    WIDTH,
    Drawing,
    circle,
    diamond,
    drawn,
    label,
    line,
    polygon,
    text,
)

_EDGE = 12


@dataclass(frozen=True, slots=True)
class Change:
    label: str
    before: float
    after: float
    shown: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean change with its interval, where it has one."""

    label: str
    middle: float
    low: float | None
    high: float | None
    shown: str


def before_after(drawing: Drawing, rows: Sequence[Change], low: float, high: float,
                 legend: tuple[str, str]) -> str:  # fmt: skip
    """A hollow circle for before, a filled diamond for after, an arrow between them."""
    shapes = [circle(7, 10, 5, "#ffffff"), text(18, 15, legend[0]), diamond(187, 10, 7, OTHER),
              text(200, 15, legend[1])]  # fmt: skip
    y = 40.0
    for row in rows:
        lines, below = label(y, row.label)
        axis = below + 2
        begin, end = (_place(value, low, high) for value in (row.before, row.after))
        shapes += lines
        shapes.append(line(_EDGE, axis, WIDTH - _EDGE, axis))
        if abs(end - begin) > 16:
            shapes.append(_arrow(begin, end, axis))
        shapes += [circle(begin, axis, 6, "#ffffff"), diamond(end, axis, 7, OTHER)]
        shapes.append(text(WIDTH / 2, axis + 22, row.shown, anchor="middle", bold=True))
        shapes.append(text(_EDGE, axis + 22, f"{low:g}", anchor="middle", fill=FAINT))
        shapes.append(text(WIDTH - _EDGE, axis + 22, f"{high:g}", anchor="middle", fill=FAINT))
        y = axis + 50
    return drawn(drawing, y - 22, shapes)


def _arrow(begin: float, end: float, y: float) -> str:
    """From the circle's edge to just before the diamond."""
    way = 1 if end > begin else -1
    tip = end - way * 9
    head = polygon([(tip, y), (tip - way * 8, y - 5), (tip - way * 8, y + 5)], MAIN)
    return line(begin + way * 7, y, tip - way * 6, y, MAIN, 3) + head


def estimates(drawing: Drawing, rows: Sequence[Estimate]) -> str:
    """Mean changes with their intervals; a dashed mark stands at no change."""
    far = max(
        [abs(value) for row in rows for value in (row.low, row.high, row.middle) if value],
        default=1,
    )
    far *= 1.1
    zero = _place(0, -far, far)
    shapes, y = [], 14.0
    for row in rows:
        lines, below = label(y, row.label)
        axis = below + 2
        sure = row.low is not None and row.high is not None and row.low * row.high > 0
        ink = MAIN if sure else ALARM
        shapes += lines
        shapes.append(line(_EDGE, axis, WIDTH - _EDGE, axis, GRID))
        shapes.append(line(zero, axis - 11, zero, axis + 11, INK, 1.5, "3 2"))
        if row.low is not None and row.high is not None:
            ends = [_place(value, -far, far) for value in (row.low, row.high)]
            shapes.append(line(ends[0], axis, ends[1], axis, ink, 4))
            shapes += [line(x, axis - 7, x, axis + 7, ink, 2) for x in ends]
        middle = _place(row.middle, -far, far)
        shapes.append(
            diamond(middle, axis, 7, ink) if sure else circle(middle, axis, 5, "#ffffff", ink)
        )
        shapes.append(text(WIDTH, axis + 24, row.shown, anchor="end", bold=True))
        y = axis + 50
    return drawn(drawing, max(y - 20, LINE), shapes)


def _place(value: float, low: float, high: float) -> float:
    share = (value - low) / (high - low) if high > low else 0.5
    return _EDGE + min(max(share, 0), 1) * (WIDTH - 2 * _EDGE)
