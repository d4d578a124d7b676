"""One stream for each reader of each announcement, under a keyed hash: whoever says it twice, in
whichever role or by a link, counts once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.participants.domain.acknowledgement import commands, events
from shared.domain.decider import Decider


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    given: bool = False


def decide(command: commands.Acknowledge, known: Acknowledgement) -> Sequence[events.Acknowledged]:
    return [] if known.given else [events.Acknowledged(command.announcement, command.audience)]


def evolve(known: Acknowledgement, event: events.Acknowledged) -> Acknowledgement:
    return Acknowledgement(given=True)


ACKNOWLEDGEMENT: Decider[commands.Acknowledge, events.Acknowledged, Acknowledgement] = Decider(
    "acknowledgement", (events.Acknowledged,), Acknowledgement(), decide, evolve
)
