"""Drafting, issuing and failing to issue an order."""

from __future__ import annotations

from datetime import date

import pytest

from services.matching.domain.order import commands, events
from services.matching.domain.order.decider import LEGAL_BASIS, ORDER
from services.matching.domain.order.events import Ending, Kind
from shared.domain.errors import Invalid
from shared.domain.ids import PairingId, PersonId, ProgrammeId
from shared.domain.personal import Personal
from shared.testing.spec import Spec

PROGRAMME, HEAD, DAY = ProgrammeId("programme"), PersonId("head"), date(2026, 10, 12)
ONE, TWO = PairingId("one"), PairingId("two")
BASIS = Personal.of("протокол № 1")
FILE = Personal.of("ZG9jeA==")
order = Spec(ORDER)
drafted = order.given(events.OrderDrafted(PROGRAMME, "2026/27", "formation", (ONE, TWO), (), BASIS))
started = drafted.given(events.IssueStarted(1, "15", DAY, HEAD))
start = commands.StartIssue("15", DAY, HEAD)
issued = events.OrderIssued(
    "order", PROGRAMME, "2026/27", "formation", "15", DAY, HEAD, (ONE, TWO), (), LEGAL_BASIS, FILE
)


def draft(
    kind: Kind, pairings: tuple[PairingId, ...] = (), ending: tuple[Ending, ...] = ()
) -> commands.Draft:
    return commands.Draft(PROGRAMME, "2026/27", kind, pairings, ending, BASIS)


def test_a_draft_names_the_pairs_that_begin() -> None:
    order.when(draft("formation", (ONE,))).then(
        events.OrderDrafted(PROGRAMME, "2026/27", "formation", (ONE,), (), BASIS)
    )


@pytest.mark.parametrize(
    "command",
    [
        draft("formation"),
        draft("formation", (ONE,), (Ending(TWO, "time"),)),
        draft("change", (ONE,)),
        draft("termination", (ONE,), (Ending(TWO, "time"),)),
        draft("termination"),
        draft("change", (ONE,), (Ending(ONE, "time"),)),
        draft("termination", (), (Ending(ONE, "because"),)),
    ],
)
def test_each_kind_of_order_has_its_lines(command: commands.Draft) -> None:
    assert isinstance(order.when(command).error, Invalid)


def test_issuing_starts_an_attempt() -> None:
    drafted.when(start).then(events.IssueStarted(1, "15", DAY, HEAD))


def test_starting_the_same_again_goes_on_with_the_attempt() -> None:
    started.when(start).then_nothing()


def test_another_number_waits_until_the_attempt_is_over() -> None:
    started.when(commands.StartIssue("16", DAY, HEAD)).then_refused("being issued")


def test_an_attempt_ends_in_the_issued_order() -> None:
    started.when(commands.Issue("order", 1, FILE)).then(issued)


def test_a_lost_place_leaves_a_draft_and_names_the_pair() -> None:
    lost = (Ending(TWO, "no_place"),)
    state = started.when(commands.FailIssue(1, lost)).then(events.IssueFailed(1, lost))
    assert state.status == "draft"
    assert state.lost == lost


def test_nobody_issues_under_an_attempt_that_failed() -> None:
    failed = started.given(events.IssueFailed(1, ()))
    failed.when(commands.Issue("order", 1, FILE)).then_refused("over")
    again = failed.given(events.IssueStarted(2, "15", DAY, HEAD))
    again.when(commands.Issue("order", 1, FILE)).then_refused("over")


def test_an_issued_order_never_changes() -> None:
    done = started.given(issued)
    done.when(commands.Issue("order", 1, FILE)).then_nothing()
    done.when(commands.FailIssue(1, ())).then_nothing()
    done.when(start).then_refused("issued")
    done.when(commands.Discard()).then_refused("issued")


def test_a_pair_that_was_dropped_leaves_the_draft() -> None:
    state = drafted.when(commands.RemoveLine(ONE, "declined")).then(
        events.LineRemoved(ONE, "declined")
    )
    assert state.pairings == (TWO,)


def test_an_order_without_lines_is_not_issued() -> None:
    empty = drafted.given(events.LineRemoved(ONE, "x"), events.LineRemoved(TWO, "x"))
    empty.when(start).then_refused("no line left")
