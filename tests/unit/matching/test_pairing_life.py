"""A pairing from proposal to end."""

from __future__ import annotations

from datetime import date

from services.matching.domain.pairing import commands, events
from services.matching.domain.pairing.decider import PAIRING
from shared.domain.errors import Invalid, NotFound
from shared.domain.ids import PairingId, PersonId, ProgrammeId, TenantId
from shared.testing.spec import Spec

ID, PROGRAMME, HOME = PairingId("pairing"), ProgrammeId("programme"), TenantId("home")
MENTOR, AT_HOME, ANNA, BORIS = PersonId("m"), PersonId("h"), PersonId("anna"), PersonId("boris")
START, END = date(2026, 9, 1), date(2027, 5, 31)


def terms(*mentees: PersonId) -> tuple[object, ...]:
    return (
        PROGRAMME, "2026/27", "student_pupil", MENTOR, HOME, AT_HOME, mentees, "run", START, END
    )  # fmt: skip


pairing = Spec(PAIRING)
proposed = pairing.given(events.PairingProposed(*terms(ANNA)))  # type: ignore[arg-type]
group = pairing.given(events.PairingProposed(*terms(ANNA, BORIS)))  # type: ignore[arg-type]
agreed = proposed.given(
    events.PartyAgreed(MENTOR, "self"), events.PartyAgreed(ANNA, "coordinator"),
    events.PairingAgreed(),
)  # fmt: skip
fixed = agreed.given(events.PairingFixed("order"))
activated = events.PairingActivated(
    ID, PROGRAMME, "2026/27", "student_pupil", MENTOR, HOME, AT_HOME, (ANNA,), "order"
)
active = fixed.given(activated)


def test_a_pairing_has_one_to_six_mentees() -> None:
    seven = tuple(PersonId(str(number)) for number in range(7))
    for mentees in ((), seven, (ANNA, ANNA)):
        decision = pairing.when(commands.Propose(*terms(*mentees)))  # type: ignore[arg-type]
        assert isinstance(decision.error, Invalid)


def test_nobody_is_their_own_mentor() -> None:
    pairing.when(commands.Propose(*terms(MENTOR))).then_refused("own mentor")  # type: ignore[arg-type]


def test_a_group_is_agreed_when_the_last_one_agrees() -> None:
    waiting = group.given(events.PartyAgreed(MENTOR, "self"), events.PartyAgreed(ANNA, "self"))
    waiting.when(commands.Agree(BORIS, "coordinator")).then(
        events.PartyAgreed(BORIS, "coordinator"), events.PairingAgreed()
    )


def test_agreeing_twice_is_once() -> None:
    proposed.given(events.PartyAgreed(ANNA, "self")).when(
        commands.Agree(ANNA, "self")
    ).then_nothing()


def test_a_stranger_cannot_agree() -> None:
    proposed.when(commands.Agree(BORIS, "self")).then_refused("not of this pairing", NotFound)


def test_only_an_agreed_pairing_is_fixed() -> None:
    proposed.when(commands.Fix("order")).then_refused("proposed")
    agreed.when(commands.Fix("order")).then(events.PairingFixed("order"))


def test_only_the_order_that_fixed_it_activates_it() -> None:
    agreed.when(commands.Activate(ID, "order")).then_refused("agreed")
    fixed.when(commands.Activate(ID, "other")).then_refused("another order")
    fixed.when(commands.Activate(ID, "order")).then(activated)


def test_a_pairing_is_dropped_before_an_order_only() -> None:
    agreed.when(commands.Drop("declined", ANNA)).then(
        events.PairingDropped("declined", HOME, AT_HOME, (ANNA,))
    )
    active.when(commands.Drop("declined", ANNA)).then_refused("active")


def test_an_early_end_needs_an_order() -> None:
    active.when(commands.End("not_suited")).then_refused("order")
    active.when(commands.End("not_suited", "order-2")).then(
        events.PairingEnded("not_suited", "order-2", HOME, AT_HOME)
    )


def test_a_pair_that_is_done_ends_without_a_further_order() -> None:
    active.when(commands.End("completed")).then(
        events.PairingEnded("completed", None, HOME, AT_HOME)
    )


def test_a_suspended_pair_is_resumed_or_ended() -> None:
    suspended = active.given(events.PairingSuspended("consent_ended"))
    suspended.when(commands.Suspend("consent_ended")).then_nothing()
    suspended.when(commands.Resume(ID)).then(events.PairingResumed())
    suspended.when(commands.End("consent_ended", "order-2")).then(
        events.PairingEnded("consent_ended", "order-2", HOME, AT_HOME)
    )


def test_a_pair_held_before_it_began_is_activated_by_resuming() -> None:
    held = events.PairingHeld("consent_ended")
    fixed.when(commands.Suspend("consent_ended")).then(held)
    fixed.given(held).when(commands.Resume(ID)).then(activated)


def test_a_doubt_after_the_trial_asks_for_a_rematch_once() -> None:
    active.when(commands.AskRematch("trial")).then(events.RematchAsked("trial"))
    active.given(events.RematchAsked("trial")).when(commands.AskRematch("trial")).then_nothing()
    proposed.when(commands.AskRematch("trial")).then_nothing()


def test_everyone_is_informed_of_an_active_pairing_and_receipts_follow() -> None:
    fixed.when(commands.Inform()).then_refused("fixed")
    told = events.ParticipantsInformed("order", (MENTOR, ANNA))
    active.when(commands.Inform()).then(told)
    active.when(commands.Read(ANNA, "self")).then_refused("informed")
    active.given(told).when(commands.Read(ANNA, "self")).then(events.NoticeRead(ANNA, "self"))


DUE = date(2026, 12, 1)
suspended = active.given(events.PairingSuspended("permission_ended"))
undecided = suspended.given(events.DecisionAsked("permission_ended", DUE))


def test_a_decision_is_asked_once_and_of_a_suspended_pair_only() -> None:
    ask = commands.AskDecision("permission_ended", DUE)
    suspended.when(ask).then(events.DecisionAsked("permission_ended", DUE))
    undecided.when(ask).then_nothing()
    active.when(ask).then_nothing()


def test_what_nobody_decides_in_time_is_escalated_once() -> None:
    undecided.when(commands.Escalate(DUE)).then_nothing()
    late = commands.Escalate(date(2026, 12, 2))
    undecided.when(late).then(events.DecisionEscalated(DUE))
    undecided.given(events.DecisionEscalated(DUE)).when(late).then_nothing()
    suspended.when(late).then_nothing()


def test_a_pair_is_kept_with_a_reason_or_ended_by_an_order() -> None:
    keep = commands.Keep(ID, "mentor_permits_again")
    kept = undecided.when(keep).then(
        events.PairingKept("mentor_permits_again"), events.PairingResumed()
    )
    assert (kept.status, kept.decision, kept.escalated) == ("active", None, False)
    undecided.when(commands.Resume(ID)).then_refused("decision with its reason")
    active.when(keep).then_refused("nothing is to be decided")
    undecided.when(commands.End("mentor_left")).then_refused("needs an order")
    state = undecided.when(commands.End("mentor_left", "order-2")).then(
        events.PairingEnded("mentor_left", "order-2", HOME, AT_HOME)
    )
    assert (state.status, state.decision) == ("ended", None)


def test_a_settled_trial_asks_for_no_rematch_any_more() -> None:
    asked = events.RematchAsked("trial", "t1")
    doubting = active.given(asked)
    doubting.when(commands.AskRematch("trial", "t1")).then_nothing()
    done = (events.TrialSettled("t1"), events.RematchDeclined())
    state = doubting.when(commands.SettleTrial("t1")).then(*done)
    assert not state.rematch
    settled = doubting.given(*done)
    settled.when(commands.SettleTrial("t1")).then_nothing()
    settled.when(commands.AskRematch("trial", "t1")).then_nothing()
    again = settled.when(commands.AskRematch("trial", "t2"))
    assert again.then(events.RematchAsked("trial", "t2")).rematch


def test_a_later_no_wins_in_any_order() -> None:
    both = active.given(events.RematchAsked("trial", "t1"), events.RematchAsked("trial", "t2"))
    state = both.when(commands.SettleTrial("t1")).then(events.TrialSettled("t1"))
    assert state.rematch
    before = active.when(commands.SettleTrial("t1"))
    assert not before.then(events.TrialSettled("t1")).rematch
    active.given(events.TrialSettled("t1")).when(commands.AskRematch("trial", "t1")).then_nothing()


def test_a_rematch_from_before_trials_were_noted_is_settled_too() -> None:
    done = (events.TrialSettled("t1"), events.RematchDeclined())
    doubting = active.given(events.RematchAsked("trial"))
    assert not doubting.when(commands.SettleTrial("t1")).then(*done).rematch
    ended = doubting.given(events.PairingEnded("completed", None, HOME, AT_HOME))
    ended.when(commands.SettleTrial("t1")).then_nothing()
