"""The few shapes that charts are made of, as text that is safe to put into a page."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Final

WIDTH: Final = 360
SIZE: Final = 13
"""Letters are this high; a line of a drawing holds about fifty of them."""
LINE: Final = 18
INK, FAINT, GRID = "#212529", "#495057", "#868e96"
MAIN, OTHER, ALARM = "#1d4f91", "#146c43", "#9a3412"


@dataclass(frozen=True, slots=True)
class Drawing:
    """``id`` is unique on its page; ``title`` names the chart, ``about`` tells what it shows."""

    id: str
    title: str
    about: str


def drawn(drawing: Drawing, height: float, shapes: Iterable[str]) -> str:
    """The whole picture with its text alternatives."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {WIDTH} {_n(height)}" '
        f'aria-labelledby="{escape(drawing.id)}-t {escape(drawing.id)}-d" '
        f'font-family="system-ui, sans-serif" font-size="{SIZE}">'
        f'<title id="{escape(drawing.id)}-t">{escape(drawing.title)}</title>'
        f'<desc id="{escape(drawing.id)}-d">{escape(drawing.about)}</desc>'
    )
    return head + "".join(shapes) + "</svg>"


def text(x: float, y: float, words: str, *, anchor: str = "start", bold: bool = False,
         fill: str = INK) -> str:  # fmt: skip
    weight = ' font-weight="700"' if bold else ""
    place = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{_n(x)}" y="{_n(y)}"{place}{weight} fill="{fill}">{escape(words)}</text>'


def label(y: float, words: str, width: int = 48) -> tuple[list[str], float]:
    """A text over as many lines as it needs, and where the drawing goes on below it."""
    lines = textwrap.wrap(words, width) or [""]
    return [text(0, y + i * LINE, one) for i, one in enumerate(lines)], y + len(lines) * LINE


def rect(x: float, y: float, width: float, height: float, fill: str, stroke: str = "none") -> str:
    return (
        f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(max(width, 0))}" height="{_n(height)}" '
        f'fill="{fill}" stroke="{stroke}"/>'
    )


def line(x1: float, y1: float, x2: float, y2: float, stroke: str = GRID, width: float = 1,
         dashes: str = "") -> str:  # fmt: skip
    broken = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" stroke="{stroke}" '
        f'stroke-width="{_n(width)}"{broken}/>'
    )


def circle(x: float, y: float, radius: float, fill: str, stroke: str = MAIN) -> str:
    return (
        f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" fill="{fill}" stroke="{stroke}" '
        'stroke-width="2"/>'
    )


def diamond(x: float, y: float, radius: float, fill: str) -> str:
    return polygon([(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)], fill)


def polygon(points: Iterable[tuple[float, float]], fill: str) -> str:
    corners = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
    return f'<polygon points="{corners}" fill="{fill}"/>'


def _n(number: float) -> str:
    """At most two digits after the point, without needless zeros."""
    return f"{number:.2f}".rstrip("0").rstrip(".") or "0"
