"""All blueprints of the service."""

from __future__ import annotations

from services.participants.api import (
    assessments,
    candidates,
    children,
    companies,
    consents,
    duplicates,
    imports,
    interviews,
    mentees,
    mentors,
    organisations,
    outcomes,
    people,
    questionnaires,
    sharing,
    staff,
    trainings,
    transfers,
)

BLUEPRINTS = (
    organisations.blp,
    companies.blp,
    staff.blp,
    children.blp,
    transfers.blp,
    duplicates.blp,
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
)
