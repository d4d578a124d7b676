"""What may be asked of a transfer."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from services.participants.domain.transfer.events import Item
from shared.domain.ids import PersonId, TenantId, derived_id


@dataclass(frozen=True, slots=True)
class Start:
    transfer: str
    child: PersonId
    signer: PersonId
    home: TenantId
    to: TenantId
    items: tuple[Item, ...]
    assent_needed: bool
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Confirm:
    items: tuple[Item, ...]
    assent: bool
    now: datetime


@dataclass(frozen=True, slots=True)
class Refuse:
    now: datetime


@dataclass(frozen=True, slots=True)
class Complete:
    """What the new school answered."""

    accepted: bool
    today: date


@dataclass(frozen=True, slots=True)
class Cancel:
    pass


TransferCommand = Start | Confirm | Refuse | Complete | Cancel


def transfer_id(token: str) -> str:
    return derived_id("transfer", hashlib.sha256(token.encode()).hexdigest())
