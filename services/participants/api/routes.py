"""All blueprints of the service."""

from __future__ import annotations

from services.participants.api import (
    assessments,
    candidates,
    consent_campaigns,
    consent_links,
    consents,
    coverage,
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
    standing,
    training_materials,
    trainings,
)

BLUEPRINTS = (
    organisations.blp,
    people.blp,
    candidates.blp,
    consents.blp,
    consent_links.blp,
    consent_campaigns.blp,
    questionnaires.blp,
    mentee_base.blp,
    mentees.blp,
    mentors.blp,
    sharing.blp,
    coverage.blp,
    standing.blp,
    interview_slots.blp,
    interviews.blp,
    training_materials.blp,
    trainings.blp,
    assessments.blp,
    outcomes.blp,
    imports.blp,
)
