"""Numbers of schools as they are, for what is suppressed across all schools."""

from __future__ import annotations

from collections import defaultdict

from services.reporting.domain.evidence.ledger import Ledger, people
from services.reporting.domain.progress.counting import (
    PUPIL_FORMS,
    at_home,
    mentees,
    satisfied,
    young_mentors,
)


def parts(ledger: Ledger) -> dict[str, int]:
    """Every part of every group of a month end but mentors; each person once in a group."""
    pupils = mentees(ledger, PUPIL_FORMS)
    teachers = mentees(ledger, ("teacher_teacher",)) - pupils
    active = sum(doc["status"] == "active" for doc in ledger.ordered)
    closed = len(ledger.pairings) - active
    return {
        "mentees_10_19": len(pupils),
        "young_teachers": len(teachers),
        "mentees_waiting": len(people(ledger.admitted) - pupils - teachers),
        "pairs_active": active,
        "pairs_closed": closed,
        "pairs_other": len(ledger.ordered) - active - closed,
        **_satisfied(ledger),
    }


def _satisfied(ledger: Ledger) -> dict[str, int]:
    found: dict[str, int] = {}
    for role in ("mentee", "mentor"):
        share = satisfied(ledger, role)
        yes = share.numerator or 0
        found[f"{role}s_satisfied"] = yes
        found[f"{role}s_dissatisfied"] = (share.denominator or 0) - yes
    return found


class MentorsAtHome:
    """Mentors of all schools, each once: at home, at whatever schools they are mentors.

    Whose home is no school that was added, such as a company, stands in no school's number; how
    many they are is told with the ties.
    """

    def __init__(self) -> None:
        self._young: defaultdict[str, set[str]] = defaultdict(set)
        self._every: defaultdict[str, set[str]] = defaultdict(set)

    def add(self, ledger: Ledger) -> None:
        for home, person in young_mentors(ledger):
            self._young[home].add(person)
        listed = [at_home(doc, "person") for doc in ledger.listed]
        paired = [at_home(doc, "mentor") for doc in ledger.ordered]
        for home, person in (*listed, *paired):
            self._every[home].add(person)

    def of(self, school: str) -> dict[str, int]:
        young = self._young[school]
        return {"mentors_15_19": len(young), "mentors_other": len(self._every[school] - young)}
