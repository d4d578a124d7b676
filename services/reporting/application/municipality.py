"""The municipality's table: schools by stages, and sums that do not give away what is hidden."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

SHOWN: Final = ("mentees", "mentors", "pairs_active", "pairs_closed", "pairs_other")


def table(year: str, reports: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """``complete`` says whether a sum has every school's number in it; a sum is made of shown
    numbers only, so that nothing hidden follows from it."""
    schools = [_school(report) for report in reports]
    totals = {
        name: {
            "count": sum(school["counts"][name] or 0 for school in schools),
            "complete": all(school["counts"][name] is not None for school in schools),
        }
        for name in SHOWN
    }
    return {"year": year, "schools": schools, "totals": totals}


def _school(report: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "school": report["school"],
        "stages": report["stages"],
        "counts": {name: report["counts"].get(name) for name in SHOWN},
        "counted_on": report["counted_on"],
    }
