"""An order is a draft until every place of its pairs is confirmed; an issued one never changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal, assert_never

from services.matching.domain.order import commands, events
from services.matching.domain.order.commands import OrderCommand
from services.matching.domain.order.events import Amended, Ending, Kind, Leaving, OrderEvent
from shared.domain.decider import Decider
from shared.domain.errors import AlreadyExists, Invalid, NotFound, Refused
from shared.domain.ids import PairingId, PersonId, ProgrammeId

ENDING_REASONS: Final = (
    "not_suited", "time", "moved", "completed_early", "violation", "consent_ended", "mentor_left",
    "other",
)  # fmt: skip
LEGAL_BASIS: Final = "local-act"
"""The school keeps its orders as acts of its own, whoever withdraws a consent later."""


@dataclass(frozen=True, slots=True)
class Order:
    status: Literal["none", "draft", "issuing", "issued", "discarded"] = "none"
    programme: ProgrammeId | None = None
    year: str = ""
    kind: Kind = "formation"
    pairings: tuple[PairingId, ...] = ()
    ending: tuple[Ending, ...] = ()
    leaving: tuple[Leaving, ...] = ()
    amends: tuple[Amended, ...] = ()
    attempt: int = 0
    number: str = ""
    on: date = date.min
    head: PersonId | None = None
    lost: tuple[Ending, ...] = ()


def decide(command: OrderCommand, order: Order) -> list[OrderEvent]:
    if isinstance(command, commands.Draft):
        return _draft(command, order)
    if order.status == "none":
        raise NotFound("no such order")
    match command:
        case commands.RemoveLine(pairing, reason):
            return _remove_line(pairing, reason, order)
        case commands.StartIssue():
            return _start(command, order)
        case commands.FailIssue(attempt, lost):
            if order.status != "issuing" or order.attempt != attempt:
                return []
            return [events.IssueFailed(attempt, lost)]
        case commands.Issue():
            return _issue(command, order)
        case commands.Discard():
            return _discard(order)
        case _:
            assert_never(command)


def _draft(command: commands.Draft, order: Order) -> list[OrderEvent]:
    if order.status != "none":
        raise AlreadyExists("this order exists already")
    lines = [*command.pairings, *(ending.pairing for ending in command.ending)]
    if len(set(lines)) != len(lines):
        raise Invalid("a pairing stands in an order once", {"pairings": ["each once"]})
    _require_lines(command)
    reasons = [line.reason for line in command.ending] + [line.reason for line in command.leaving]
    for reason in reasons:
        if reason not in ENDING_REASONS:
            raise Invalid("unknown reason", {"ending": [f"unknown: {reason}"]})
    return [
        events.OrderDrafted(
            command.programme, command.year, command.kind, command.pairings, command.ending,
            command.basis, command.leaving, command.amends,
        )
    ]  # fmt: skip


def _require_lines(command: commands.Draft) -> None:
    """What an order of each kind may and must name. A change may be that one mentee leaves."""
    if command.kind == "formation" and not command.pairings:
        raise Invalid("name the pairs that begin", {"pairings": ["one or more"]})
    if command.kind == "termination" and not command.ending:
        raise Invalid("name the pairs that end", {"ending": ["one or more"]})
    if command.kind == "change" and not command.leaving:
        if not command.pairings:
            raise Invalid("name the pairs that begin", {"pairings": ["one or more"]})
        if not command.ending:
            raise Invalid("name the pairs that end", {"ending": ["one or more"]})
    if command.kind == "formation" and (command.ending or command.leaving):
        raise Invalid("an order that forms pairs ends none", {"ending": ["none"]})
    if command.kind == "termination" and (command.pairings or command.leaving):
        raise Invalid("an order that ends pairs forms none", {"pairings": ["none"]})
    gone = [(line.pairing, line.person) for line in command.leaving]
    if len(set(gone)) != len(gone):
        raise Invalid("a person leaves a group once", {"leaving": ["each once"]})


def _remove_line(pairing: PairingId, reason: str, order: Order) -> list[OrderEvent]:
    here = pairing in order.pairings or any(line.pairing == pairing for line in order.ending)
    return [events.LineRemoved(pairing, reason)] if here and order.status == "draft" else []


def _discard(order: Order) -> list[OrderEvent]:
    if order.status == "discarded":
        return []
    if order.status != "draft":
        raise Refused(f"the order is {order.status}", code=f"order-{order.status}")
    return [events.OrderDiscarded()]


def _start(command: commands.StartIssue, order: Order) -> list[OrderEvent]:
    if order.status == "issuing":
        if (order.number, order.on, order.head) == (command.number, command.on, command.head):
            return []
        raise Refused("the order is being issued", code="order-issuing")
    if order.status != "draft":
        raise Refused(f"the order is {order.status}", code=f"order-{order.status}")
    if not order.pairings and not order.ending and not order.leaving:
        raise Refused("the order has no line left", code="order-empty")
    if not command.number.strip():
        raise Invalid("an order has a number", {"number": ["not empty"]})
    return [events.IssueStarted(order.attempt + 1, command.number, command.on, command.head)]


def _issue(command: commands.Issue, order: Order) -> list[OrderEvent]:
    if order.status == "issued":
        return []
    over = order.status != "issuing" or order.attempt != command.attempt
    if over or order.programme is None or order.head is None:
        raise Refused("this attempt to issue the order is over", code="attempt-over")
    return [
        events.OrderIssued(
            command.order, order.programme, order.year, order.kind, order.number, order.on,
            order.head, order.pairings, order.ending, LEGAL_BASIS, command.document,
            order.leaving, order.amends, command.pdf, command.sha256, command.pdf_sha256,
            command.template, command.code,
        )
    ]  # fmt: skip


def evolve(order: Order, event: OrderEvent) -> Order:
    match event:
        case events.OrderDrafted():
            return replace(
                order, status="draft", programme=event.programme, year=event.year, kind=event.kind,
                pairings=event.pairings, ending=event.ending, leaving=event.leaving,
                amends=event.amends,
            )  # fmt: skip
        case events.LineRemoved(pairing):
            return replace(
                order,
                pairings=tuple(p for p in order.pairings if p != pairing),
                ending=tuple(e for e in order.ending if e.pairing != pairing),
            )
        case events.IssueStarted(attempt, number, on, head):
            return replace(
                order, status="issuing", attempt=attempt, number=number, on=on, head=head, lost=()
            )
        case events.IssueFailed(lost=lost):
            return replace(order, status="draft", lost=lost)
        case events.OrderIssued():
            return replace(order, status="issued")
        case events.OrderDiscarded():
            return replace(order, status="discarded")
        case _:
            assert_never(event)


ORDER: Decider[OrderCommand, OrderEvent, Order] = Decider(
    "order", events.EVENTS, Order(), decide, evolve
)
