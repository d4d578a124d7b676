"""All blueprints of the service."""

from __future__ import annotations

from services.participants.api import (
    assessments,
    candidates,
    consents,
    coverage,
    imports,
    interviews,
    mentees,
    mentors,
    organisations,
    outcomes,
    people,
    questionnaires,
    sharing,
    standing,
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
    coverage.blp,
    standing.blp,
    interviews.blp,
    trainings.blp,
    assessments.blp,
    outcomes.blp,
    imports.blp,
)
