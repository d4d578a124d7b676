"""Codes of selection (base of mentees, interviews, training, measurements) as words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from gateway.config import time_zone

ENTRY_STATUSES = {
    "candidate": lazy("on the list, no request"),
    "requested": lazy("waits for a decision"),
    "admitted": lazy("in the base"),
    "returned": lazy("returned"),
    "withdrawn": lazy("withdrawn"),
}
PRIORITIES = {
    "high": lazy("high priority"),
    "medium": lazy("medium priority"),
    "normal": lazy("normal priority"),
}
WHY = {
    "adaptation": lazy("needs to settle in"),
    "final_exams": lazy("final examinations this year"),
    "young_teacher": lazy("young teacher"),
    "recommended": lazy("specialists advise the same theme"),
    "long_wait": lazy("has waited for two weeks or more"),
}
MISSING = {
    "consent": lazy("consent"),
    "questionnaire": lazy("questionnaire"),
    "third_party": lazy("information from third parties"),
    "measurement": lazy("first measurement"),
}
MISSING_FILTER = {**MISSING, "nothing": lazy("nothing is missing")}
RETURN_REASONS = {
    "incomplete": lazy("something is missing"),
    "not_mentoring": lazy("mentoring is not the answer here"),
    "duplicate": lazy("asked twice"),
    "other": lazy("another reason"),
}
INTERVIEW_STATUSES = {
    "scheduled": lazy("is booked"),
    "cancelled": lazy("called off"),
    "admit": lazy("admitted as a mentor"),
    "reserve": lazy("in reserve"),
    "refuse": lazy("not admitted this year"),
}
DECISIONS = {
    "admit": lazy("admit"),
    "reserve": lazy("keep in reserve"),
    "refuse": lazy("refuse"),
}
DECISION_REASONS = {
    "no_time": lazy("too little time"),
    "motives": lazy("unclear motives"),
    "boundaries": lazy("boundaries and safety"),
    "communication": lazy("communication"),
    "competence": lazy("does not fit the requests"),
    "documents": lazy("documents are missing"),
    "other": lazy("another reason"),
}
ASPECTS = {
    "motivation": lazy("Motivation"),
    "communication": lazy("Communication"),
    "boundaries": lazy("Boundaries and safety"),
    "competence": lazy("Competence for the requests"),
    "reliability": lazy("Reliability and time"),
}
MEASURED_ROLES = {"mentee": lazy("Mentees"), "mentor": lazy("Mentors")}
CORRECTIONS = {
    "typing_error": lazy("typing error"),
    "wrong_person": lazy("values of another person"),
    "taken_again": lazy("measured again"),
    "other": lazy("another reason"),
}
RESULTS = {
    "enrolled": lazy("enrolled"),
    "passed": lazy("passed"),
    "not_passed": lazy("not passed"),
}
OUTCOMES = {
    "admitted": lazy("in the base"),
    "already": lazy("was in the base already"),
    "refused": lazy("not admitted"),
}

RETURN_OUTCOMES = {
    "returned": lazy("returned"),
    "already": lazy("was returned before"),
    "refused": lazy("not returned"),
}
REOPENINGS = {
    "people_missing": lazy("somebody was not measured"),
    "values_wrong": lazy("values have to be put right"),
    "closed_too_early": lazy("closed too early"),
    "other": lazy("another reason"),
}


def moment(value: object) -> str:
    """01.09.2026, 15:30 by the municipality's clocks."""
    if not value:
        return "—"
    return datetime.fromisoformat(str(value)).astimezone(time_zone()).strftime("%d.%m.%Y, %H:%M")


def size(count: int) -> str:
    """Of a file, in units that people know."""
    if count < 2**20:
        return _("%(size)s KB", size=max(count // 2**10, 1))
    return _("%(size)s MB", size=f"{count / 2**20:.1f}")


def for_templates() -> dict[str, Any]:
    return {
        "ENTRY_STATUSES": ENTRY_STATUSES, "PRIORITIES": PRIORITIES, "WHY": WHY,
        "MISSING": MISSING, "MISSING_FILTER": MISSING_FILTER, "RETURN_REASONS": RETURN_REASONS,
        "OUTCOMES": OUTCOMES, "INTERVIEW_STATUSES": INTERVIEW_STATUSES, "DECISIONS": DECISIONS,
        "DECISION_REASONS": DECISION_REASONS, "ASPECTS": ASPECTS,
        "REOPENINGS": REOPENINGS, "MEASURED_ROLES": MEASURED_ROLES, "CORRECTIONS": CORRECTIONS,
        "RESULTS": RESULTS, "RETURN_OUTCOMES": RETURN_OUTCOMES,
        "size": size, "moment": moment,
    }  # fmt: skip
