"""One round of a year at a time: open, computing (and open again when stopped), delivered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal, assert_never

from services.matching.domain.programme.decider import YEAR
from services.matching.domain.round import commands, events
from services.matching.domain.round.commands import RoundCommand
from services.matching.domain.round.events import RoundEvent
from shared.contracts.features import FORMS
from shared.domain.decider import Decider
from shared.domain.errors import AlreadyExists, Invalid, NotFound, Refused
from shared.domain.ids import ProgrammeId, TenantId

FEWEST_SCHOOLS: Final = 2


@dataclass(frozen=True, slots=True)
class Entry:
    programme: ProgrammeId
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Round:
    id: str = ""
    year: str = ""
    number: int = 0
    attempt: int = 0
    status: Literal["none", "open", "computing", "delivered", "called_off"] = "none"
    closes: str = ""
    entries: Mapping[TenantId, Entry] = field(default_factory=dict)


def decide(command: RoundCommand, round: Round) -> list[RoundEvent]:
    if isinstance(command, commands.Open):
        return _open(command, round)
    if round.status == "none":
        raise NotFound("no such round")
    match command:
        case commands.Join():
            return _join(command, round)
        case commands.Leave(school):
            return _leave(school, round)
        case commands.Start():
            return _start(round)
        case commands.Stop(reason, attempt):
            current = round.status == "computing" and attempt in (None, round.attempt)
            return [events.RoundStopped(round.id, round.attempt, reason)] if current else []
        case commands.Deliver():
            return _deliver(command, round)
        case commands.CallOff():
            return _call_off(round)
        case _:
            assert_never(command)


def _open(command: commands.Open, round: Round) -> list[RoundEvent]:
    if round.status in ("open", "computing"):
        raise AlreadyExists("a round of this year is open already", code="round-open")
    found = YEAR.fullmatch(command.year)
    if not found or (int(found[1]) + 1) % 100 != int(found[2]):
        raise Invalid("the year is written like 2026/27", {"year": ["like 2026/27"]})
    if command.closes < command.today:
        raise Invalid("schools need a day to join", {"closes": ["today or later"]})
    return [events.RoundOpened(command.round, command.year, round.number + 1, command.closes)]


def _require_open(round: Round) -> None:
    if round.status != "open":
        raise Refused(f"the round is {round.status}", code="round-not-open")


def _join(command: commands.Join, round: Round) -> list[RoundEvent]:
    """Joining again changes the forms."""
    if not command.forms or len(set(command.forms)) != len(command.forms):
        raise Invalid("choose one form or more, each once", {"forms": ["one or more, each once"]})
    if unknown := set(command.forms) - set(FORMS):
        raise Invalid("unknown form", {"forms": sorted(unknown)})
    _require_open(round)
    if command.today.isoformat() > round.closes:
        raise Refused("the day for joining has passed", code="round-joining-over")
    if round.entries.get(command.school) == Entry(command.programme, command.forms):
        return []
    return [events.SchoolJoined(command.school, command.programme, command.forms)]


def _leave(school: TenantId, round: Round) -> list[RoundEvent]:
    if school not in round.entries:
        return []
    _require_open(round)
    return [events.SchoolLeft(school)]


def _start(round: Round) -> list[RoundEvent]:
    if round.status == "computing":
        return []
    _require_open(round)
    if len(round.entries) < FEWEST_SCHOOLS:
        raise Refused("a round is for two schools or more", code="too-few-schools")
    return [events.RoundStarted(round.id, round.year, round.attempt + 1)]


def _deliver(command: commands.Deliver, round: Round) -> list[RoundEvent]:
    """Of what was stopped nothing is delivered, however late a worker comes with it."""
    if round.status != "computing" or round.attempt != command.attempt:
        raise Refused("this computation was stopped", code="round-stopped")
    if {one.school for one in command.numbers} != set(round.entries):
        raise Invalid("every school that joined gets its result, and nobody else")
    numbers = tuple(hidden(one) for one in sorted(command.numbers, key=lambda one: one.school))
    return [events.RoundDelivered(round.id, round.year, command.attempt, numbers)]


def _call_off(round: Round) -> list[RoundEvent]:
    if round.status == "called_off":
        return []
    if round.status == "delivered":
        raise Refused("the proposals are delivered", code="round-delivered")
    return [events.RoundCalledOff(round.id, round.year)]


def hidden(numbers: events.SchoolNumbers) -> events.SchoolNumbers:
    """Without what counts one to four people, also by subtraction: who was served and who was not
    add up to the requests, so that either tells the other."""
    requests, served = numbers.requests, numbers.served
    if few(requests) or few(served) or few((requests or 0) - (served or 0)):
        requests, served = None if few(requests) else requests, None
    guaranteed = None if served is None or few(numbers.guaranteed) else numbers.guaranteed
    places = None if few(numbers.places) else numbers.places
    return replace(numbers, requests=requests, served=served, guaranteed=guaranteed, places=places)


def few(number: int | None) -> bool:
    return number is not None and 1 <= number <= 4


def evolve(round: Round, event: RoundEvent) -> Round:
    match event:
        case events.RoundOpened(id, year, number, closes):
            return Round(id, year, number, round.attempt, "open", closes.isoformat())
        case events.SchoolJoined(school, programme, forms):
            return replace(round, entries={**round.entries, school: Entry(programme, forms)})
        case events.SchoolLeft(school):
            left = {known: entry for known, entry in round.entries.items() if known != school}
            return replace(round, entries=left)
        case events.RoundStarted(attempt=attempt):
            return replace(round, status="computing", attempt=attempt)
        case events.RoundStopped():
            return replace(round, status="open")
        case events.RoundDelivered():
            return replace(round, status="delivered")
        case events.RoundCalledOff():
            return replace(round, status="called_off")
        case _:
            assert_never(event)


ROUND: Decider[RoundCommand, RoundEvent, Round] = Decider(
    "round", events.EVENTS, Round(), decide, evolve
)
