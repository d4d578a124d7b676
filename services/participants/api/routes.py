"""All blueprints of the service."""

from __future__ import annotations

from services.participants.api import (
    access,
    assessments,
    candidates,
    consents,
    erasures,
    imports,
    interviews,
    mentees,
    mentors,
    organisations,
    outcomes,
    people,
    questionnaires,
    sharing,
    third_party,
    trainings,
)

BLUEPRINTS = (
    organisations.blp,
    people.blp,
    candidates.blp,
    consents.blp,
    questionnaires.blp,
    mentees.blp,
    mentors.blp,
    sharing.blp,
    interviews.blp,
    trainings.blp,
    assessments.blp,
    outcomes.blp,
    imports.blp,
    access.blp,
    erasures.blp,
    third_party.blp,
)
