"""Role variants that the method names for each form; a programme chooses among them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

VARIANTS: Final[Mapping[str, tuple[str, ...]]] = {
    "pupil_pupil": (
        "achiever_underachiever", "leader_passive", "peer_peer", "adapted_newcomer",
    ),
    "teacher_teacher": (
        "experienced_young", "leader_in_difficulty", "innovator_conservative", "expert_novice",
    ),
    "student_pupil": (
        "achiever_underachiever", "leader_indifferent", "peer_peer", "mentor_project_author",
    ),
    "employer_pupil": (
        "professional_indifferent", "colleague_young_colleague", "employer_future_employee",
    ),
    "employer_student": (
        "professional_indifferent", "professional_choosing", "colleague_young_colleague",
        "employer_future_worker",
    ),
}  # fmt: skip
