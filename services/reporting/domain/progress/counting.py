"""Numerators of a school's year; each person counts once in a number."""

from __future__ import annotations

from typing import Final

from services.reporting.domain.evidence.ledger import Ledger
from services.reporting.domain.indicators.catalogue import Share

PUPIL_FORMS: Final = ("pupil_pupil", "student_pupil", "employer_pupil")
"""Whose mentee is a pupil. The form stands for the age: reporting holds nobody's birth date."""


def paired(ledger: Ledger, forms: tuple[str, ...], side: str) -> frozenset[str]:
    found: set[str] = set()
    for doc in ledger.ordered:
        if doc["form"] in forms:
            found.update(doc["mentees"] if side == "mentee" else [doc["mentor"]])
    return frozenset(found)


def numerators(ledger: Ledger) -> dict[str, Share]:
    """Indicator → what the platform counts; denominators that are entered are ``None``."""
    shares = {
        "mentees_10_19": Share(len(paired(ledger, PUPIL_FORMS, "mentee")), None),
        "mentors_15_19": Share(len(paired(ledger, ("pupil_pupil",), "mentor")), None),
        "young_teachers": Share(len(paired(ledger, ("teacher_teacher",), "mentee")), None),
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
