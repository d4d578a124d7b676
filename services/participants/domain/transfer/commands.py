"""What may be asked of a transfer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from services.participants.domain.transfer.events import Item
from shared.domain.ids import PersonId, TenantId, id_of_secret


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
    return id_of_secret("transfer", token)
