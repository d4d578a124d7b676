"""Who lends to whom: numbered places in a ring, arrows from the lender to the borrower."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from shared.charts.svg import (
    MAIN,
    OTHER,
    WIDTH,
    Drawing,
    circle,
    drawn,
    line,
    polygon,
    rect,
    text,
)

MOST: Final = 24
"""More places than this cannot be told apart in a ring."""
_RADIUS: Final = 150
_DOT: Final = 13


@dataclass(frozen=True, slots=True)
class Tie:
    """From one place of the ring to another, by their numbers from 0."""

    lender: int
    borrower: int


def ring(drawing: Drawing, lenders_only: Sequence[bool], ties: Sequence[Tie]) -> str:
    """As many places as ``lenders_only`` is long; one that only lends is a square."""
    count, middle = len(lenders_only), WIDTH / 2
    places = [
        (
            middle + _RADIUS * math.sin(2 * math.pi * n / max(count, 1)),
            middle - _RADIUS * math.cos(2 * math.pi * n / max(count, 1)),
        )
        for n in range(count)
    ]
    shapes = [_arrow(places[tie.lender], places[tie.borrower]) for tie in ties]
    for number, ((x, y), square) in enumerate(zip(places, lenders_only), 1):
        shape = rect(x - _DOT, y - _DOT, 2 * _DOT, 2 * _DOT, "#ffffff", OTHER)
        shapes.append(shape if square else circle(x, y, _DOT, "#ffffff"))
        shapes.append(text(x, y + 5, str(number), anchor="middle", bold=True))
    return drawn(drawing, WIDTH, shapes)


def _arrow(begin: tuple[float, float], end: tuple[float, float]) -> str:
    length = math.dist(begin, end)
    if not length:
        return ""
    way = ((end[0] - begin[0]) / length, (end[1] - begin[1]) / length)
    start = (begin[0] + way[0] * _DOT, begin[1] + way[1] * _DOT)
    tip = (end[0] - way[0] * (_DOT + 4), end[1] - way[1] * (_DOT + 4))
    back = (tip[0] - way[0] * 10, tip[1] - way[1] * 10)
    head = [
        tip,
        (back[0] - way[1] * 5, back[1] + way[0] * 5),
        (back[0] + way[1] * 5, back[1] - way[0] * 5),
    ]
    return line(*start, *back, MAIN, 1.5) + polygon(head, MAIN)
