"""All blueprints of the service."""

from __future__ import annotations

from services.participants.api import (
    assessments,
    candidates,
    consents,
    imports,
    interview_slots,
    interviews,
    mentee_base,
    mentees,
    mentors,
    organisations,
    outcomes,
    people,
    questionnaires,
    sharing,
    training_materials,
    trainings,
)

BLUEPRINTS = (
    organisations.blp,
    people.blp,
    candidates.blp,
    consents.blp,
    questionnaires.blp,
    mentee_base.blp,
    mentees.blp,
    mentors.blp,
    sharing.blp,
    interview_slots.blp,
    interviews.blp,
    training_materials.blp,
    trainings.blp,
    assessments.blp,
    outcomes.blp,
    imports.blp,
)
