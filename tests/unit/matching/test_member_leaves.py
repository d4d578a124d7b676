"""One mentee leaves a group: the others go on, an order of change names it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.matching.domain.order import commands as orders
from services.matching.domain.order import events as order_events
from services.matching.domain.order.events import Ending, Kind, Leaving
from services.matching.domain.pairing import commands, events
from services.matching.domain.pairing.decider import PAIRING
from shared.contracts import matching as messages
from shared.domain.errors import Invalid, NotFound
from shared.domain.ids import PairingId, PersonId, TenantId
from shared.testing.spec import Spec
from tests.unit.matching.test_order_issuing import BASIS, ONE, PROGRAMME, TWO, order
from tests.unit.matching.test_pairing_life import ANNA, BORIS, ID, MENTOR, terms
from tests.unit.matching.test_publications import published

CLARA = PersonId("clara")
three = Spec(PAIRING).given(
    events.PairingProposed(*terms(ANNA, BORIS, CLARA)),  # type: ignore[arg-type]
    events.PairingAgreed(), events.PairingFixed("order"),
)  # fmt: skip
ACTIVATED = events.PairingActivated(
    ID, *terms(ANNA, BORIS, CLARA)[:3], MENTOR, TenantId("home"), PersonId("h"),  # type: ignore[arg-type]
    (ANNA, BORIS, CLARA), "order",
)  # fmt: skip
active = three.given(ACTIVATED)
LEFT = events.MemberLeft(ANNA, "moved", (BORIS, CLARA))


def test_the_group_goes_on_while_two_are_left() -> None:
    state = active.when(commands.Leave(ANNA, "moved")).then(LEFT)
    assert (state.status, state.people) == ("active", (MENTOR, BORIS, CLARA))


def test_with_one_left_it_stands_still_until_the_coordinator_keeps_it() -> None:
    second = events.MemberLeft(BORIS, "time", (CLARA,))
    suspended = events.PairingSuspended("one_left")
    active.given(LEFT).when(commands.Leave(BORIS, "time")).then(second, suspended)
    alone = active.given(LEFT, second, suspended)
    state = alone.when(commands.Resume(ID)).then(events.PairingResumed())
    assert state.people == (MENTOR, CLARA)


def test_the_last_one_does_not_leave_but_the_pair_ends_by_an_order() -> None:
    alone = active.given(LEFT, events.MemberLeft(BORIS, "time", (CLARA,)))
    alone.when(commands.Leave(CLARA, "time")).then_refused("nobody would be left")


def test_leaving_twice_is_once_and_only_mentees_leave() -> None:
    active.given(LEFT).when(commands.Leave(ANNA, "other")).then()
    assert isinstance(active.when(commands.Leave(MENTOR, "time")).error, NotFound)


def test_an_order_names_who_left_earlier_once() -> None:
    gone = active.given(LEFT)
    named = events.LeavingOrdered(ANNA, "change")
    gone.when(commands.Leave(ANNA, "moved", "change")).then(named)
    gone.given(named).when(commands.Leave(ANNA, "moved", "another")).then()


def test_an_order_takes_out_who_is_still_there() -> None:
    active.when(commands.Leave(ANNA, "moved", "change")).then(replace(LEFT, order="change"))


def test_who_left_before_it_began_is_not_in_what_begins() -> None:
    ready = three.given(LEFT)
    ready.when(commands.Activate(ID, "order")).then(replace(ACTIVATED, mentees=(BORIS, CLARA)))


def test_the_others_hear_who_stays() -> None:
    told = messages.MemberLeft(PairingId("thing"), ANNA, "moved", (BORIS, CLARA))
    assert published(LEFT) == [told]


def change(kind: Kind, leaving: tuple[Leaving, ...], **more: object) -> orders.Draft:
    empty = orders.Draft(PROGRAMME, "2026/27", kind, (), (), BASIS, leaving)
    return replace(empty, **more)  # type: ignore[arg-type]


def test_a_change_may_only_name_who_leaves() -> None:
    leaving = (Leaving(ONE, ANNA, "moved"),)
    order.when(change("change", leaving)).then(
        order_events.OrderDrafted(PROGRAMME, "2026/27", "change", (), (), BASIS, leaving)
    )


@pytest.mark.parametrize(
    "command",
    [
        change("formation", (Leaving(ONE, ANNA, "moved"),), pairings=(TWO,)),
        change("termination", (Leaving(ONE, ANNA, "moved"),), ending=(Ending(TWO, "time"),)),
        change("change", (Leaving(ONE, ANNA, "moved"), Leaving(ONE, ANNA, "time"))),
        change("change", (Leaving(ONE, ANNA, "because"),)),
    ],
)
def test_leaving_stands_in_an_order_of_change_once_and_with_a_reason(command: orders.Draft) -> None:
    assert isinstance(order.when(command).error, Invalid)
