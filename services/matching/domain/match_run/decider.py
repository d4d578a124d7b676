"""A proposal stays a draft that the coordinator may change until it is adopted or discarded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, assert_never

from services.matching.domain.match_run import commands, events
from services.matching.domain.match_run.commands import RunCommand
from services.matching.domain.match_run.events import RunEvent
from shared.domain.decider import Decider
from shared.domain.errors import AlreadyExists, Invalid, NotFound, Refused
from shared.domain.ids import PersonId, ProgrammeId


@dataclass(frozen=True, slots=True)
class MatchRun:
    """``pairs`` by mentee; ``left`` the mentees without one."""

    programme: ProgrammeId | None = None
    year: str = ""
    forms: tuple[str, ...] = ()
    groups: bool = False
    weights: Mapping[str, float] = field(default_factory=dict)
    status: Literal["none", "draft", "discarded", "adopted"] = "none"
    places: Mapping[str, int] = field(default_factory=dict)
    pairs: Mapping[PersonId, events.PairProposed] = field(default_factory=dict)
    left: frozenset[PersonId] = frozenset()
    locks: Mapping[PersonId, PersonId] = field(default_factory=dict)
    bans: frozenset[tuple[PersonId, PersonId]] = frozenset()
    pairings: tuple[str, ...] = ()


def decide(command: RunCommand, run: MatchRun) -> list[RunEvent]:
    if isinstance(command, commands.Propose):
        return _propose(command, run)
    if run.programme is None:
        raise NotFound("no such proposal")
    if run.status != "draft":
        return _too_late(command, run)
    return _change(command, run, run.programme)


def _too_late(command: commands.Change, run: MatchRun) -> list[RunEvent]:
    """Nothing to do for who asks again, or stops after the draft is done; refused for the rest."""
    again = isinstance(command, commands.Discard) and run.status == "discarded"
    if again or isinstance(command, commands.DropPerson):
        return []
    raise Refused(f"the proposal is {run.status}", code="not-a-draft")


def _change(command: commands.Change, run: MatchRun, programme: ProgrammeId) -> list[RunEvent]:
    match command:
        case commands.Lock(mentee, locked):
            return _lock(mentee, locked, run)
        case commands.Ban(mentor, mentee):
            return _ban(mentor, mentee, run)
        case commands.Move():
            return _move(command, run)
        case commands.DropPerson(person):
            gone = [m for m, p in run.pairs.items() if person in p.people]
            return [events.PairTakenApart(mentee) for mentee in gone]
        case commands.Discard():
            return [events.RunDiscarded(programme, run.year)]
        case commands.Adopt(pairings):
            if not pairings:
                raise Refused("no pair of the proposal could be adopted", code="nothing-adopted")
            return [events.RunAdopted(programme, run.year, pairings)]
        case _:
            assert_never(command)


def _propose(command: commands.Propose, run: MatchRun) -> list[RunEvent]:
    if run.programme is not None:
        raise AlreadyExists("this proposal exists already")
    mentees = Counter(pair.mentee for pair in command.pairs)
    mentors = Counter(pair.mentor for pair in command.pairs)
    if any(count > 1 for count in mentees.values()):
        raise Invalid("a mentee stands in one pair only")
    if any(count > command.places.get(mentor, 0) for mentor, count in mentors.items()):
        raise Invalid("a mentor has more mentees than places")
    return [
        events.RunProposed(
            command.programme, command.year, command.forms, command.groups, command.weights,
            command.seed, command.engine, command.input_hash, command.places, len(command.pairs),
            len(command.left), command.based_on,
        ),
        *command.pairs,
        *command.left,
        *(events.PairLocked(mentee, mentor) for mentee, mentor in sorted(command.locks.items())),
        *(events.PairBanned(mentor, mentee) for mentor, mentee in sorted(command.bans)),
    ]  # fmt: skip


def _lock(mentee: PersonId, locked: bool, run: MatchRun) -> list[RunEvent]:
    if not locked:
        return [events.PairUnlocked(mentee)] if mentee in run.locks else []
    if mentee not in run.pairs:
        raise Refused("only a pair can be fixed", code="no-pair")
    return [] if mentee in run.locks else [events.PairLocked(mentee, run.pairs[mentee].mentor)]


def _ban(mentor: PersonId, mentee: PersonId, run: MatchRun) -> list[RunEvent]:
    if (mentor, mentee) in run.bans:
        return []
    if run.locks.get(mentee) == mentor:
        raise Refused("the pair is fixed; free it first", code="locked")
    banned: list[RunEvent] = [events.PairBanned(mentor, mentee)]
    pair = run.pairs.get(mentee)
    if pair is not None and pair.mentor == mentor:
        banned.append(events.PairTakenApart(mentee))
    return banned


def _move(command: commands.Move, run: MatchRun) -> list[RunEvent]:
    if command.mentee in run.locks:
        raise Refused("the pair is fixed; free it first", code="locked")
    if command.mentee not in run.pairs and command.mentee not in run.left:
        raise NotFound("the mentee is not in this proposal")
    if command.pair is None:
        return [events.PairTakenApart(command.mentee)] if command.mentee in run.pairs else []
    mentor = command.pair.mentor
    standing = run.pairs.get(command.mentee)
    if standing is not None and standing.mentor == mentor:
        return []
    if (mentor, command.mentee) in run.bans:
        raise Refused("this pair is ruled out", code="banned")
    taken = sum(pair.mentor == mentor for pair in run.pairs.values())
    if taken >= run.places.get(mentor, 0):
        raise Refused("the mentor has no free place", code="no_place")
    return [command.pair]


def evolve(run: MatchRun, event: RunEvent) -> MatchRun:
    match event:
        case events.RunProposed():
            return replace(
                run, programme=event.programme, year=event.year, forms=event.forms, status="draft",
                groups=event.groups, weights=event.weights, places=event.places,
            )  # fmt: skip
        case events.PairProposed():
            pairs = {**run.pairs, event.mentee: event}
            return replace(run, pairs=pairs, left=run.left - {event.mentee})
        case events.MenteeLeft(mentee):
            return replace(run, left=run.left | {mentee})
        case events.PairLocked(mentee, mentor):
            return replace(run, locks={**run.locks, mentee: mentor})
        case events.PairUnlocked(mentee):
            return replace(run, locks={k: v for k, v in run.locks.items() if k != mentee})
        case events.PairBanned(mentor, mentee):
            return replace(run, bans=run.bans | {(mentor, mentee)})
        case events.PairTakenApart(mentee):
            return _taken_apart(run, mentee)
        case events.RunDiscarded():
            return replace(run, status="discarded")
        case events.RunAdopted(pairings=pairings):
            return replace(run, status="adopted", pairings=pairings)
        case _:
            assert_never(event)


def _taken_apart(run: MatchRun, mentee: PersonId) -> MatchRun:
    return replace(
        run,
        pairs={k: v for k, v in run.pairs.items() if k != mentee},
        locks={k: v for k, v in run.locks.items() if k != mentee},
        left=run.left | {mentee},
    )


MATCH_RUN: Decider[RunCommand, RunEvent, MatchRun] = Decider(
    "match_run", events.EVENTS, MatchRun(), decide, evolve
)
