"""Stage 1 in words: resources, audiences, and where mentors of each form may be sought."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import lazy_gettext as lazy

RESOURCES: Final = {
    "people": lazy("People who help"),
    "methods": lazy("Methods and materials"),
    "facilities": lazy("Facilities and equipment"),
}
ORIGINS: Final = {"inside": lazy("inside the school"), "outside": lazy("outside the school")}
AUDIENCES: Final = {
    "guardians": lazy("Parents and guardians"),
    "mentees": lazy("Mentees"),
    "mentors": lazy("Mentors"),
    "teachers": lazy("Teachers and specialists"),
}
SOUGHT: Final = {
    "pupil_pupil": lazy("among the older pupils of the school"),
    "teacher_teacher": lazy("among the experienced teachers of the school and its neighbours"),
    "student_pupil": lazy("at colleges and universities, among alumni"),
    "employer_pupil": lazy("at enterprises and partner companies, among parents"),
    "employer_student": lazy("at enterprises and partner companies"),
}


def for_templates() -> dict[str, Any]:
    return {
        "RESOURCES": RESOURCES, "ORIGINS": ORIGINS, "AUDIENCES": AUDIENCES, "SOUGHT": SOUGHT,
    }  # fmt: skip
