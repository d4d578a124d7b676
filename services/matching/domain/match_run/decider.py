"""A proposal is asked for, computed, and stays a draft that the coordinator may change until it is
adopted or discarded."""

from __future__ import annotations

from collections import Counter
from typing import assert_never

from services.matching.domain.match_run import commands, events
from services.matching.domain.match_run.commands import RunCommand
from services.matching.domain.match_run.events import PairProposed, RunEvent
from services.matching.domain.match_run.state import MatchRun, evolve
from shared.domain.decider import Decider
from shared.domain.errors import AlreadyExists, Invalid, NotFound, Refused
from shared.domain.ids import PersonId, ProgrammeId


def decide(command: RunCommand, run: MatchRun) -> list[RunEvent]:
    if isinstance(command, commands.Request):
        return _request(command, run)
    if isinstance(command, commands.Propose):
        return _propose(command, run)
    if run.programme is None:
        raise NotFound("no such proposal")
    if isinstance(command, commands.Cancel | commands.Fail):
        return _end_waiting(command, run, run.programme)
    if run.status != "draft":
        return _too_late(command, run)
    return _change(command, run, run.programme)


def _request(command: commands.Request, run: MatchRun) -> list[RunEvent]:
    if run.programme is not None:
        raise AlreadyExists("this proposal was asked for already")
    if command.changes is not None and command.changes < 0:
        raise Invalid("the number of changes is 0 or more", {"changes": ["0 or more"]})
    if not 0 <= command.threshold <= 1000:
        raise Invalid("the threshold is from 0 to 1000", {"threshold": ["from 0 to 1000"]})
    if command.groups and command.changes is not None:
        raise Invalid("with groups the number of changed pairs cannot be limited",
                      {"changes": ["leave it out with groups"]})  # fmt: skip
    return [
        events.RunRequested(
            command.programme, command.year, command.forms, command.groups, command.based_on,
            command.keep, command.changes, command.threshold, command.composition,
        )
    ]  # fmt: skip


def _end_waiting(
    command: commands.Awaiting, run: MatchRun, programme: ProgrammeId
) -> list[RunEvent]:
    match command:
        case commands.Cancel():
            if run.status == "cancelled":
                return []
            if run.status != "queued":
                raise Refused(f"the proposal is {run.status}", code="not-queued")
            return [events.RunCancelled(programme, run.year)]
        case commands.Fail(code, people, rules):
            if run.status != "queued":
                return []
            return [events.RunFailed(programme, run.year, code, people, rules)]
        case _:
            assert_never(command)


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
        case commands.Swap():
            return _swap(command, run)
        case commands.ChooseMode(mode):
            return _choose(mode, run)
        case commands.DropPerson(person):
            return _drop(person, run)
        case commands.Discard():
            return [events.RunDiscarded(programme, run.year)]
        case commands.Adopt(pairings):
            if not pairings:
                raise Refused("no pair of the proposal could be adopted", code="nothing-adopted")
            return [events.RunAdopted(programme, run.year, pairings)]
        case _:
            assert_never(command)


def _propose(command: commands.Propose, run: MatchRun) -> list[RunEvent]:
    if run.status not in ("none", "queued"):
        raise AlreadyExists(f"this proposal is {run.status} already")
    for mode in {pair.mode for pair in command.pairs}:
        _check_places(command, [pair for pair in command.pairs if pair.mode == mode])
    chosen = ("", command.mode)
    return [
        events.RunProposed(
            command.programme, command.year, command.forms, command.groups, command.weights,
            command.seed, command.engine, command.input_hash, command.places,
            sum(pair.mode in chosen for pair in command.pairs),
            sum(left.mode in chosen for left in command.left), command.based_on, command.mode,
            command.summaries, command.packages, command.standing, command.changes,
        ),
        *command.pairs,
        *command.left,
        *(events.PairLocked(mentee, mentor) for mentee, mentor in sorted(command.locks.items())),
        *(events.PairBanned(mentor, mentee) for mentor, mentee in sorted(command.bans)),
    ]  # fmt: skip


def _check_places(command: commands.Propose, pairs: list[PairProposed]) -> None:
    mentees = Counter(pair.mentee for pair in pairs)
    mentors = Counter(pair.mentor for pair in pairs)
    if any(count > 1 for count in mentees.values()):
        raise Invalid("a mentee stands in one pair only")
    if any(count > command.places.get(mentor, 0) for mentor, count in mentors.items()):
        raise Invalid("a mentor has more mentees than places")


def _choose(mode: str, run: MatchRun) -> list[RunEvent]:
    """Only while nothing was changed by hand: what the hand did would be lost in silence."""
    if mode == run.mode:
        return []
    variant = run.variants.get(mode)
    if variant is None:
        raise Refused("the proposal was not computed in this way", code="no-variant")
    if run.moved:
        raise Refused("pairs were changed by hand; compute anew", code="changed-by-hand")
    for mentee, mentor in run.locks.items():
        if mentee not in variant.pairs or variant.pairs[mentee].mentor != mentor:
            raise Refused("a fixed pair is not in it; free it first", code="locked")
    for pair in variant.pairs.values():
        _require_allowed(pair.mentor, pair.mentee, run)
    return [events.ModeChosen(mode)]


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
    _require_free(command.mentee, run)
    if command.mentee not in run.pairs and command.mentee not in run.left:
        raise NotFound("the mentee is not in this proposal")
    if command.pair is None:
        return [events.PairTakenApart(command.mentee)] if command.mentee in run.pairs else []
    mentor = command.pair.mentor
    standing = run.pairs.get(command.mentee)
    if standing is not None and standing.mentor == mentor:
        return []
    _require_allowed(mentor, command.mentee, run)
    room = _room_by(command.instead_of, mentor, run)
    if run.taken(mentor) - len(room) >= run.places.get(mentor, 0):
        raise Refused("the mentor has no free place", code="no_place")
    return [*room, command.pair]


def _room_by(mentee: PersonId | None, mentor: PersonId, run: MatchRun) -> list[RunEvent]:
    """Takes the pair apart that holds the wanted place."""
    if mentee is None:
        return []
    _require_free(mentee, run)
    if mentee not in run.pairs or run.pairs[mentee].mentor != mentor:
        raise Refused("the pairs have changed in the meantime", code="pairs-changed")
    return [events.PairTakenApart(mentee)]


def _swap(command: commands.Swap, run: MatchRun) -> list[RunEvent]:
    """Nobody's places change, so that full mentors can be swapped as well."""
    for mentee in (command.first, command.second):
        _require_free(mentee, run)
        if mentee not in run.pairs:
            raise Refused("only mentees who have a pair can be swapped", code="no-pair")
    mine, theirs = run.pairs[command.first], run.pairs[command.second]
    if mine.mentor == theirs.mentor:
        return []
    wanted = ((command.first, theirs.mentor), (command.second, mine.mentor))
    if tuple((pair.mentee, pair.mentor) for pair in command.pairs) != wanted:
        raise Refused("the pairs have changed in the meantime", code="pairs-changed")
    for mentee, mentor in wanted:
        _require_allowed(mentor, mentee, run)
    return list(command.pairs)


def _require_free(mentee: PersonId, run: MatchRun) -> None:
    if mentee in run.locks:
        raise Refused("the pair is fixed; free it first", code="locked")


def _require_allowed(mentor: PersonId, mentee: PersonId, run: MatchRun) -> None:
    if (mentor, mentee) in run.bans:
        raise Refused("this pair is ruled out", code="banned")


def _drop(person: PersonId, run: MatchRun) -> list[RunEvent]:
    gone = [mentee for mentee, pair in run.pairs.items() if person in pair.people]
    dropped: list[RunEvent] = [events.PairTakenApart(mentee) for mentee in gone]
    computed = (pair for found in run.variants.values() for pair in found.pairs.values())
    if any(person in pair.people for pair in computed):
        dropped.append(events.PersonDropped(person))
    return dropped


MATCH_RUN: Decider[RunCommand, RunEvent, MatchRun] = Decider(
    "match_run", events.EVENTS, MatchRun(), decide, evolve
)
