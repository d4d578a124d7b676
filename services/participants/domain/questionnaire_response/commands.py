"""What may be asked of a questionnaire about one person from one source."""

from __future__ import annotations

from dataclasses import dataclass

from services.participants.domain.questionnaire_response.events import Kind, Source
from shared.domain.ids import PersonId, derived_id
from shared.domain.personal import Personal
from shared.domain.purposes import Purpose


@dataclass(frozen=True, slots=True)
class Open:
    person: PersonId
    year: str
    kind: Kind
    source: Source
    template: str
    template_version: int


@dataclass(frozen=True, slots=True)
class Answer:
    answers: Personal


@dataclass(frozen=True, slots=True)
class Strike:
    reason: str


QuestionnaireResponseCommand = Open | Answer | Strike


def response_id(person: PersonId, year: str, kind: str, source: str) -> str:
    return derived_id("response", person, year, kind, source)


def purpose_of(kind: Kind) -> Purpose:
    """What the answers are held for, and whose consent must live before the form opens."""
    return "third_party" if kind == "third_party" else "participation"
