"""Values are superseded by a later taking, never edited, and dropped with the person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from services.participants.domain.measurement import commands, events
from services.participants.domain.measurement.commands import MeasurementCommand
from services.participants.domain.measurement.events import (
    MeasurementErased,
    MeasurementEvent,
    MeasurementTaken,
)
from shared.domain.decider import Decider
from shared.domain.errors import Invalid


@dataclass(frozen=True, slots=True)
class Measurement:
    taken: MeasurementTaken | None = None


def decide(command: MeasurementCommand, measurement: Measurement) -> Sequence[MeasurementEvent]:
    match command:
        case commands.Take():
            if not command.values:
                raise Invalid("a measurement has at least one value")
            taken = MeasurementTaken(
                command.programme,
                command.pseudonym,
                command.role,
                command.stage,
                command.instrument,
                command.instrument_version,
                dict(command.values),
            )
            return [] if measurement.taken == taken else [taken]
        case commands.Erase():
            if measurement.taken is None:
                return []
            return [MeasurementErased(measurement.taken.programme, measurement.taken.pseudonym)]
        case _:
            assert_never(command)


def evolve(measurement: Measurement, event: MeasurementEvent) -> Measurement:
    match event:
        case events.MeasurementTaken():
            return Measurement(event)
        case events.MeasurementErased():
            return Measurement()
        case _:
            assert_never(event)


MEASUREMENT: Decider[MeasurementCommand, MeasurementEvent, Measurement] = Decider(
    "measurement", (MeasurementTaken, MeasurementErased), Measurement(), decide, evolve
)
