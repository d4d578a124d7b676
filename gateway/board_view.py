"""The part of a draft that one page shows: by name, searched, filtered, and paged."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from flask_babel import lazy_gettext as lazy

from gateway.numbers import number_in

VIEWS: Final = {
    "all": lazy("All"),
    "left": lazy("Without a mentor"),
    "free": lazy("With free places"),
    "fixed": lazy("Fixed"),
    "groups": lazy("Groups"),
    "changed": lazy("Changed standing pairs"),
}
KEPT: Final = ("view", "q", "page")
"""What a reader goes back to after a change."""
MENTORS, LEFT, FEW_LEFT = 24, 24, 6
"""Cards of a page; beside the mentors only the first few of those without one are shown."""
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """``at`` is a mentee whose page is wanted, whichever it is."""

    view: str = "all"
    q: str = ""
    page: int = 1
    at: str = ""

    @classmethod
    def of(cls, args: Mapping[str, str]) -> Asked:
        view = args.get("view", "")
        known = view if view in VIEWS else "all"
        number = max(number_in(args.get("page", "")) or 1, 1)
        return cls(known, args.get("q", "").strip()[:200], number, args.get("at", ""))

    def kept(self, **other: Any) -> dict[str, Any]:
        """For an address of this view; what is usual is left out."""
        usual = Asked()
        values = {name: getattr(self, name) for name in KEPT} | other
        return {name: value for name, value in values.items() if value != getattr(usual, name)}


@dataclass(frozen=True, slots=True)
class Shown:
    """``hidden`` are mentees without a mentor who are not on this page though they belong here;
    ``counts`` what each view holds."""

    asked: Asked
    mentors: list[Row]
    left: list[Row]
    hidden: int
    pages: int
    found: int
    counts: Mapping[str, int]


def shown(
    mentors: Sequence[Row], left: Sequence[Row], names: Mapping[str, str], asked: Asked
) -> Shown:
    """Both sides come sorted by name. A mentor is found by the own name or by that of a mentee."""
    counts = {view: sum(map(test, mentors)) for view, test in _TESTS.items()}
    counts |= {"all": len(mentors) + len(left), "left": len(left)}
    counts["changed"] += sum(map(_was_changed, left))
    here = [row for row in mentors if asked.view != "left" and _TESTS[asked.view](row)]
    apart = [row for row in left if _belongs(row, asked.view)]
    wanted = asked.q.casefold()
    here = [row for row in here if _named(wanted, names, row["id"], *_mentees(row))]
    apart = [row for row in apart if _named(wanted, names, row["mentee"])]
    found = len(here) + len(apart)
    if asked.view == "left":
        part, page, pages = _page(apart, LEFT, asked, lambda row: [row["mentee"]])
        return Shown(replace(asked, page=page), [], part, 0, pages, found, counts)
    part, page, pages = _page(here, MENTORS, asked, _mentees)
    few = apart[: LEFT if wanted else FEW_LEFT] if page == 1 else []
    return Shown(replace(asked, page=page), part, few, len(apart) - len(few), pages, found, counts)


def _belongs(row: Row, view: str) -> bool:
    return view in ("all", "left") or (view == "changed" and _was_changed(row))


def _was_changed(row: Row) -> bool:
    return bool(row.get("changed"))


def _any(name: str) -> Callable[[Row], bool]:
    return lambda row: any(line.get(name) for line in row["lines"])


_TESTS: Final[Mapping[str, Callable[[Row], bool]]] = {
    "all": lambda row: True,
    "free": lambda row: row["places"] > len(row["lines"]),
    "fixed": _any("locked"),
    "groups": _any("group"),
    "changed": _any("changed"),
}


def _mentees(row: Row) -> list[str]:
    return [line["mentee"] for line in row["lines"]]


def _named(wanted: str, names: Mapping[str, str], *people: str) -> bool:
    return not wanted or any(wanted in names.get(person, "").casefold() for person in people)


def _page(
    rows: Sequence[Row], size: int, asked: Asked, people: Callable[[Row], list[str]]
) -> tuple[list[Row], int, int]:
    """The rows of the page, its number, and how many pages there are."""
    pages = max(1, -(-len(rows) // size))
    page = min(asked.page, pages)
    for number, row in enumerate(rows):
        if asked.at and asked.at in people(row):
            page = number // size + 1
    return list(rows[(page - 1) * size : page * size]), page, pages
