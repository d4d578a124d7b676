"""Where a thing behind a tick can be seen, and where an item's work is done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import current_app, url_for

from gateway.context import school_year, signed_in

_DONE_AT: Final[Mapping[str, tuple[str, Mapping[str, Any]]]] = {
    "1": ("calendar.show", {}), "5.1": ("calendar.show", {}), "6.7": ("calendar.show", {}),
    "7.1": ("calendar.show", {}),
    "2.1": ("questionnaires.people", {}), "2.2": ("consents.register", {}),
    "2.3": ("mentees.candidates", {}),
    "3.1": ("programme.show", {}), "3.2": ("assessments.people", {"role": "mentee", "stage": 1}),
    "3.3": ("questionnaires.people", {}), "3.4": ("coverage.show", {}),
    "4.1": ("assessments.people", {"role": "mentor", "stage": 1}),
    "4.2": ("interviews.held", {}), "4.3": ("trainings.courses", {}),
    "4.4": ("trainings.courses", {}),
    "5.2": ("ballots.turnout", {}), "5.3": ("proposals.drafts", {}),
    "5.4": ("orders.listing", {}),
    "6": ("meetings.pairs", {}), "6.8": ("surveys.listing", {}),
    "7.2": ("best_mentors.show", {}), "7.3": ("monitoring.show", {}),
    "7.4": ("assessments.people", {"role": "mentee", "stage": 2}),
    "7.7": ("pairs.pairs", {}), "7.8": ("mentors.base", {}),
}  # fmt: skip
"""Item, or stage, → page."""
_SEEN_AT: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "outreach": ("calendar.show", {}),
    "consent": ("consents.register", {}),
    "response": ("questionnaires.people", {}),
    "third_party": ("third_party.show", {"person": "person"}),
    "mentee": ("mentees.base", {}),
    "mentor": ("mentor.one", {"mentor": "person"}),
    "forms": ("programme.show", {}),
    "supply": ("coverage.show", {}),
    "interview": ("interviews.held", {}),
    "training": ("trainings.one", {"training": "id"}),
    "stays": ("mentor.one", {"mentor": "person"}),
    "ballot": ("ballots.turnout", {}),
    "proposal": ("board.show", {"run": "id"}),
    "order": ("orders.show", {"order": "id"}),
    "pairing": ("pair.show", {"pairing": "pairing"}),
    "outcome": ("pair.show", {"pairing": "pairing"}),
    "survey": ("surveys.show", {"survey": "id"}),
    "report": ("monitoring.show", {}),
    "award": ("best_mentors.show", {}),
    **dict.fromkeys(
        ("meeting", "goal", "schedule", "feedback", "closing"),
        ("meetings.one", {"pairing": "pairing"}),
    ),
}
"""Kind of thing → page, and which field of the row fills which part of its address."""


def done_at(item: str) -> str | None:
    """The page on which the item's work is done; nothing where the viewer may not open it."""
    found = _DONE_AT.get(item) or _DONE_AT.get(item[0])
    return _address(*found) if found else None


def seen_at(row: Mapping[str, Any]) -> str | None:
    if row["kind"] == "round":
        facts = row["facts"]
        return _address("assessments.people", {"role": facts["role"], "stage": facts["stage"]})
    if row["kind"] == "trained":
        return _address("trainings.one", {"training": row["id"].partition(":")[0]})
    if row["kind"] == "survey_answer":
        return _address("surveys.show", {"survey": row["id"].partition(":")[0]})
    if row["kind"] not in _SEEN_AT:
        return None
    page, parts = _SEEN_AT[row["kind"]]
    values = {part: row[field] for part, field in parts.items()}
    return _address(page, values) if all(values.values()) else None


def _address(page: str, values: Mapping[str, Any]) -> str | None:
    view = current_app.view_functions.get(page)
    roles = getattr(view, "roles", None)
    if view is None or (roles and not roles & signed_in().roles):
        return None
    return url_for(page, year=school_year(), **values)
