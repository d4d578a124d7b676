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
    """Written, or written anew while a draft. ``words`` is a JSON object of title and text, and of
    what a picture shows (``alt``). ``subjects`` are the people named, or the
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


@dataclass(frozen=True, slots=True)
class PictureAttached:
    """The picture of an item of the kind ``image``, without what the camera wrote into it. Its bytes
    are kept apart, sealed for everybody named; a later one takes its place."""

    publication: str
    picture: str
    type: str
    width: int
    height: int


PublicationEvent = PublicationDrafted | PictureAttached | Published | PublicationWithdrawn
EVENTS: tuple[type, ...] = (PublicationDrafted, PictureAttached, Published, PublicationWithdrawn)
