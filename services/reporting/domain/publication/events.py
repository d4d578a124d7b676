"""Facts about a publication."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final, Literal

from shared.domain.ids import PersonId
from shared.domain.personal import About, Personal

Kind = Literal["result", "mentor", "case", "image"]
PURPOSES: Final[dict[Kind, str]] = {
    "result": "publication_case",
    "case": "publication_case",
    "mentor": "publication_award",
    "image": "publication_image",
}
"""What everyone named has to consent to, by what is told of them."""
BEFORE_SEPARATION: Final = "publication"
"""The purpose of what was written when one consent covered image, case and award."""


@dataclass(frozen=True, slots=True)
class PublicationDrafted:
    """``words`` is a JSON object of title and text. ``subjects`` are the people named, or the
    publication's own id where it names nobody: its key falls with the first of them."""

    publication: str
    year: str
    kind: Kind
    people: tuple[PersonId, ...]
    subjects: tuple[str, ...]
    source: str
    words: Annotated[Personal, About("subjects", purpose_field="purpose")]
    purpose: str = BEFORE_SEPARATION


@dataclass(frozen=True, slots=True)
class Published:
    publication: str
    year: str
    people: tuple[PersonId, ...]
    on: date
    purpose: str = BEFORE_SEPARATION


@dataclass(frozen=True, slots=True)
class PublicationWithdrawn:
    publication: str
    year: str
    reason: str


PublicationEvent = PublicationDrafted | Published | PublicationWithdrawn
EVENTS: tuple[type, ...] = (PublicationDrafted, Published, PublicationWithdrawn)
