"""A card shows one mentor to one school, until the home takes it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from services.participants.domain.mentor_card import commands, events
from services.participants.domain.mentor_card.commands import MentorCardCommand
from services.participants.domain.mentor_card.events import (
    CardShown,
    CardWithdrawn,
    MentorCardEvent,
)
from shared.domain.decider import Decider


@dataclass(frozen=True, slots=True)
class MentorCard:
    shown: CardShown | None = None
    withdrawn: bool = False
    erased: bool = False

    def lives_on(self, today: date) -> bool:
        return self.shown is not None and not self.withdrawn and self.shown.until >= today


def decide(command: MentorCardCommand, card: MentorCard) -> Sequence[MentorCardEvent]:
    match command:
        case commands.Show():
            return [] if card.erased else _show(command, card)
        case commands.Withdraw(reason):
            if card.shown is None or (card.withdrawn and reason != "erased") or card.erased:
                return []
            return [CardWithdrawn(card.shown.card, card.shown.year, reason)]
        case _:
            assert_never(command)


def _show(command: commands.Show, card: MentorCard) -> Sequence[MentorCardEvent]:
    gone: list[MentorCardEvent] = []
    if card.shown is not None and not card.withdrawn and card.shown.year != command.year:
        gone = [CardWithdrawn(card.shown.card, card.shown.year, "permission_expired")]
    return [
        *gone,
        CardShown(
            command.card,
            command.home,
            command.home_person,
            command.year,
            command.capacity,
            command.until,
            command.name,
            command.features,
            command.hours,
        ),
    ]


def evolve(card: MentorCard, event: MentorCardEvent) -> MentorCard:
    match event:
        case events.CardShown():
            return MentorCard(event)
        case events.CardWithdrawn(reason=reason):
            return replace(card, withdrawn=True, erased=reason == "erased")
        case _:
            assert_never(event)


MENTOR_CARD: Decider[MentorCardCommand, MentorCardEvent, MentorCard] = Decider(
    "mentor_card", (CardShown, CardWithdrawn), MentorCard(), decide, evolve
)
