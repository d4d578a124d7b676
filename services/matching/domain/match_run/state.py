"""What became of a proposal so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeVar, assert_never

from services.matching.domain.match_run import events
from services.matching.domain.match_run.events import RunEvent
from shared.domain.ids import PersonId, ProgrammeId

Status = Literal["none", "queued", "cancelled", "failed", "draft", "discarded", "adopted"]
Pairs = Mapping[PersonId, events.PairProposed]
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Variant:
    """What one way of computing gave: pairs by mentee, and the mentees without one."""

    pairs: Pairs = field(default_factory=dict)
    left: frozenset[PersonId] = frozenset()


@dataclass(frozen=True, slots=True)
class MatchRun:
    """``pairs`` by mentee; ``left`` the mentees without one; ``variants`` as they were computed, by
    mode. ``moved`` says that somebody changed pairs by hand."""

    programme: ProgrammeId | None = None
    year: str = ""
    forms: tuple[str, ...] = ()
    groups: bool = False
    composition: str = "any"
    based_on: str | None = None
    keep: bool = False
    changes: int | None = None
    threshold: int = 0
    weights: Mapping[str, float] = field(default_factory=dict)
    status: Status = "none"
    mode: str = "optimal"
    places: Mapping[str, int] = field(default_factory=dict)
    standing: Mapping[PersonId, PersonId] = field(default_factory=dict)
    pairs: Pairs = field(default_factory=dict)
    left: frozenset[PersonId] = frozenset()
    variants: Mapping[str, Variant] = field(default_factory=dict)
    moved: bool = False
    locks: Mapping[PersonId, PersonId] = field(default_factory=dict)
    bans: frozenset[tuple[PersonId, PersonId]] = frozenset()
    pairings: tuple[str, ...] = ()

    def taken(self, mentor: PersonId) -> int:
        return sum(pair.mentor == mentor for pair in self.pairs.values())


def evolve(run: MatchRun, event: RunEvent) -> MatchRun:
    match event:
        case events.RunRequested():
            return replace(
                run, programme=event.programme, year=event.year, forms=event.forms,
                groups=event.groups, based_on=event.based_on, keep=event.keep,
                changes=event.changes, threshold=event.threshold, status="queued",
                composition=event.composition,
            )  # fmt: skip
        case events.RunProposed():
            return replace(
                run, programme=event.programme, year=event.year, forms=event.forms, status="draft",
                groups=event.groups, weights=event.weights, places=event.places, mode=event.mode,
                based_on=event.based_on, standing=event.standing,
            )  # fmt: skip
        case events.RunCancelled():
            return replace(run, status="cancelled")
        case events.RunFailed():
            return replace(run, status="failed")
        case events.RunDiscarded():
            return replace(run, status="discarded")
        case events.RunAdopted(pairings=pairings):
            return replace(run, status="adopted", pairings=pairings)
        case _:
            return _changed(run, event)


_Line = (
    events.PairProposed | events.MenteeLeft | events.PairTakenApart | events.PairLocked
    | events.PairUnlocked | events.PairBanned | events.ModeChosen | events.PersonDropped
)  # fmt: skip


def _changed(run: MatchRun, event: _Line) -> MatchRun:
    match event:
        case events.PairProposed():
            return _paired(run, event)
        case events.MenteeLeft(mentee, mode=mode):
            run = _kept(run, mode, lambda found: replace(found, left=found.left | {mentee}))
            return run if _aside(run, mode) else replace(run, left=run.left | {mentee})
        case events.PairTakenApart(mentee):
            return _taken_apart(run, mentee)
        case events.PairLocked(mentee, mentor):
            return replace(run, locks={**run.locks, mentee: mentor})
        case events.PairUnlocked(mentee):
            return replace(run, locks=_without(run.locks, mentee))
        case events.PairBanned(mentor, mentee):
            return replace(run, bans=run.bans | {(mentor, mentee)})
        case events.ModeChosen(mode):
            chosen = run.variants[mode]
            return replace(run, mode=mode, pairs=chosen.pairs, left=chosen.left)
        case events.PersonDropped(person):
            variants = {mode: _dropped(found, person) for mode, found in run.variants.items()}
            return replace(run, variants=variants)
        case _:
            assert_never(event)


def _aside(run: MatchRun, mode: str) -> bool:
    """Computed beside the draft, not part of it."""
    return mode not in ("", run.mode)


def _paired(run: MatchRun, pair: events.PairProposed) -> MatchRun:
    run = _kept(
        run, pair.mode, lambda found: replace(found, pairs={**found.pairs, pair.mentee: pair})
    )
    if _aside(run, pair.mode):
        return run
    return replace(
        run,
        pairs={**run.pairs, pair.mentee: pair},
        left=run.left - {pair.mentee},
        moved=run.moved or not pair.mode,
    )


def _kept(run: MatchRun, mode: str, add: Callable[[Variant], Variant]) -> MatchRun:
    """The variant of this mode with what was computed; made by hand, it belongs to none."""
    if not mode:
        return run
    return replace(run, variants={**run.variants, mode: add(run.variants.get(mode, Variant()))})


def _dropped(found: Variant, person: PersonId) -> Variant:
    gone = {mentee for mentee, pair in found.pairs.items() if person in pair.people}
    pairs = {mentee: pair for mentee, pair in found.pairs.items() if mentee not in gone}
    return Variant(pairs, found.left | gone)


def _taken_apart(run: MatchRun, mentee: PersonId) -> MatchRun:
    return replace(
        run,
        pairs=_without(run.pairs, mentee),
        locks=_without(run.locks, mentee),
        left=run.left | {mentee},
        moved=True,
    )


def _without(known: Mapping[PersonId, V], mentee: PersonId) -> Mapping[PersonId, V]:
    return {key: value for key, value in known.items() if key != mentee}
