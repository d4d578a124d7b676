"""What a printed paper says, independent of the format that it is written in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``right`` puts a short line at the right margin."""

    text: str
    right: bool = False


@dataclass(frozen=True, slots=True)
class Fields:
    """Names and their values, a line each; an empty value is printed as a line to fill in."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """``widths`` are relative, one for each column, all equal when empty; a table without rows is
    printed with its header only, which every page of it repeats. A row of a single cell spans all
    columns and heads the rows below it."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """Boxes to be ticked by hand, or ticked already: (text, ticked)."""

    rows: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Signatures:
    """Who signs: a role before a line, the name below it or empty."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Break:
    """What follows begins on a new page, turned on its side where asked."""

    landscape: bool = False


Block: TypeAlias = Heading | Paragraph | Fields | Table | Choices | Signatures | Break


@dataclass(frozen=True, slots=True)
class Paper:
    """``code`` is printed with a QR code of ``link`` at the foot of the last page; both may be
    empty. ``language`` is ``ru`` or ``en``. ``approved`` are lines at the upper right, such as
    «УТВЕРЖДАЮ» and the head's name. ``size`` is that of the text in points."""

    title: str
    blocks: tuple[Block, ...]
    organisation: str = ""
    subtitle: str = ""
    approved: tuple[str, ...] = ()
    language: str = "ru"
    code: str = ""
    link: str = ""
    landscape: bool = False
    size: int = 12
