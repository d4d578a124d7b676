"""Facts about a transfer, in the school that the child leaves; nothing of it moves the history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from shared.domain.ids import PersonId, TenantId

Item = Literal["group", "contact", "guardian", "request"]
"""What may go along beside name and birth date; ``request`` are form and themes."""


@dataclass(frozen=True, slots=True)
class TransferStarted:
    """``signer`` is a confirmed guardian, or the person where they are of age."""

    transfer: str
    child: PersonId
    signer: PersonId
    to: TenantId
    items: tuple[Item, ...]
    assent_needed: bool
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class TransferConfirmed:
    """Only ``items`` go along; ``assent`` is the child's own from 14."""

    transfer: str
    items: tuple[Item, ...]
    assent: bool


@dataclass(frozen=True, slots=True)
class TransferRefused:
    """The guardian said no."""

    transfer: str


@dataclass(frozen=True, slots=True)
class TransferAccepted:
    transfer: str
    child: PersonId
    on: date


@dataclass(frozen=True, slots=True)
class TransferDeclined:
    """The other school said no."""

    transfer: str


@dataclass(frozen=True, slots=True)
class TransferCancelled:
    transfer: str
    to: TenantId


TransferEvent = (
    TransferStarted
    | TransferConfirmed
    | TransferRefused
    | TransferAccepted
    | TransferDeclined
    | TransferCancelled
)
