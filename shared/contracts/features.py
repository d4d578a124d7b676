"""The closed list of what other services may know of a person, beside the id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Form = Literal[
    "pupil_pupil", "teacher_teacher", "student_pupil", "employer_pupil", "employer_student"
]
FORMS: tuple[Form, ...] = (
    "pupil_pupil",
    "teacher_teacher",
    "student_pupil",
    "employer_pupil",
    "employer_student",
)
Theme = Literal[
    "studies", "exams", "olympiads", "profession", "social_ties", "confidence", "creative_project",
    "research_project", "adaptation", "teaching_methods", "digital_skills",
]  # fmt: skip
THEMES: tuple[Theme, ...] = (
    "studies", "exams", "olympiads", "profession", "social_ties", "confidence", "creative_project",
    "research_project", "adaptation", "teaching_methods", "digital_skills",
)  # fmt: skip
Way = Literal["in_person", "online", "mixed"]


@dataclass(frozen=True, slots=True)
class Features:
    """Travels as JSON inside a sealed ``Personal``: personal all the same.

    ``times`` are slots such as ``mon-15`` (weekday, starting hour). ``age_band`` is one of
    ``10-13 14-15 16-17 18-24 25+``. ``gender_wish`` says only whether a wish was expressed and its
    keyed value; ``vetoes`` are codes of contraindications.

    ``variants`` are role variants that the person named. ``check_due`` says that a mentor needs a
    background check to work with minors, ``checked_until`` is its last day (ISO) or empty.
    ``competences`` are codes of subjects and skills that a mentee wants to learn, a mentor can teach.
    ``advised`` are themes that third parties recommend for a mentee. ``outcomes`` is how a mentor's
    closed pairs ended, from 0 (no goal reached) to 100 (all reached); ``None`` without any.
    """

    forms: tuple[Form, ...]
    themes: tuple[Theme, ...]
    times: tuple[str, ...] = ()
    way: Way = "mixed"
    languages: tuple[str, ...] = ("ru",)
    grade: int | None = None
    age_band: str = ""
    adult: bool = False
    area: str = ""
    interests: tuple[str, ...] = ()
    group_ok: bool = False
    gender: str = ""
    gender_wish: str = ""
    vetoes: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    check_due: bool = False
    checked_until: str = ""
    advised: tuple[str, ...] = ()
    outcomes: int | None = None
    competences: tuple[str, ...] = ()
