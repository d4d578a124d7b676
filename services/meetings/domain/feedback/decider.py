"""Both sides are asked at set dates; a low score, or a call for help, waits for the coordinator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, assert_never

from services.meetings.domain.feedback import commands, events
from services.meetings.domain.feedback.commands import FeedbackCommand
from services.meetings.domain.feedback.events import FeedbackEvent, Side
from shared.domain.decider import Decider
from shared.domain.errors import AlreadyExists, NotFound, Refused
from shared.domain.ids import PairingId, PersonId
from shared.domain.personal import Personal

LOW: Final = 2
"""A score up to this one alerts the coordinator."""


@dataclass(frozen=True, slots=True)
class Feedback:
    pairing: PairingId | None = None
    year: str = ""
    dates: tuple[date, ...] = ()
    by_plan: bool = True
    answered: frozenset[tuple[date, PersonId, Side]] = frozenset()
    alerts: frozenset[str] = frozenset()
    handled: frozenset[str] = frozenset()

    def round_on(self, today: date) -> date | None:
        """The round that is open: the last date that has come."""
        return max((day for day in self.dates if day <= today), default=None)


def decide(command: FeedbackCommand, feedback: Feedback) -> Sequence[FeedbackEvent]:
    match command:
        case commands.Schedule(pairing, year, dates):
            if not dates:
                raise Refused("feedback needs at least one date")
            ordered = tuple(sorted(set(dates)))
            if ordered == feedback.dates and not feedback.by_plan:
                return []
            return [events.FeedbackScheduled(pairing, year, ordered)]
        case commands.FollowPlan(pairing, year, dates):
            if not feedback.by_plan or not dates or dates == feedback.dates:
                return []
            return [events.FeedbackScheduled(pairing, year, dates, by_plan=True)]
        case commands.Answer():
            return [_given(command, feedback)]
        case commands.HandleAlert(request, people, note, kept):
            if request in feedback.handled:
                return []
            if request not in feedback.alerts or feedback.pairing is None:
                raise NotFound("there is no such alert")
            told = note if kept else None
            return [events.AlertHandled(request, feedback.pairing, people, told)]
        case _:
            assert_never(command)


def _given(command: commands.Answer, feedback: Feedback) -> events.FeedbackGiven:
    if feedback.pairing is None:
        raise Refused("no dates for feedback are set yet")
    asked_on = feedback.round_on(command.today)
    if asked_on is None:
        raise Refused("the first date of feedback has not come yet")
    if (asked_on, command.person, command.side) in feedback.answered:
        raise AlreadyExists("this round is answered already")
    low = command.help or min(command.usefulness, command.comfort) <= LOW
    scores = {"usefulness": command.usefulness, "comfort": command.comfort, "help": command.help}
    return events.FeedbackGiven(
        command.request, feedback.pairing, feedback.year, asked_on, command.side,
        command.person, Personal.of_json(scores), command.text, low,
    )  # fmt: skip


def evolve(feedback: Feedback, event: FeedbackEvent) -> Feedback:
    match event:
        case events.FeedbackScheduled(pairing, year, dates, by_plan):
            return replace(feedback, pairing=pairing, year=year, dates=dates, by_plan=by_plan)
        case events.FeedbackGiven() as given:
            answer = (given.asked_on, given.person, given.side)
            return replace(
                feedback,
                answered=feedback.answered | {answer},
                alerts=feedback.alerts | {given.request} if given.low else feedback.alerts,
            )
        case events.AlertHandled(request):
            return replace(
                feedback,
                alerts=feedback.alerts - {request},
                handled=feedback.handled | {request},
            )
        case _:
            assert_never(event)


FEEDBACK: Decider[FeedbackCommand, FeedbackEvent, Feedback] = Decider(
    "feedback",
    (events.FeedbackScheduled, events.FeedbackGiven, events.AlertHandled),
    Feedback(),
    decide,
    evolve,
)
