"""A school's numbers as they are: for its own pages, and for what is suppressed across all schools."""

from __future__ import annotations

from services.reporting.domain.evidence.ledger import Ledger, people
from services.reporting.domain.progress.counting import PUPIL_FORMS, numerators, paired


def parts(ledger: Ledger) -> dict[str, int]:
    """Every part of every group of a month end; each person once in a group."""
    pupils = paired(ledger, PUPIL_FORMS, "mentee")
    teachers = paired(ledger, ("teacher_teacher",), "mentee") - pupils
    young = paired(ledger, ("pupil_pupil",), "mentor")
    every = paired(ledger, tuple({doc["form"] for doc in ledger.ordered}), "mentor")
    active = sum(doc["status"] == "active" for doc in ledger.ordered)
    closed = len(ledger.pairings) - active
    return {
        "mentees_10_19": len(pupils),
        "young_teachers": len(teachers),
        "mentees_waiting": len(people(ledger.admitted) - pupils - teachers),
        "mentors_15_19": len(young),
        "mentors_other": len((people(ledger.listed) | every) - young),
        "pairs_active": active,
        "pairs_closed": closed,
        "pairs_other": len(ledger.ordered) - active - closed,
        **_satisfied(ledger),
    }


def _satisfied(ledger: Ledger) -> dict[str, int]:
    found: dict[str, int] = {}
    for role in ("mentees", "mentors"):
        share = numerators(ledger)[f"{role}_satisfied"]
        satisfied = share.numerator or 0
        found[f"{role}_satisfied"] = satisfied
        found[f"{role}_dissatisfied"] = (share.denominator or 0) - satisfied
    return found
