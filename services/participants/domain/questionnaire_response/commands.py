"""What may be asked of a questionnaire about one person from one source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from services.participants.domain.questionnaire_response.events import Kind, Source, Way
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
    """``template_version`` is the one that was read; 0 where nobody says."""

    answers: Personal
    way: Way = "account"
    template_version: int = 0


@dataclass(frozen=True, slots=True)
class Strike:
    reason: str


QuestionnaireResponseCommand = Open | Answer | Strike


OUTSIDE: Final[tuple[Source, ...]] = ("guardian", "psychologist", "social_worker", "teacher")


def response_id(person: PersonId, year: str, kind: str, source: str) -> str:
    return derived_id("response", person, year, kind, source)


def purpose_of(kind: Kind) -> Purpose:
    """What the answers are held for, and whose consent must live before the form opens."""
    return "third_party" if kind == "third_party" else "participation"


def template_code(kind: Kind, source: Source) -> str:
    """Each third party is asked what it can know; the others have one form each."""
    if kind == "third_party" and source in OUTSIDE:
        return f"third_party_{source}"
    return kind
