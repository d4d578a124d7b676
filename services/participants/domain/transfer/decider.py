"""The old school starts, the guardian confirms by link, the new school accepts; each once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, assert_never

from services.participants.domain.transfer import commands, events
from services.participants.domain.transfer.commands import TransferCommand
from services.participants.domain.transfer.events import Item, TransferEvent, TransferStarted
from shared.domain.decider import Decider
from shared.domain.errors import AlreadyExists, Invalid, NotFound, Refused

Status = Literal["started", "confirmed", "refused", "accepted", "declined", "cancelled"]


@dataclass(frozen=True, slots=True)
class Transfer:
    terms: TransferStarted | None = None
    status: Status = "started"
    items: tuple[Item, ...] = ()

    def open_at(self, now: datetime) -> bool:
        """Whether the guardian's link may still be answered."""
        return self.terms is not None and self.status == "started" and now < self.terms.expires_at


def decide(command: TransferCommand, transfer: Transfer) -> Sequence[TransferEvent]:
    if isinstance(command, commands.Start):
        return _start(command, transfer)
    if transfer.terms is None:
        raise NotFound("there is no such transfer")
    id = transfer.terms.transfer
    match command:
        case commands.Confirm():
            return _confirm(command, transfer, transfer.terms)
        case commands.Refuse(now):
            _require_open(transfer, now)
            return [events.TransferRefused(id)]
        case commands.Complete(accepted, today):
            if transfer.status != "confirmed":
                return []
            if accepted:
                return [events.TransferAccepted(id, transfer.terms.child, today)]
            return [events.TransferDeclined(id)]
        case commands.Cancel():
            return _cancel(transfer, transfer.terms)
        case _:
            assert_never(command)


def _start(command: commands.Start, transfer: Transfer) -> Sequence[TransferEvent]:
    if transfer.terms is not None:
        raise AlreadyExists("the transfer was started already")
    if command.to == command.home:
        raise Invalid("the child is at this school already", {"to": ["another school"]})
    return [
        TransferStarted(
            command.transfer,
            command.child,
            command.signer,
            command.to,
            command.items,
            command.assent_needed,
            command.expires_at,
        )
    ]


def _require_open(transfer: Transfer, now: datetime) -> None:
    if not transfer.open_at(now):
        raise Refused("the link was used or has expired", code="link-closed")


def _confirm(
    command: commands.Confirm, transfer: Transfer, terms: TransferStarted
) -> Sequence[TransferEvent]:
    _require_open(transfer, command.now)
    if not set(command.items) <= set(terms.items):
        raise Invalid("the link does not ask this", {"items": ["not offered"]})
    if terms.assent_needed and not command.assent:
        raise Refused("from 14 the child agrees too", code="assent-missing")
    items = tuple(item for item in terms.items if item in command.items)
    return [events.TransferConfirmed(terms.transfer, items, command.assent)]


def _cancel(transfer: Transfer, terms: TransferStarted) -> Sequence[TransferEvent]:
    if transfer.status == "accepted":
        raise Refused("the child is at the other school already")
    if transfer.status not in ("started", "confirmed"):
        return []
    return [events.TransferCancelled(terms.transfer, terms.to)]


def evolve(transfer: Transfer, event: TransferEvent) -> Transfer:
    match event:
        case events.TransferStarted():
            return Transfer(event)
        case events.TransferConfirmed(_, items):
            return replace(transfer, status="confirmed", items=items)
        case events.TransferRefused():
            return replace(transfer, status="refused")
        case events.TransferAccepted():
            return replace(transfer, status="accepted")
        case events.TransferDeclined():
            return replace(transfer, status="declined")
        case events.TransferCancelled():
            return replace(transfer, status="cancelled")
        case _:
            assert_never(event)


TRANSFER: Decider[TransferCommand, TransferEvent, Transfer] = Decider(
    "transfer",
    (
        events.TransferStarted,
        events.TransferConfirmed,
        events.TransferRefused,
        events.TransferAccepted,
        events.TransferDeclined,
        events.TransferCancelled,
    ),
    Transfer(),
    decide,
    evolve,
)
