"""Codes of surveys, indicators, rankings and month ends as words; numbers as people write them."""

from __future__ import annotations

from typing import Any

from flask_babel import format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

SURVEY_ROLES = {
    "mentee": lazy("mentees"),
    "mentor": lazy("mentors"),
    "guardian": lazy("guardians"),
    "teacher": lazy("teachers and coordinators"),
    "head": lazy("heads"),
    "partner": lazy("partners"),
}
SCALES = {
    "usefulness": lazy("How useful was the programme?"),
    "comfort": lazy("How comfortable was it to talk to one another?"),
    "support": lazy("How well did the coordinator support you?"),
    "goal": lazy("How far was the goal reached?"),
    "organisation": lazy("How well was everything organised?"),
    "recommend": lazy("Would you recommend the programme to others?"),
}
QUADRANTS = {
    "strengths": lazy("Strengths"),
    "weaknesses": lazy("Weaknesses"),
    "opportunities": lazy("Opportunities"),
    "threats": lazy("Threats"),
}
BANDS = {
    "optimal": lazy("optimal"),
    "acceptable": lazy("acceptable"),
    "insufficient": lazy("insufficient"),
}
AWARDS = {
    "nominated": lazy("waits for the jury"),
    "chosen": lazy("chosen by the jury"),
    "declined": lazy("not chosen by the jury"),
    "given": lazy("given"),
    "revoked": lazy("taken back"),
}
COLUMNS = {
    "mentees": lazy("Mentees"),
    "mentees_10_19": lazy("Pupils as mentees"),
    "young_teachers": lazy("Teachers as mentees"),
    "mentees_waiting": lazy("Mentees without a pair"),
    "mentors": lazy("Mentors"),
    "mentors_15_19": lazy("Pupils as mentors"),
    "mentors_other": lazy("Grown-up mentors"),
    "pairs": lazy("Pairs"),
    "pairs_active": lazy("Active pairs"),
    "pairs_closed": lazy("Closed pairs"),
    "pairs_other": lazy("Other pairs"),
    "mentees_answered": lazy("Mentees surveyed"),
    "mentees_satisfied": lazy("Satisfied mentees"),
    "mentees_dissatisfied": lazy("Other mentees"),
    "mentors_answered": lazy("Mentors surveyed"),
    "mentors_satisfied": lazy("Satisfied mentors"),
    "mentors_dissatisfied": lazy("Other mentors"),
}


def num(value: float | None, digits: int = 2) -> str:
    """With the decimal sign of the language; a dash for nothing."""
    return "—" if value is None else str(format_decimal(round(value, digits)))


def signed(value: float | None, digits: int = 2) -> str:
    if value is None:
        return "—"
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{num(abs(value), digits)}"


def span(interval: list[float] | None) -> str:
    if interval is None:
        return "—"
    low, high = interval
    return _("from %(low)s to %(high)s", low=signed(low), high=signed(high))


def chance(p: float | None) -> str:
    if p is None:
        return "—"
    return _("less than %(p)s", p=num(0.001, 3)) if p < 0.001 else num(p, 3)


def titled(one: dict[str, Any], language: str) -> str:
    return str(one["title_ru"] if language == "ru" else one["title_en"])


def for_templates() -> dict[str, Any]:
    return {"SURVEY_ROLES": SURVEY_ROLES, "SCALES": SCALES, "QUADRANTS": QUADRANTS, "BANDS": BANDS,
            "AWARDS": AWARDS, "COLUMNS": COLUMNS, "num": num, "signed": signed, "span": span,
            "chance": chance, "titled": titled}  # fmt: skip
