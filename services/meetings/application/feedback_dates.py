"""The dates of feedback follow the roadmap: told to each pairing as it begins, and when they move."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from services.meetings.domain.feedback.commands import FollowPlan
from services.meetings.domain.feedback.decider import FEEDBACK
from services.meetings.domain.feedback_plan.decider import FEEDBACK_PLAN
from services.meetings.domain.feedback_plan.events import RhythmChosen, WindowSet
from services.meetings.domain.meeting_series.events import SeriesOpened
from shared.domain.envelope import Recorded
from shared.domain.errors import Unavailable
from shared.domain.ids import PairingId, derived_id
from shared.policies import Policy
from shared.tenancy.scope import Scope, policy_scope

if TYPE_CHECKING:
    from shared.service import Service


class DatesFollowTheRoadmap(Policy):
    """A round is never earlier than the day after a pairing began."""

    name: ClassVar[str] = "dates_follow_the_roadmap"
    on: ClassVar[tuple[type, ...]] = (SeriesOpened, WindowSet, RhythmChosen)

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        scope = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        key = f"{self.name}:{recorded.id}"
        match recorded.event:
            case SeriesOpened(pairing, year):
                programme = derived_id("programme", recorded.tenant, year)
                dates = _dates(service, scope, programme)
                since = recorded.recorded_at.date().isoformat()
                _tell(service, scope, pairing, year, dates, since, key)
            case WindowSet(programme) | RhythmChosen(programme):
                # Whoever begins after this commit finds the plan by itself.
                if not service.views.wait_for(recorded.commit, "pairings"):
                    raise Unavailable("the pairings are not read up to here yet")
                self._move(service, scope, programme, key)

    def _move(self, service: Service, scope: Scope, programme: str, key: str) -> None:
        dates = _dates(service, scope, programme)
        for row in service.views.reader(scope, "pairings").all({"status": "open"}):
            if derived_id("programme", scope.tenant, row["year"]) == programme:
                pairing, year = PairingId(row["id"]), row["year"]
                _tell(service, scope, pairing, year, dates, row["opened_on"], key)


def _dates(service: Service, scope: Scope, programme: str) -> Sequence[date]:
    return service.handler.state(scope, FEEDBACK_PLAN, programme).state.dates


def _tell(
    service: Service, scope: Scope, pairing: PairingId, year: str, dates: Sequence[date],
    since: str, key: str,
) -> None:  # fmt: skip
    ahead = tuple(day for day in dates if day.isoformat() > since)
    command = FollowPlan(pairing, year, ahead)
    service.handler.handle(scope, FEEDBACK, pairing, command, key=key)


POLICIES: tuple[Policy, ...] = (DatesFollowTheRoadmap(),)
