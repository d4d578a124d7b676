"""What may be asked of a plan of resources."""

from __future__ import annotations

from dataclasses import dataclass

from services.reporting.domain.resource_plan.events import Kind, Source
from shared.domain.personal import Personal


@dataclass(frozen=True, slots=True)
class SetResource:
    plan: str
    year: str
    line: str
    kind: Kind
    source: Source
    what: Personal
    who: Personal
    needed: int
    have: int


@dataclass(frozen=True, slots=True)
class DropResource:
    line: str


ResourcePlanCommand = SetResource | DropResource
