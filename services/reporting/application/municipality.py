"""The municipality's table: stages as they stand, people as they were published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shared.projections.reader import Reader

Doc = Mapping[str, Any]


def table(year: str, live: Doc, end: Doc | None) -> dict[str, Any]:
    """``live`` is school → what it told at once, empty for a past month end.

    Beside a number that is hidden stands the one that was last shown, with its day: everybody could
    look it up in that month end.
    """
    rows = {one["school"]: one for one in end["schools"]} if end else {}
    return {
        "year": year,
        "month_end": end["month_end"] if end else None,
        "counted_on": end["counted_on"] if end else None,
        "published": end["published"] if end else [],
        "schools": [
            {
                "school": school,
                "stages": (live.get(school) or rows[school])["stages"],
                "counts": rows[school]["counts"] if school in rows else {},
                "earlier": rows[school]["earlier"] if school in rows else {},
            }
            for school in sorted(live.keys() | rows.keys())
        ],
        "totals": end["totals"] if end else {},
        "earlier": end["earlier"] if end else {},
        "themes": end["themes"] if end else [],
        "shared_mentors": end["shared_mentors"] if end else None,
        "ties": end["ties"] if end else [],
    }


def public_numbers(reader: Reader, year: str | None, school: str | None) -> dict[str, Any]:
    """``stages`` and ``counts`` are those of the last month end of the year, or of the latest year
    that has one. ``None`` for a school that was not counted then."""
    ends = {row["year"]: row for row in reader.all({"latest": True})}
    end = ends.get(year or max(ends, default=""))
    rows = end["schools"] if end else []
    row = next((one for one in rows if one["school"] == school), None)
    told: dict[str, Any] | None = None
    if end and school is None:
        told = {
            "stages": _together(rows), "counts": end["totals"], "earlier": end["earlier"],
            "schools": len(rows), "shared_mentors": end["shared_mentors"], "ties": end["ties"],
        }  # fmt: skip
    elif row:
        told = {name: row[name] for name in ("stages", "counts", "earlier")}
    return {
        "years": sorted(ends, reverse=True),
        "month_end": end["month_end"] if end else None,
        "counted_on": end["counted_on"] if end else None,
        "told": told,
    }


def _together(rows: Sequence[Doc]) -> list[dict[str, int]]:
    """Items of the roadmaps, stage by stage."""
    sums: dict[int, dict[str, int]] = {}
    for stage in (stage for row in rows for stage in row["stages"]):
        sum = sums.setdefault(
            stage["stage"], {"stage": stage["stage"], "ticked": 0, "applicable": 0}
        )
        sum["ticked"] += stage["ticked"]
        sum["applicable"] += stage["applicable"]
    return [sums[number] for number in sorted(sums)]
