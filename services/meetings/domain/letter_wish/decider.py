"""Everybody gets all letters until they say otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.meetings.domain.letter_wish import events
from services.meetings.domain.letter_wish.commands import LetterWishCommand
from services.meetings.domain.letter_wish.events import LetterWishEvent, Wish
from shared.domain.decider import Decider

REMINDERS = frozenset({"day", "hour", "gathering", "soon"})


@dataclass(frozen=True, slots=True)
class LetterWish:
    wish: Wish = "all"

    def lets(self, kind: str) -> bool:
        return self.wish == "all" or (self.wish == "invitations" and kind not in REMINDERS)


def decide(command: LetterWishCommand, wanted: LetterWish) -> Sequence[LetterWishEvent]:
    if command.wish == wanted.wish:
        return []
    return [events.LettersWished(command.person, command.wish)]


def evolve(_: LetterWish, event: LetterWishEvent) -> LetterWish:
    return LetterWish(event.wish)


LETTER_WISH: Decider[LetterWishCommand, LetterWishEvent, LetterWish] = Decider(
    "letter_wish", (events.LettersWished,), LetterWish(), decide, evolve
)
