"""A proposal waits for its computation, begins with one of two ways, and is swapped by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.matching.domain.match_run import commands, events
from services.matching.domain.match_run.decider import MATCH_RUN
from shared.domain.errors import AlreadyExists, Invalid, Refused
from shared.testing.spec import Spec
from tests.unit.matching.test_match_run_changes import (
    ANNA,
    BORIS,
    M1,
    M2,
    PROGRAMME,
    YEAR,
    pair,
    propose,
)

REQUEST = commands.Request(PROGRAMME, YEAR, ("student_pupil",), False, None)
run = Spec(MATCH_RUN)
queued = Spec(MATCH_RUN, run.when(REQUEST).events)
BEST = (replace(pair(M1, ANNA), mode="optimal"), replace(pair(M2, BORIS), mode="optimal"))
STABLE = (replace(pair(M2, ANNA), mode="stable"),)
ALONE = replace(propose.left[0], mode="stable")
both = replace(
    propose, pairs=(*BEST, *STABLE), left=(ALONE,), summaries={"optimal": {}, "stable": {}}
)
drafted = Spec(MATCH_RUN, (*run.when(REQUEST).events, *queued.when(both).events))


def test_what_is_asked_for_waits_and_is_proposed_once() -> None:
    assert queued.state.status == "queued"
    assert drafted.state.status == "draft"
    assert isinstance(drafted.when(both).error, AlreadyExists)
    assert isinstance(queued.when(REQUEST).error, AlreadyExists)


@pytest.mark.parametrize(
    "wrong",
    [
        replace(REQUEST, changes=-1),
        replace(REQUEST, threshold=1001),
        replace(REQUEST, threshold=-1),
    ],
)
def test_limits_that_make_no_sense_are_refused(wrong: commands.Request) -> None:
    assert isinstance(run.when(wrong).error, Invalid)


def test_only_what_waits_is_cancelled_and_nothing_is_proposed_afterwards() -> None:
    state = queued.when(commands.Cancel()).then(events.RunCancelled(PROGRAMME, YEAR))
    assert state.status == "cancelled"
    cancelled = queued.given(events.RunCancelled(PROGRAMME, YEAR))
    cancelled.when(commands.Cancel()).then_nothing()
    cancelled.when(commands.Fail("crashed")).then_nothing()
    cancelled.when(both).then_refused("is cancelled already")
    drafted.when(commands.Cancel()).then_refused("is draft")


def test_a_failed_computation_says_whom_and_which_rule_it_was_about() -> None:
    failed = events.RunFailed(PROGRAMME, YEAR, "lock-broken", (M1, ANNA), ("time",))
    command = commands.Fail("lock-broken", (M1, ANNA), ("time",))
    assert queued.when(command).then(failed).status == "failed"
    queued.given(failed).when(commands.Lock(ANNA, True)).then_refused("is failed")


def test_the_draft_begins_with_one_way_and_keeps_the_other() -> None:
    assert {m: p.mentor for m, p in drafted.state.pairs.items()} == {ANNA: M1, BORIS: M2}
    assert drafted.state.left == frozenset()
    (proposed,) = (e for e in queued.when(both).events if isinstance(e, events.RunProposed))
    assert (proposed.pairs, proposed.unmatched) == (2, 0)


def test_choosing_the_other_way_changes_pairs_and_those_left() -> None:
    state = drafted.when(commands.ChooseMode("stable")).then(events.ModeChosen("stable"))
    assert {m: p.mentor for m, p in state.pairs.items()} == {ANNA: M2}
    assert state.left == {BORIS}
    again = drafted.given(events.ModeChosen("stable"))
    again.when(commands.ChooseMode("stable")).then_nothing()
    again.when(commands.ChooseMode("optimal")).then(events.ModeChosen("optimal"))


def test_the_way_is_not_changed_over_what_the_hand_did() -> None:
    choose = commands.ChooseMode("stable")
    moved = drafted.given(events.PairTakenApart(BORIS))
    moved.when(choose).then_refused("changed by hand")
    drafted.given(events.PairLocked(ANNA, M1)).when(choose).then_refused("fixed pair")
    drafted.given(events.PairBanned(M2, ANNA)).when(choose).then_refused("ruled out")
    Spec(MATCH_RUN, run.when(propose).events).when(choose).then_refused("not computed")


def test_each_way_keeps_to_the_places() -> None:
    full = replace(both, pairs=(*BEST, *STABLE, replace(pair(M2, BORIS), mode="stable")))
    assert isinstance(queued.when(full).error, Invalid)


def test_who_stops_leaves_both_ways() -> None:
    gone = drafted.when(commands.DropPerson(M2)).then(
        events.PairTakenApart(BORIS), events.PersonDropped(M2)
    )
    assert gone.variants["stable"].pairs == {}
    assert gone.variants["stable"].left == {ANNA, BORIS}
    assert set(gone.pairs) == {ANNA}


def test_two_mentees_are_swapped_though_nobody_has_a_free_place() -> None:
    new = (pair(M2, ANNA), pair(M1, BORIS))
    state = drafted.when(commands.Swap(ANNA, BORIS, new)).then(*new)
    assert {m: p.mentor for m, p in state.pairs.items()} == {ANNA: M2, BORIS: M1}


def test_a_swap_judged_on_other_pairs_is_refused() -> None:
    new = (pair(M2, ANNA), pair(M1, BORIS))
    fixed = drafted.given(events.PairLocked(BORIS, M2))
    fixed.when(commands.Swap(ANNA, BORIS, new)).then_refused("free it first")
    banned = drafted.given(events.PairBanned(M1, BORIS))
    banned.when(commands.Swap(ANNA, BORIS, new)).then_refused("ruled out")
    swapped = drafted.given(*new)
    swapped.when(commands.Swap(ANNA, BORIS, new)).then_refused("changed in the meantime")
    alone = drafted.given(events.PairTakenApart(BORIS))
    alone.when(commands.Swap(ANNA, BORIS, new)).then_refused("have a pair")


def test_a_mentee_takes_the_place_of_another() -> None:
    new = pair(M2, ANNA)
    drafted.when(commands.Move(ANNA, M2, new)).then_refused("no free place")
    state = drafted.when(commands.Move(ANNA, M2, new, BORIS)).then(
        events.PairTakenApart(BORIS), new
    )
    assert state.left == {BORIS}
    held = drafted.given(events.PairLocked(BORIS, M2))
    held.when(commands.Move(ANNA, M2, new, BORIS)).then_refused("free it first")
    stale = drafted.given(events.PairTakenApart(BORIS))
    stale.when(commands.Move(ANNA, M2, new, BORIS)).then_refused("changed in the meantime", Refused)
