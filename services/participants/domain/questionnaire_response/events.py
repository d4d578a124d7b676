"""Facts about answers; the answers themselves are sealed for the purpose they were given for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from shared.domain.ids import PersonId
from shared.domain.personal import About, Personal
from shared.domain.purposes import Purpose

Kind = Literal["mentee", "mentor", "third_party"]
Way = Literal["account", "link", "paper", "file"]
Source = Literal["self", "guardian", "psychologist", "social_worker", "teacher", "import"]


@dataclass(frozen=True, slots=True)
class ResponseOpened:
    person: PersonId
    year: str
    kind: Kind
    source: Source
    template: str
    template_version: int


@dataclass(frozen=True, slots=True)
class ResponseAnswered:
    """``answers`` is JSON, code → value; ``way`` is how they came."""

    person: PersonId
    year: str
    kind: Kind
    source: Source
    purpose: Purpose
    answers: Annotated[Personal, About("person", purpose_field="purpose")]
    way: Way = "account"


@dataclass(frozen=True, slots=True)
class ResponseStruck:
    person: PersonId
    year: str
    kind: Kind
    reason: str


QuestionnaireResponseEvent = ResponseOpened | ResponseAnswered | ResponseStruck
