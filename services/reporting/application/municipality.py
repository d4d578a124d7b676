"""The municipality's table: stages as they stand, people as they were published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from services.reporting.domain.month_end.groups import COLUMNS

Doc = Mapping[str, Any]


def table(year: str, reports: Iterable[Doc], ends: Sequence[Doc]) -> dict[str, Any]:
    """``ends`` are the month ends up to the one asked for, the earliest first.

    Beside a number that is hidden because it changed little stands the one that was last shown, with
    its day: everybody could look it up in that month end.
    """
    last = ends[-1] if ends else None
    live = {report["school"]: report for report in reports}
    rows = {one["school"]: one for one in last["schools"]} if last else {}
    return {
        "year": year,
        "month_end": last["month_end"] if last else None,
        "counted_on": last["counted_on"] if last else None,
        "published": [one["month_end"] for one in ends],
        "schools": [
            {
                "school": school,
                "stages": (live.get(school) or rows[school])["stages"],
                "counts": rows[school]["counts"] if school in rows else {},
                "earlier": _earlier(ends, school),
            }
            for school in sorted(live.keys() | rows.keys())
        ],
        "totals": dict(last["totals"]) if last else {},
        "earlier": _earlier(ends, None),
        "themes": list(last["themes"]) if last else [],
        "shared_mentors": last["shared_mentors"] if last else None,
        "ties": list(last["ties"]) if last else [],
    }


def _earlier(ends: Sequence[Doc], school: str | None) -> dict[str, dict[str, Any]]:
    """Column → what was last shown where the latest month end hides it."""
    found: dict[str, dict[str, Any]] = {}
    for column in COLUMNS:
        values = [(end["month_end"], _value(end, school, column)) for end in ends]
        if values and values[-1][1] is None:
            shown = [{"on": on, "count": value} for on, value in values if value is not None]
            if shown:
                found[column] = shown[-1]
    return found


def _value(end: Doc, school: str | None, column: str) -> int | None:
    rows = [end["totals"]] if school is None else [
        one["counts"] for one in end["schools"] if one["school"] == school
    ]  # fmt: skip
    return rows[0].get(column) if rows else None
