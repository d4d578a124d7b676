"""The municipality's table: stages as they stand, people as they were published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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
