"""A match is noted once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.participants.domain.likeness_match.commands import LikenessMatchCommand
from services.participants.domain.likeness_match.events import LikenessMatchEvent, MatchNoted
from shared.domain.decider import Decider
from shared.domain.ids import PersonId, TenantId


@dataclass(frozen=True, slots=True)
class LikenessMatch:
    noted: MatchNoted | None = None

    def other(self, tenant: TenantId) -> tuple[TenantId, PersonId] | None:
        """The card on the other side of ``tenant``."""
        if self.noted is None or tenant not in self.noted.tenants:
            return None
        place = 1 - self.noted.tenants.index(tenant)
        return self.noted.tenants[place], self.noted.cards[place]


def decide(command: LikenessMatchCommand, match: LikenessMatch) -> Sequence[LikenessMatchEvent]:
    if match.noted is not None:
        return []
    return [MatchNoted(command.match, command.tenants, command.cards)]


def evolve(match: LikenessMatch, event: LikenessMatchEvent) -> LikenessMatch:
    return LikenessMatch(event)


LIKENESS_MATCH: Decider[LikenessMatchCommand, LikenessMatchEvent, LikenessMatch] = Decider(
    "likeness_match", (MatchNoted,), LikenessMatch(), decide, evolve
)
