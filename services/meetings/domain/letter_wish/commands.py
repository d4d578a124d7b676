"""What may be asked about letters to somebody."""

from __future__ import annotations

from dataclasses import dataclass

from services.meetings.domain.letter_wish.events import Wish
from shared.domain.ids import PersonId, TenantId, derived_id


def wish_id(tenant: TenantId, person: PersonId) -> str:
    return derived_id("letter_wish", tenant, person)


@dataclass(frozen=True, slots=True)
class WishLetters:
    person: PersonId
    wish: Wish


LetterWishCommand = WishLetters
