"""Facts about a plan of resources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from shared.domain.personal import About, Personal

Kind = Literal["people", "methods", "facilities"]
Source = Literal["inside", "outside"]


@dataclass(frozen=True, slots=True)
class ResourceSet:
    """One line, written or written anew. ``what`` it is and ``who`` brings it may name somebody.
    ``needed`` and ``have`` are numbers of the same things."""

    plan: str
    year: str
    line: str
    kind: Kind
    source: Source
    what: Annotated[Personal, About("@stream", purpose="document")]
    who: Annotated[Personal, About("@stream", purpose="document")]
    needed: int
    have: int


@dataclass(frozen=True, slots=True)
class ResourceDropped:
    plan: str
    year: str
    line: str


ResourcePlanEvent = ResourceSet | ResourceDropped
EVENTS: tuple[type, ...] = (ResourceSet, ResourceDropped)
