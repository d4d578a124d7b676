"""The rounds of feedback follow from the roadmap: from its first day on, every so many weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, assert_never

from services.meetings.domain.feedback_plan import commands, events
from services.meetings.domain.feedback_plan.commands import FeedbackPlanCommand
from services.meetings.domain.feedback_plan.events import FeedbackPlanEvent
from shared.domain.decider import Decider
from shared.domain.errors import Invalid

WEEKS: Final = 6
"""Unless the school says otherwise."""
WEEKS_MAX: Final = 26
ROUNDS_MAX: Final = 40


@dataclass(frozen=True, slots=True)
class FeedbackPlan:
    starts: date | None = None
    ends: date | None = None
    weeks: int = WEEKS

    @property
    def dates(self) -> tuple[date, ...]:
        """None before the roadmap is known."""
        if self.starts is None or self.ends is None:
            return ()
        step = timedelta(weeks=self.weeks)
        found = (self.starts + step * number for number in range(ROUNDS_MAX))
        return tuple(day for day in found if day <= self.ends)


def decide(command: FeedbackPlanCommand, plan: FeedbackPlan) -> Sequence[FeedbackPlanEvent]:
    match command:
        case commands.SetWindow(programme, starts, ends):
            if ends < starts:
                raise Invalid("a window does not end before it starts", {"ends": ["not before"]})
            if (starts, ends) == (plan.starts, plan.ends):
                return []
            return [events.WindowSet(programme, starts, ends)]
        case commands.ChooseRhythm(programme, weeks):
            if not 1 <= weeks <= WEEKS_MAX:
                raise Invalid("a round comes every 1 to 26 weeks", {"weeks": ["from 1 to 26"]})
            return [] if weeks == plan.weeks else [events.RhythmChosen(programme, weeks)]
        case _:
            assert_never(command)


def evolve(plan: FeedbackPlan, event: FeedbackPlanEvent) -> FeedbackPlan:
    match event:
        case events.WindowSet(_, starts, ends):
            return replace(plan, starts=starts, ends=ends)
        case events.RhythmChosen(_, weeks):
            return replace(plan, weeks=weeks)
        case _:
            assert_never(event)


FEEDBACK_PLAN: Decider[FeedbackPlanCommand, FeedbackPlanEvent, FeedbackPlan] = Decider(
    "feedback_plan", (events.WindowSet, events.RhythmChosen), FeedbackPlan(), decide, evolve
)
