"""Which of reporting's events the other services hear of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from services.reporting.domain.award import events as award
from services.reporting.domain.case import events as case
from services.reporting.domain.roadmap import events as roadmap
from services.reporting.domain.roadmap.items import usual_dates
from shared.contracts import erasure
from shared.contracts import reporting as messages
from shared.domain import erasing
from shared.domain.envelope import Recorded
from shared.domain.ids import ProgrammeId

FEEDBACK: Final = "6.5"
"""The item whose days the meetings follow; of the others nobody asks."""


def publish(recorded: Recorded[Any]) -> Sequence[object]:
    """Pure; whatever is not named here stays private."""
    match recorded.event:
        case award.AwardGiven(id, mentor, year):
            return (messages.AwardGiven(id, mentor, year),)
        case award.AwardRevoked(id, year, mentor) if mentor:
            return (messages.AwardRevoked(id, mentor, year),)
        case case.CaseApproved(id, year, pairing):
            return (messages.CaseApproved(id, pairing, year),)
        case roadmap.RoadmapOpened(programme, _, starts, ends):
            days = usual_dates(FEEDBACK, starts, ends)
            return (messages.ItemScheduled(programme, FEEDBACK, *days),)
        case roadmap.ItemPlanned(item, starts, ends) if item == FEEDBACK:
            return (messages.ItemScheduled(ProgrammeId(recorded.key), item, starts, ends),)
        case roadmap.ItemsPlanned(lines):
            return tuple(
                messages.ItemScheduled(ProgrammeId(recorded.key), FEEDBACK, line.starts, line.ends)
                for line in lines
                if line.item == FEEDBACK
            )
        case erasing.SubjectErased(subject, kept):
            return (erasure.SubjectErased(subject, kept),)
        case _:
            return ()
