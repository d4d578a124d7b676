"""What of a school's year may be said in numbers; each person counts once in a number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from services.reporting.domain.evidence.ledger import Ledger, people
from services.reporting.domain.indicators.catalogue import Share
from services.reporting.domain.progress.suppression import suppress, suppress_with_total

PUPIL_FORMS: Final = ("pupil_pupil", "student_pupil", "employer_pupil")
"""Whose mentee is a pupil. The form stands for the age: reporting holds nobody's birth date."""


def _paired(ledger: Ledger, forms: tuple[str, ...], side: str) -> frozenset[str]:
    found: set[str] = set()
    for doc in ledger.ordered:
        if doc["form"] in forms:
            found.update(doc["mentees"] if side == "mentee" else [doc["mentor"]])
    return frozenset(found)


def numerators(ledger: Ledger) -> dict[str, Share]:
    """Indicator → what the platform counts; denominators that are entered are ``None``."""
    shares = {
        "mentees_10_19": Share(len(_paired(ledger, PUPIL_FORMS, "mentee")), None),
        "mentors_15_19": Share(len(_paired(ledger, ("pupil_pupil",), "mentor")), None),
        "young_teachers": Share(len(_paired(ledger, ("teacher_teacher",), "mentee")), None),
        "enterprises": Share(len(partners(ledger)), None),
    }
    for role in ("mentee", "mentor"):
        closed = ledger.of("survey", role=role, closed=True)
        satisfied = sum(doc["satisfied"] for doc in closed)
        answered = sum(doc["answered"] for doc in closed)
        shares[f"{role}s_satisfied"] = Share(satisfied, answered)
    return shares


def partners(ledger: Ledger) -> tuple[str, ...]:
    """Organisations whose employees became mentors of an ordered pair."""
    return tuple(
        sorted({doc["home"] for doc in ledger.ordered if doc["form"].startswith("employer_")})
    )


def counts(ledger: Ledger) -> dict[str, int | None]:
    """What may leave the school: groups of parts and their totals, small ones hidden."""
    pupils = _paired(ledger, PUPIL_FORMS, "mentee")
    teachers = _paired(ledger, ("teacher_teacher",), "mentee") - pupils
    waiting = people(ledger.admitted) - pupils - teachers
    young = _paired(ledger, ("pupil_pupil",), "mentor")
    every = _paired(ledger, tuple({doc["form"] for doc in ledger.ordered}), "mentor")
    others = (people(ledger.listed) | every) - young
    return {
        **suppress_with_total(
            "mentees",
            {
                "mentees_10_19": len(pupils),
                "young_teachers": len(teachers),
                "mentees_waiting": len(waiting),
            },
        ),
        **suppress_with_total(
            "mentors", {"mentors_15_19": len(young), "mentors_other": len(others)}
        ),
        **suppress(_pairs(ledger)),
        **_satisfaction(ledger),
    }


def _pairs(ledger: Ledger) -> Mapping[str, int]:
    """By what became of them; each stands for two people or more."""
    active = sum(doc["status"] == "active" for doc in ledger.ordered)
    closed = len(ledger.pairings) - active
    other = len(ledger.ordered) - active - closed
    return {"pairs_active": active, "pairs_closed": closed, "pairs_other": other}


def _satisfaction(ledger: Ledger) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for role in ("mentees", "mentors"):
        share = numerators(ledger)[f"{role}_satisfied"]
        answered = share.denominator or 0
        found |= suppress_with_total(
            f"{role}_answered",
            {
                f"{role}_satisfied": share.numerator,
                f"{role}_dissatisfied": answered - share.numerator,
            },
        )
    return found
