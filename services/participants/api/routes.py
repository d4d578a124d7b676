"""All blueprints of the service."""

from __future__ import annotations

from services.participants.api import (
    answer_files,
    assessments,
    candidates,
    consents,
    imports,
    interviews,
    mentees,
    mentors,
    organisations,
    outcomes,
    people,
    questionnaire_links,
    questionnaires,
    sharing,
    templates,
    trainings,
)

BLUEPRINTS = (
    organisations.blp,
    people.blp,
    candidates.blp,
    consents.blp,
    templates.blp,
    questionnaires.blp,
    questionnaire_links.blp,
    answer_files.blp,
    mentees.blp,
    mentors.blp,
    sharing.blp,
    interviews.blp,
    trainings.blp,
    assessments.blp,
    outcomes.blp,
    imports.blp,
)
