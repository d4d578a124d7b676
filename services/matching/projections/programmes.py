"""The programme board: one document a school year, with ballots and counts."""

from __future__ import annotations

from typing import Any, ClassVar

from services.matching.domain.ballot import events as ballot
from services.matching.domain.programme import events
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class Programmes(Projection):
    name: ClassVar[str] = "programmes"
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = (("year",),)

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        if isinstance(recorded.event, ballot.BallotEvent):
            _apply_ballot(view, recorded.key, recorded.event)
        elif isinstance(recorded.event, events.ProgrammeEvent):
            _apply_programme(view, recorded.key, recorded.event)


def _apply_programme(view: View, id: str, event: events.ProgrammeEvent) -> None:
    match event:
        case events.ProgrammeOpened(_, year, starts, ends):
            view.merge(
                id, year=year, starts=starts.isoformat(), ends=ends.isoformat(), status="open"
            )
        case events.PeopleAppointed(coordinator, head):
            view.merge(id, coordinator=coordinator, head=head)
        case events.FormsChosen():
            variants = {form: list(chosen) for form, chosen in event.variants.items()}
            view.merge(id, forms=list(event.forms), variants=variants, reasons=event.reasons.sealed)
        case events.CriteriaSet(weights, threshold):
            view.merge(id, weights=dict(weights), threshold=threshold)
        case events.SupplyAnalysed(requests=requests, covered=covered, gaps=gaps):
            view.merge(id, supply={"requests": requests, "covered": covered, "gaps": list(gaps)})
        case events.DecisionTimeSet(days):
            view.merge(id, decision_days=days)
        case events.LaunchApproved(number, approved_on):
            launch = {"number": number, "date": approved_on.isoformat()}
            view.merge(id, status="launched", launch=launch)


def _apply_ballot(view: View, id: str, event: ballot.BallotEvent) -> None:
    match event:
        case ballot.WindowOpened():
            view.set_paths(
                id,
                {
                    "ballot.status": "open",
                    "ballot.closes": event.closes.isoformat(),
                    "ballot.mentors": list(event.mentors),
                    "ballot.mentees": list(event.mentees),
                },
            )
        case ballot.BallotCast(voter):
            view.add(id, "ballot.cast", voter)
        case ballot.VotersReminded(voters, on):
            view.set_paths(
                id, {"ballot.reminded": list(voters), "ballot.reminded_on": on.isoformat()}
            )
        case ballot.BallotsClosed():
            view.set_paths(id, {"ballot.status": "closed"})
