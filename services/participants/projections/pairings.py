"""Pairings as the bases need them: who, closed with what, and whether the outcome is entered."""

from __future__ import annotations

from typing import Any

from services.participants.domain.pairing_outcome.events import OutcomeRecorded
from shared.bus.port import Received
from shared.contracts import matching, meetings
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class Pairings(Projection):
    """Activation, closing and outcome may arrive in any order, each writes its own fields."""

    name = "pairings"
    indexes = (("year", "id"), ("mentor",), ("mentees",))
    hears = (
        matching.PairingActivated, matching.MemberLeft, meetings.PairClosed, matching.PairingEnded,
    )  # fmt: skip

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case OutcomeRecorded(pairing, _, result):
                view.merge(pairing, recorded=result)

    def receive(self, view: View, received: Received[Any]) -> None:
        match received.message:
            case matching.PairingActivated() as pairing:
                view.merge(
                    pairing.pairing,
                    year=pairing.year,
                    form=pairing.form,
                    mentor=pairing.mentor,
                    mentees=list(pairing.mentees),
                )
            case matching.MemberLeft(pairing_, person, _, mentees):
                view.merge(pairing_, mentees=list(mentees))
                view.add(pairing_, "left", person)
            case meetings.PairClosed(pairing_, _, outcome):
                view.merge(pairing_, closed=True, outcome=outcome)
            case matching.PairingEnded(pairing_):
                view.merge(pairing_, ended=True)
