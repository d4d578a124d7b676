"""A school receives its share of each round once, never less than it was guaranteed."""

from __future__ import annotations

from dataclasses import dataclass

from services.matching.domain.share import events
from services.matching.domain.share.commands import ShareCommand
from services.matching.domain.share.events import ShareEvent
from shared.domain.decider import Decider
from shared.domain.errors import AlreadyExists, Invalid


@dataclass(frozen=True, slots=True)
class Share:
    """``attempt`` is the last one that was delivered here."""

    attempt: int = 0


def decide(command: ShareCommand, share: Share) -> list[ShareEvent]:
    if command.attempt <= share.attempt:
        raise AlreadyExists("the share of this round was received already")
    if not command.guaranteed <= command.served <= command.requests:
        raise Invalid("a school is served what it was guaranteed and no more than it asked for")
    return [
        events.ShareReceived(
            command.round, command.attempt, command.year, command.programme, command.run,
            command.requests, command.guaranteed, command.served,
            command.unheld,
        )
    ]  # fmt: skip


def evolve(share: Share, event: ShareEvent) -> Share:
    return Share(event.attempt)


SHARE: Decider[ShareCommand, ShareEvent, Share] = Decider(
    "round_share", events.EVENTS, Share(), decide, evolve
)
