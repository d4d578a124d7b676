"""Notes of everything that proves an item: this service's events and the messages of all three."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from services.reporting.domain.evidence.facts import TELLING, noted
from services.reporting.domain.evidence.own_facts import own_note
from services.reporting.domain.roadmap import events as roadmap
from shared.bus.port import Received
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View

_LOG, _BUS = "changes:log", "changes:bus"
"""Counters that say whether anything changed since a school was last counted; one for each of the
two writers, which would otherwise collide."""

_PLANNED = (
    roadmap.RoadmapOpened, roadmap.ItemExcluded, roadmap.ItemIncluded, roadmap.ItemPlanned,
    roadmap.ItemsPlanned, roadmap.RoadmapApproved,
)  # fmt: skip


class EvidenceNotes(Projection):
    """One document a note; ticks are computed when somebody looks, so that order between streams
    cannot matter. See :mod:`services.reporting.domain.evidence.facts`."""

    name: ClassVar[str] = "evidence"
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = (("year", "kind"),)
    hears: ClassVar[tuple[type, ...]] = TELLING

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        note = own_note(recorded.event)
        if note is not None:
            view.merge(note.id, **note.fields, at=_day(recorded.recorded_at))
        if note is not None or isinstance(recorded.event, _PLANNED):
            view.increment(_LOG, changes=1)

    def receive(self, view: View, received: Received[Any]) -> None:
        note = noted(received.message, received.time)
        if note is not None:
            view.merge(note.id, **note.fields)
            view.increment(_BUS, changes=1)


def _day(at: datetime) -> str:
    return at.date().isoformat()
