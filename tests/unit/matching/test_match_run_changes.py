"""A proposal changed by hand."""

from __future__ import annotations

from dataclasses import replace

from services.matching.domain.match_run import commands, events
from services.matching.domain.match_run.decider import MATCH_RUN
from shared.domain.errors import Invalid
from shared.domain.ids import PairingId, PersonId, ProgrammeId, TenantId
from shared.domain.personal import Personal
from shared.testing.spec import Spec

PROGRAMME, YEAR = ProgrammeId("programme"), "2026/27"
M1, M2, ANNA, BORIS = PersonId("m1"), PersonId("m2"), PersonId("anna"), PersonId("boris")


def pair(mentor: PersonId, mentee: PersonId) -> events.PairProposed:
    return events.PairProposed(
        mentor, TenantId("home"), mentor, mentee, (mentor, mentee), "student_pupil", False, 700,
        Personal.of_json({"contributions": {"theme": 700}, "facts": {}}),
    )  # fmt: skip


propose = commands.Propose(
    PROGRAMME, YEAR, ("student_pupil",), False, {"theme": 1.0}, "seed", "flow-1", "hash",
    {"m1": 1, "m2": 1}, (pair(M1, ANNA),),
    (events.MenteeLeft(BORIS, Personal.of_json({"reason": "time"})),), {}, (),
)  # fmt: skip
run = Spec(MATCH_RUN)
proposed = Spec(MATCH_RUN, run.when(propose).events)


def test_a_proposal_keeps_what_it_was_computed_from() -> None:
    first = proposed.state
    assert set(first.pairs) == {ANNA}
    assert first.left == {BORIS}


def test_a_proposal_never_exceeds_the_places() -> None:
    full = replace(propose, pairs=(pair(M1, ANNA), pair(M1, BORIS)), left=())
    assert isinstance(run.when(full).error, Invalid)


def test_moving_to_a_free_mentor_takes_the_mentee_along() -> None:
    moved = pair(M2, ANNA)
    state = proposed.when(commands.Move(ANNA, M2, moved)).then(moved)
    assert state.pairs[ANNA].mentor == M2


def test_moving_to_a_full_mentor_is_refused() -> None:
    proposed.when(commands.Move(BORIS, M1, pair(M1, BORIS))).then_refused("no free place")


def test_a_fixed_pair_does_not_move() -> None:
    fixed = proposed.given(events.PairLocked(ANNA, M1))
    fixed.when(commands.Move(ANNA, M2, pair(M2, ANNA))).then_refused("free it first")
    fixed.when(commands.Ban(M1, ANNA)).then_refused("free it first")
    fixed.given(events.PairUnlocked(ANNA)).when(commands.Move(ANNA, None, None)).then(
        events.PairTakenApart(ANNA)
    )


def test_banning_takes_the_pair_apart() -> None:
    state = proposed.when(commands.Ban(M1, ANNA)).then(
        events.PairBanned(M1, ANNA), events.PairTakenApart(ANNA)
    )
    assert state.left == {ANNA, BORIS}


def test_a_banned_pair_does_not_come_back_by_hand() -> None:
    banned = proposed.given(events.PairBanned(M2, BORIS))
    banned.when(commands.Move(BORIS, M2, pair(M2, BORIS))).then_refused("ruled out")


def test_who_stopped_leaves_the_draft() -> None:
    proposed.when(commands.DropPerson(M1)).then(events.PairTakenApart(ANNA))


def test_a_discarded_proposal_changes_no_more() -> None:
    discarded = proposed.given(events.RunDiscarded(PROGRAMME, YEAR))
    discarded.when(commands.Discard()).then_nothing()
    discarded.when(commands.DropPerson(M1)).then_nothing()
    discarded.when(commands.Lock(ANNA, True)).then_refused("discarded")


def test_adopting_nothing_is_refused() -> None:
    proposed.when(commands.Adopt(())).then_refused("no pair")
    proposed.when(commands.Adopt((PairingId("p"),))).then(
        events.RunAdopted(PROGRAMME, YEAR, (PairingId("p"),))
    )
