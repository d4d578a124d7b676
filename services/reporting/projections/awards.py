"""Nominations and awards of a year; ``title`` is that of before titles were sealed."""

from __future__ import annotations

from typing import Any, ClassVar

from services.reporting.domain.award import events
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class Awards(Projection):
    name: ClassVar[str] = "awards"
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = (("year",),)

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case events.MentorNominated(award, year, mentor, title, reason, before):
                view.put(
                    award,
                    {
                        "year": year, "mentor": mentor, "title": before,
                        "sealed_title": title.sealed if title else None, "reason": reason.sealed,
                        "protocol": None, "status": "nominated", "given_on": None,
                    },
                )  # fmt: skip
            case events.JuryDecided(chosen, _, protocol, rank):
                status = "chosen" if chosen else "declined"
                view.merge(recorded.key, status=status, protocol=protocol.sealed, rank=rank)
            case events.AwardGiven(award, _, _, on):
                view.merge(award, status="given", given_on=on.isoformat())
            case events.AwardRevoked(award):
                view.merge(award, status="revoked")
