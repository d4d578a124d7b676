"""What a school's policy reports across the border."""

from __future__ import annotations

from dataclasses import dataclass

from services.reporting.domain.progress.events import SchoolProgressed


@dataclass(frozen=True, slots=True)
class Report:
    progress: SchoolProgressed


ProgressCommand = Report
