"""Values under pseudonyms, for before and after; the link to people stays in participants."""

from __future__ import annotations

from typing import Any, ClassVar

from shared.bus.port import Received
from shared.contracts import participants as messages
from shared.projections.projection import Projection
from shared.projections.view import View


class Measurements(Projection):
    name: ClassVar[str] = "measurements"
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = (("programme", "role"), ("pseudonym",))

    def receive(self, view: View, received: Received[Any]) -> None:
        match received.message:
            case messages.MeasurementTaken() as taken:
                view.put(
                    f"{taken.programme}:{taken.pseudonym}:{taken.instrument}:{taken.stage}",
                    {
                        "programme": taken.programme, "pseudonym": taken.pseudonym,
                        "role": taken.role, "stage": taken.stage, "instrument": taken.instrument,
                        "version": taken.instrument_version, "values": dict(taken.values),
                    },
                )  # fmt: skip
            case messages.MeasurementErased(programme, pseudonym):
                view.delete_where(programme=programme, pseudonym=pseudonym)
                view.merge(f"{programme}:{pseudonym}", erased=pseudonym)
