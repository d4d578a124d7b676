"""Values under pseudonyms, for before and after; the link to people stays in participants."""

from __future__ import annotations

from typing import Any, ClassVar

from shared.bus.port import Received
from shared.contracts import participants as messages
from shared.projections.projection import Projection
from shared.projections.view import View


class Measurements(Projection):
    """A pseudonym that was erased is never drawn again: its mark outlives the values, so that a
    stage's values that arrive later (each stage is a stream of its own) are dropped as well."""

    name: ClassVar[str] = "measurements"
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = (("programme", "role"), ("pseudonym",))
    hears: ClassVar[tuple[type, ...]] = (
        messages.MeasurementTaken,
        messages.MeasurementCorrected,
        messages.MeasurementErased,
    )

    def receive(self, view: View, received: Received[Any]) -> None:
        match received.message:
            case messages.MeasurementTaken() | messages.MeasurementCorrected() as taken:
                if view.get(_mark(taken.programme, taken.pseudonym)) is None:
                    _keep(view, taken)
            case messages.MeasurementErased(programme, pseudonym):
                view.delete_where(programme=programme, pseudonym=pseudonym)
                view.put(_mark(programme, pseudonym), {"erased": True})


def _mark(programme: str, pseudonym: str) -> str:
    return f"erased:{programme}:{pseudonym}"


def _keep(view: View, taken: messages.MeasurementTaken | messages.MeasurementCorrected) -> None:
    """A correction replaces the values of its pseudonym and stage: nobody is counted twice."""
    id = f"{taken.programme}:{taken.pseudonym}:{taken.instrument}:{taken.stage}"
    revision = taken.revision if isinstance(taken, messages.MeasurementCorrected) else 1
    view.put(
        id,
        {
            "programme": taken.programme, "pseudonym": taken.pseudonym, "role": taken.role,
            "stage": taken.stage, "instrument": taken.instrument,
            "version": taken.instrument_version, "values": dict(taken.values),
            "revision": revision,
        },
    )  # fmt: skip
