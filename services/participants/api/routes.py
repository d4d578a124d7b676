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
    consent_links.blp,
    consent_campaigns.blp,
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
