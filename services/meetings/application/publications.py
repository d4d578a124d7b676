"""Own events as messages to the others: ids, dates and counts; the texts stay here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services.meetings.domain.feedback import events as feedback
from services.meetings.domain.goal import events as goal
from services.meetings.domain.meeting_series import events as series
from services.meetings.domain.outreach_event import events as outreach
from shared.contracts import erasure
from shared.contracts import meetings as messages
from shared.domain import erasing
from shared.domain.envelope import Recorded


def publish(recorded: Recorded[Any]) -> Sequence[object]:
    """Pure: the same event always gives the same messages."""
    match recorded.event:
        case series.MeetingHeld() as held:
            return [
                messages.MeetingHeld(
                    held.meeting, held.pairing, held.year, held.kind, held.held_on, held.minutes,
                    held.go_on,
                )
            ]  # fmt: skip
        case series.EntryCorrected(meeting, pairing, year, kind, held_on, minutes):
            return [
                messages.MeetingCorrected(meeting, pairing, year, kind, held_on, minutes)
            ]  # fmt: skip
        case series.MeetingStruck(meeting, pairing, year, kind):
            return [messages.MeetingStruck(meeting, pairing, year, kind)]
        case series.DoubtSettled(pairing, meeting, year) if meeting:
            return [messages.DoubtSettled(meeting, pairing, year)]
        case series.SeriesClosed(pairing, year, outcome):
            return [messages.PairClosed(pairing, year, outcome)]
        case erasing.SubjectErased(subject, kept):
            return [erasure.SubjectErased(subject, kept)]
        case _:
            return _beside(recorded)


def _beside(recorded: Recorded[Any]) -> Sequence[object]:
    match recorded.event:
        case goal.GoalAgreed() as agreed:
            return [
                messages.GoalAgreed(
                    agreed.goal, agreed.pairing, agreed.year, agreed.planned_meetings
                )
            ]
        case feedback.FeedbackScheduled(pairing, year, dates):
            return [messages.FeedbackScheduled(pairing, year, dates)]
        case feedback.FeedbackGiven() as given:
            if given.side == "guardian":
                return []  # the pair's own two sides are the evidence
            return [
                messages.FeedbackGiven(
                    given.request, given.pairing, given.year, given.side, given.low
                )
            ]
        case _:
            return _gathering(recorded)


def _gathering(recorded: Recorded[Any]) -> Sequence[object]:
    id = recorded.key
    match recorded.event:
        case outreach.InvitationsSent(item, year, invited, answered):
            return [messages.InvitationsSent(id, item, year, invited, answered)]
        case outreach.OutreachHeld() as held:
            return [
                messages.OutreachHeld(
                    id, held.item, held.year, held.held_on, held.attended, held.has_material
                )
            ]
        case outreach.OutreachStruck(item, year) | outreach.OutreachCancelled(item, year):
            return [messages.OutreachWithdrawn(id, item, year)]
        case _:
            return []
