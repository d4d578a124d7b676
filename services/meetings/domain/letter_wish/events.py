"""What somebody said about letters to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from shared.domain.ids import PersonId

Wish = Literal["all", "invitations", "none"]


@dataclass(frozen=True, slots=True)
class LettersWished:
    """``invitations``: no reminders; invitations and changes of them still come. The last counts."""

    person: PersonId
    wish: Wish


LetterWishEvent = LettersWished
