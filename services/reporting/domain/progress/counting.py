"""Numerators of a school's year; each person counts once in a number."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final, TypeAlias

from services.reporting.domain.evidence.ledger import Ledger
from services.reporting.domain.indicators.catalogue import Share

PUPIL_FORMS: Final = ("pupil_pupil", "student_pupil", "employer_pupil")
"""Whose mentee is a pupil. The form stands for the age: reporting holds nobody's birth date."""
YOUNG_FORMS: Final = ("pupil_pupil",)
"""Whose mentor is a pupil."""
Mentor: TypeAlias = tuple[str, str]
"""Home and the id there: one person, at however many schools."""


def at_home(doc: Mapping[str, Any], person: str) -> Mentor:
    """Notes from before the id at home was kept have the school's own."""
    return doc["home"], doc.get("home_person") or doc[person]


def mentees(ledger: Ledger, forms: Collection[str]) -> frozenset[str]:
    return frozenset(
        mentee for doc in ledger.ordered if doc["form"] in forms for mentee in doc["mentees"]
    )


def young_mentors(ledger: Ledger) -> frozenset[Mentor]:
    """Pupils of whatever school who became mentors of an ordered pair here."""
    return frozenset(at_home(doc, "mentor") for doc in ledger.ordered if doc["form"] in YOUNG_FORMS)


def numerators(ledger: Ledger, school: str, not_companies: Collection[str]) -> dict[str, Share]:
    """Indicator → what the platform counts; denominators that are entered are ``None``.

    Only the school's own pupils are counted, since only they stand in its denominators: another
    school's pupil who is a mentor here belongs to that school's share.
    """
    own = [home for home, _ in young_mentors(ledger) if home == school]
    return {
        "mentees_10_19": Share(len(mentees(ledger, PUPIL_FORMS)), None),
        "mentors_15_19": Share(len(own), None),
        "young_teachers": Share(len(mentees(ledger, ("teacher_teacher",))), None),
        "enterprises": Share(len(partners(ledger, school, not_companies)), None),
        "mentees_satisfied": satisfied(ledger, "mentee"),
        "mentors_satisfied": satisfied(ledger, "mentor"),
    }


def satisfied(ledger: Ledger, role: str) -> Share:
    """Of those who answered a survey that is closed."""
    closed = ledger.of("survey", role=role, closed=True)
    return Share(sum(doc["satisfied"] for doc in closed), sum(doc["answered"] for doc in closed))


def partners(ledger: Ledger, school: str, not_companies: Collection[str]) -> tuple[str, ...]:
    """Companies whose employees became mentors of an ordered pair. Of an employee whom a school
    entered itself nobody knows the company: the school is the home."""
    homes = {doc["home"] for doc in ledger.ordered if doc["form"].startswith("employer_")}
    return tuple(sorted(homes - {school} - set(not_companies)))
