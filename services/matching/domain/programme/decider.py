"""A programme fixes its forms before its launch; afterwards other forms are refused."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import assert_never

from services.matching.domain.engine.criteria import DEFAULT_WEIGHTS, FULL
from services.matching.domain.programme import commands, events
from services.matching.domain.programme.commands import ProgrammeCommand
from services.matching.domain.programme.events import ProgrammeEvent
from shared.contracts.features import FORMS
from shared.contracts.variants import VARIANTS
from shared.domain.decider import Decider
from shared.domain.errors import AlreadyExists, Invalid, NotFound, Refused
from shared.domain.ids import PersonId, ProgrammeId

YEAR = re.compile(r"(\d{4})/(\d{2})")
MAX_WEIGHT = 1000.0
DECISION_DAYS = 14
DECISION_DAYS_MAX = 90


@dataclass(frozen=True, slots=True)
class Programme:
    id: ProgrammeId | None = None
    year: str = ""
    starts: date = date.min
    ends: date = date.min
    coordinator: PersonId | None = None
    head: PersonId | None = None
    forms: tuple[str, ...] = ()
    weights: Mapping[str, float] = field(default_factory=lambda: DEFAULT_WEIGHTS)
    variants: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    threshold: int = 0
    launched: bool = False
    decision_days: int = DECISION_DAYS

    def require_forms(self, wanted: tuple[str, ...]) -> None:
        """Raises ``Refused`` for a form that this programme did not choose."""
        if not self.forms:
            raise Refused("the programme has not chosen its forms", code="forms-not-chosen")
        foreign = [form for form in wanted if form not in self.forms]
        if foreign:
            raise Refused(
                f"the programme does not run the form {', '.join(foreign)}", code="form-not-chosen"
            )


def decide(command: ProgrammeCommand, programme: Programme) -> list[ProgrammeEvent]:
    if isinstance(command, commands.Open):
        return _open(command, programme)
    if programme.id is None:
        raise NotFound("no such programme")
    match command:
        case commands.Appoint(coordinator, head):
            if (coordinator, head) == (programme.coordinator, programme.head):
                return []
            return [events.PeopleAppointed(coordinator, head)]
        case commands.ChooseForms():
            return _choose_forms(command, programme, programme.id)
        case commands.SetCriteria() | commands.SetDecisionTime():
            return _set(command, programme)
        case commands.AnalyseSupply(requests, covered, gaps):
            return [events.SupplyAnalysed(programme.id, programme.year, requests, covered, gaps)]
        case commands.ApproveLaunch(number, approved_on):
            return _approve(number, approved_on, programme)
        case _:
            assert_never(command)


def _open(command: commands.Open, programme: Programme) -> list[ProgrammeEvent]:
    if programme.id is not None:
        raise AlreadyExists("the programme of this year is open already")
    found = YEAR.fullmatch(command.year)
    if not found or (int(found[1]) + 1) % 100 != int(found[2]):
        raise Invalid("the year is written like 2026/27", {"year": ["like 2026/27"]})
    if command.ends <= command.starts:
        raise Invalid("a programme ends after it starts", {"ends": ["after the start"]})
    opened: list[ProgrammeEvent] = [
        events.ProgrammeOpened(command.programme, command.year, command.starts, command.ends)
    ]
    if command.coordinator or command.head:
        opened.append(events.PeopleAppointed(command.coordinator, command.head))
    return opened


def _choose_forms(
    command: commands.ChooseForms, programme: Programme, id: ProgrammeId
) -> list[ProgrammeEvent]:
    if programme.launched:
        raise Refused("forms are fixed once the launch is approved", code="launched")
    if not command.forms or len(set(command.forms)) != len(command.forms):
        raise Invalid("choose one form or more, each once", {"forms": ["one or more, each once"]})
    reasons = json.loads(command.reasons.plain)
    for form in command.forms:
        if form not in FORMS:
            raise Invalid("unknown form", {"forms": [f"unknown: {form}"]})
        if not str(reasons.get(form, "")).strip():
            raise Invalid("each form needs a reason", {"forms": [f"a reason for {form}"]})
        unknown = set(command.variants.get(form, ())) - set(VARIANTS[form])
        if unknown:
            raise Invalid("unknown role variant", {"variants": sorted(unknown)})
    variants = {form: tuple(command.variants.get(form, ())) for form in command.forms}
    return [events.FormsChosen(id, programme.year, command.forms, variants, command.reasons)]


def _set(command: commands.Setting, programme: Programme) -> list[ProgrammeEvent]:
    match command:
        case commands.SetCriteria(weights, threshold):
            _check_weights(weights)
            if not 0 <= threshold <= FULL:
                raise Invalid("a threshold is from 0 to 1000", {"threshold": ["from 0 to 1000"]})
            known = (dict(programme.weights), programme.threshold)
            same = (dict(weights), threshold) == known
            return [] if same else [events.CriteriaSet(weights, threshold)]
        case commands.SetDecisionTime(days):
            if not 1 <= days <= DECISION_DAYS_MAX:
                raise Invalid("a decision has 1 to 90 days", {"days": ["1 to 90"]})
            return [] if days == programme.decision_days else [events.DecisionTimeSet(days)]
        case _:
            assert_never(command)


def _check_weights(weights: Mapping[str, float]) -> None:
    for name, weight in weights.items():
        if name not in DEFAULT_WEIGHTS:
            raise Invalid("unknown criterion", {f"weights.{name}": ["unknown"]})
        if not math.isfinite(weight) or not 0 <= weight <= MAX_WEIGHT:
            raise Invalid(
                "a weight is a number from 0 to 1000", {f"weights.{name}": ["from 0 to 1000"]}
            )
    if sum(weights.values()) <= 0:
        raise Invalid("at least one weight is above 0", {"weights": ["one above 0"]})


def _approve(number: str, approved_on: date, programme: Programme) -> list[ProgrammeEvent]:
    if not programme.forms:
        raise Refused("choose the forms before the launch", code="forms-not-chosen")
    if programme.launched:
        raise AlreadyExists("the launch is approved already")
    return [events.LaunchApproved(number, approved_on)]


def evolve(programme: Programme, event: ProgrammeEvent) -> Programme:
    match event:
        case events.ProgrammeOpened(id, year, starts, ends):
            return replace(programme, id=id, year=year, starts=starts, ends=ends)
        case events.PeopleAppointed(coordinator, head):
            return replace(programme, coordinator=coordinator, head=head)
        case events.FormsChosen():
            return replace(programme, forms=event.forms, variants=event.variants)
        case events.CriteriaSet(weights, threshold):
            return replace(programme, weights=weights, threshold=threshold)
        case events.SupplyAnalysed():
            return programme
        case events.DecisionTimeSet(days):
            return replace(programme, decision_days=days)
        case events.LaunchApproved():
            return replace(programme, launched=True)
        case _:
            assert_never(event)


PROGRAMME: Decider[ProgrammeCommand, ProgrammeEvent, Programme] = Decider(
    "programme", events.EVENTS, Programme(), decide, evolve
)
