"""Facts about a monitoring report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from services.reporting.domain.monitoring_report.checklist import Band
from shared.domain.ids import ActorId
from shared.domain.personal import About, Personal


@dataclass(frozen=True, slots=True)
class ReportDrafted:
    """``swot`` is a JSON object of the four quadrants; free text may speak of people."""

    report: str
    year: str
    swot: Annotated[Personal, About("@stream", purpose="document")]
    checklist: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReportApproved:
    report: str
    year: str
    index: int
    band: Band
    actor: ActorId
    on: date


@dataclass(frozen=True, slots=True)
class ReportReopened:
    report: str
    year: str


ReportEvent = ReportDrafted | ReportApproved | ReportReopened
EVENTS: tuple[type, ...] = (ReportDrafted, ReportApproved, ReportReopened)
