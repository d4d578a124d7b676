"""Which request comes first, by rules that say why; a coordinator may judge otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from services.participants.domain.mentee.events import Priority

LAST_GRADES: Final = (9, 11)
LONG_WAIT_DAYS: Final = 14
_WEIGHTS: Final = {
    "adaptation": 2,
    "final_exams": 2,
    "young_teacher": 1,
    "recommended": 1,
    "long_wait": 1,
}
_HIGH, _MEDIUM = 3, 1


@dataclass(frozen=True, slots=True)
class Request:
    """What the rules look at. ``recommended`` are the themes that third parties advise."""

    themes: Sequence[str]
    forms: Sequence[str]
    grade: int | None
    asked_on: date | None
    waiting: bool
    recommended: Sequence[str] = ()


def reasons(request: Request, today: date) -> tuple[str, ...]:
    """Codes of the rules that hold, the heaviest first."""
    waited = (today - request.asked_on).days if request.asked_on and request.waiting else 0
    holds = {
        "adaptation": "adaptation" in request.themes,
        "final_exams": "exams" in request.themes and request.grade in LAST_GRADES,
        "young_teacher": "teacher_teacher" in request.forms,
        "recommended": bool(set(request.recommended) & set(request.themes)),
        "long_wait": waited >= LONG_WAIT_DAYS,
    }
    return tuple(code for code in _WEIGHTS if holds[code])


def priority_of(codes: Sequence[str]) -> Priority:
    weight = sum(_WEIGHTS[code] for code in codes)
    return "high" if weight >= _HIGH else "medium" if weight >= _MEDIUM else "normal"
