"""Values are superseded by a later taking with a reason, never edited, and dropped with the person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from services.participants.domain.measurement import commands, events
from services.participants.domain.measurement.commands import MeasurementCommand
from services.participants.domain.measurement.events import (
    MeasurementCorrected,
    MeasurementErased,
    MeasurementEvent,
    MeasurementTaken,
)
from shared.domain.decider import Decider
from shared.domain.errors import Invalid, Refused

Taking = MeasurementTaken | MeasurementCorrected


@dataclass(frozen=True, slots=True)
class Measurement:
    """``takings`` in their order; the last one counts."""

    takings: tuple[Taking, ...] = ()

    @property
    def latest(self) -> Taking | None:
        return self.takings[-1] if self.takings else None


def decide(command: MeasurementCommand, measurement: Measurement) -> Sequence[MeasurementEvent]:
    latest = measurement.latest
    match command:
        case commands.Take():
            return _take(command, latest)
        case commands.Correct():
            if latest is None:
                raise Refused("there is nothing to correct: nobody was measured here")
            return _correct(command, latest, len(measurement.takings) + 1)
        case commands.Erase():
            return [MeasurementErased(latest.programme, latest.pseudonym)] if latest else []
        case _:
            assert_never(command)


def _take(command: commands.Take, latest: Taking | None) -> Sequence[MeasurementEvent]:
    values = _some(command.values)
    if latest is not None:
        if dict(latest.values) == values:
            return []
        raise Refused("measured already; correct it with a reason", code="measured-already")
    return [
        MeasurementTaken(
            command.programme,
            command.pseudonym,
            command.role,
            command.stage,
            command.instrument,
            command.instrument_version,
            values,
        )
    ]


def _correct(
    command: commands.Correct, latest: Taking, revision: int
) -> Sequence[MeasurementEvent]:
    values = _some(command.values)
    if dict(latest.values) == values:
        return []
    return [
        MeasurementCorrected(
            latest.programme,
            latest.pseudonym,
            latest.role,
            latest.stage,
            latest.instrument,
            latest.instrument_version,
            values,
            command.reason,
            revision,
        )
    ]


def _some(values: Mapping[str, float]) -> dict[str, float]:
    if not values:
        raise Invalid("a measurement has at least one value")
    return dict(values)


def evolve(measurement: Measurement, event: MeasurementEvent) -> Measurement:
    match event:
        case events.MeasurementTaken() | events.MeasurementCorrected():
            return Measurement((*measurement.takings, event))
        case events.MeasurementErased():
            return Measurement()
        case _:
            assert_never(event)


MEASUREMENT: Decider[MeasurementCommand, MeasurementEvent, Measurement] = Decider(
    "measurement",
    (MeasurementTaken, MeasurementCorrected, MeasurementErased),
    Measurement(),
    decide,
    evolve,
)
