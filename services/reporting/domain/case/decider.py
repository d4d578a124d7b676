"""A case is told with everyone named in it, or not at all."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Final, assert_never

from services.reporting.domain.case import commands, events
from services.reporting.domain.case.commands import CaseCommand
from services.reporting.domain.case.events import CaseEvent
from services.reporting.domain.years import check_year
from shared.domain.decider import Decider
from shared.domain.errors import AlreadyExists, Invalid, NotFound, Refused
from shared.domain.ids import PairingId, PersonId
from shared.domain.personal import Personal

PARTS: Final = ("situation", "goal", "path", "result")
_NO_PAIRING: Final = PairingId("")


@dataclass(frozen=True, slots=True)
class Case:
    id: str = ""
    year: str = ""
    pairing: PairingId = _NO_PAIRING
    people: tuple[PersonId, ...] = ()
    status: str = ""


def decide(command: CaseCommand, case: Case) -> list[CaseEvent]:
    if isinstance(command, commands.Draft):
        return _draft(command, case)
    if not case.id:
        raise NotFound("no such case")
    match command:
        case commands.Rewrite(people, story):
            _require(case, "draft")
            _check(people, story)
            return [events.CaseDrafted(case.id, case.year, case.pairing, people, story)]
        case commands.Approve(actor, today):
            if case.status == "approved":
                return []
            _require(case, "draft")
            return [
                events.CaseApproved(case.id, case.year, case.pairing, case.people, actor, today)
            ]
        case commands.Reopen():
            return [events.CaseReopened(case.id, case.year)] if case.status == "approved" else []
        case commands.Withdraw(reason):
            if case.status == "withdrawn":
                return []
            return [events.CaseWithdrawn(case.id, case.year, reason)]
        case _:
            assert_never(command)


def _draft(command: commands.Draft, case: Case) -> list[CaseEvent]:
    if case.id:
        raise AlreadyExists("the case exists already")
    check_year(command.year)
    _check(command.people, command.story)
    return [
        events.CaseDrafted(
            command.case, command.year, command.pairing, command.people, command.story
        )
    ]


def _require(case: Case, status: str) -> None:
    if case.status != status:
        raise Refused(f"the case is {case.status}, not a {status}", code=f"case-{case.status}")


def _check(people: tuple[PersonId, ...], story: Personal) -> None:
    if not people or len(set(people)) != len(people):
        raise Invalid("name whom the case is about, each once", {"people": ["at least one"]})
    parts = json.loads(story.plain)
    empty = {name: ["empty"] for name in PARTS if not str(parts.get(name, "")).strip()}
    if empty:
        raise Invalid("a case has a situation, a goal, a path and a result", empty)


def evolve(case: Case, event: CaseEvent) -> Case:
    match event:
        case events.CaseDrafted(id, year, pairing, people):
            return Case(id, year, pairing, people, "draft")
        case events.CaseApproved():
            return replace(case, status="approved")
        case events.CaseReopened():
            return replace(case, status="draft")
        case events.CaseWithdrawn():
            return replace(case, status="withdrawn")
        case _:
            assert_never(event)


CASE: Decider[CaseCommand, CaseEvent, Case] = Decider("case", events.EVENTS, Case(), decide, evolve)
