"""Which of reporting's events the other services hear of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services.reporting.domain.award import events as award
from services.reporting.domain.case import events as case
from shared.contracts import erasure
from shared.contracts import reporting as messages
from shared.domain import erasing
from shared.domain.envelope import Recorded


def publish(recorded: Recorded[Any]) -> Sequence[object]:
    """Pure; whatever is not named here stays private."""
    match recorded.event:
        case award.AwardGiven(id, mentor, year):
            return (messages.AwardGiven(id, mentor, year),)
        case case.CaseApproved(id, year, pairing):
            return (messages.CaseApproved(id, pairing, year),)
        case erasing.SubjectErased(subject, kept):
            return (erasure.SubjectErased(subject, kept),)
        case _:
            return ()
