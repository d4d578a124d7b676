"""Measuring people: the values stand under a pseudonym, apart from who was measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.participants.application.people import opened, record_read, require_participant
from services.participants.application.shipped import instrument
from services.participants.domain.assessment import commands as assessments
from services.participants.domain.assessment.commands import assessment_id, programme_id
from services.participants.domain.assessment.decider import ASSESSMENT
from services.participants.domain.assessment_round import commands as rounds
from services.participants.domain.assessment_round.commands import ReopeningReason, round_id
from services.participants.domain.assessment_round.decider import ASSESSMENT_ROUND
from services.participants.domain.assessment_round.events import RoundOpened
from services.participants.domain.measurement import commands as measurements
from services.participants.domain.measurement.commands import measurement_id
from services.participants.domain.measurement.decider import MEASUREMENT
from services.participants.domain.measurement.events import CorrectionReason, Role, Stage
from services.participants.domain.pseudonym.commands import Draw, pseudonym_id
from services.participants.domain.pseudonym.decider import PSEUDONYM
from shared.domain.errors import Invalid, NotFound, Refused
from shared.domain.ids import PersonId, ProgrammeId, new_id, stream_id
from shared.domain.personal import Personal
from shared.eventstore.handler import Outcome
from shared.service import Service
from shared.tenancy.scope import Scope


def open_round(
    service: Service,
    scope: Scope,
    *,
    year: str,
    role: Role,
    stage: Stage,
    code: str,
    version: int,
    parameters: Sequence[str] = (),
    key: str,
) -> Outcome:
    """Stage 2 is held to the instrument and the parameters of stage 1; it takes these where none
    are named."""
    if instrument(code, version)["role"] != role:
        raise Invalid("the instrument is for another role", {"instrument": ["another role"]})
    chosen = _chosen(code, version, parameters)
    programme = programme_id(scope.tenant, year)
    first = service.handler.state(scope, ASSESSMENT_ROUND, round_id(programme, role, 1)).state
    if stage == 2 and not parameters:
        chosen = first.parameters
    command = rounds.Open(
        programme, year, role, stage, code, version, first.instrument, chosen, first.parameters
    )
    id = round_id(programme, role, stage)
    return service.handler.handle(scope, ASSESSMENT_ROUND, id, command, key=key)


def _chosen(code: str, version: int, wanted: Sequence[str]) -> tuple[str, ...]:
    """In the instrument's own order; empty where all are chosen."""
    known = tuple(p["code"] for p in instrument(code, version)["parameters"])
    strange = sorted(set(wanted) - set(known))
    if strange:
        raise Invalid("no such parameter", {"parameters": [f"not known: {len(strange)}"]})
    chosen = tuple(one for one in known if one in wanted)
    return () if chosen == known else chosen


def close_round(
    service: Service, scope: Scope, *, year: str, role: Role, stage: Stage, key: str
) -> Outcome:
    """Lists who is measured, read from the assessments themselves."""
    programme = programme_id(scope.tenant, year)
    candidates = service.views.reader(scope, "assessments").all(
        {"year": year, "role": role, "stage": stage}
    )
    streams = {
        stream_id("assessment", assessment_id(row["person"], programme, role, stage)): PersonId(
            row["person"]
        )
        for row in candidates
    }
    found = service.store.last_commits(scope.tenant, list(streams))
    measured = tuple(
        sorted(streams[s] for s, events in found.items() if ASSESSMENT.fold(events).recorded)
    )
    id = round_id(programme, role, stage)
    return service.handler.handle(scope, ASSESSMENT_ROUND, id, rounds.Close(measured), key=key)


def reopen_round(
    service: Service,
    scope: Scope,
    *,
    year: str,
    role: Role,
    stage: Stage,
    reason: ReopeningReason,
    key: str,
) -> Outcome:
    id = round_id(programme_id(scope.tenant, year), role, stage)
    return service.handler.handle(scope, ASSESSMENT_ROUND, id, rounds.Reopen(reason), key=key)


def assess(
    service: Service,
    scope: Scope,
    person: PersonId,
    *,
    year: str,
    role: Role,
    stage: Stage,
    values: Mapping[str, float],
    key: str,
) -> Outcome:
    """First the values under the pseudonym, then that the person was measured; both by one key."""
    require_participant(service, scope, person)
    service.gate.require(scope, "participation", [person])
    programme = programme_id(scope.tenant, year)
    round = service.handler.state(scope, ASSESSMENT_ROUND, round_id(programme, role, stage)).state
    if round.opened is None or not round.is_open:
        raise Refused("the round is not open", code="round-closed")
    code, version = round.opened.instrument, round.opened.instrument_version
    _check_values(round.opened, values)
    pseudonym = _pseudonym(service, scope, person, programme)
    taken = measurements.Take(programme, pseudonym, role, stage, code, version, dict(values))
    service.handler.handle(scope, MEASUREMENT, measurement_id(pseudonym, stage), taken, key=key)
    record = assessments.Record(
        person, programme, year, role, stage, code, version, round_open=True
    )
    id = assessment_id(person, programme, role, stage)
    return service.handler.handle(scope, ASSESSMENT, id, record, key=key)


def correct(
    service: Service,
    scope: Scope,
    person: PersonId,
    *,
    year: str,
    role: Role,
    stage: Stage,
    values: Mapping[str, float],
    reason: CorrectionReason,
    key: str,
) -> Outcome:
    """Supersedes the values, in a closed round too; those who were measured stay the same."""
    require_participant(service, scope, person)
    service.gate.require(scope, "participation", [person])
    programme = programme_id(scope.tenant, year)
    round = service.handler.state(scope, ASSESSMENT_ROUND, round_id(programme, role, stage)).state
    if round.opened is None:
        raise NotFound("the round was not opened")
    _check_values(round.opened, values)
    pseudonym = _pseudonym(service, scope, person, programme)
    id = measurement_id(pseudonym, stage)
    command = measurements.Correct(dict(values), reason)
    service.handler.handle(scope, MEASUREMENT, id, command, key=key)
    revision = len(service.handler.state(scope, MEASUREMENT, id).state.takings)
    noted = assessments.Correct(reason, revision)
    assessment = assessment_id(person, programme, role, stage)
    return service.handler.handle(scope, ASSESSMENT, assessment, noted, key=f"{key}:{revision}")


def takings_of(
    service: Service, scope: Scope, person: PersonId, *, year: str, role: Role, stage: Stage
) -> list[dict[str, Any]]:
    """Every taking of a person's values in its order, the last one counts; none once the link to
    the pseudonym is gone."""
    programme = programme_id(scope.tenant, year)
    drawn = service.handler.state(scope, PSEUDONYM, pseudonym_id(person, programme)).state
    pseudonym = opened(service, scope, drawn.pseudonym)
    if not pseudonym:
        return []
    record_read(service, scope, [person], "measurement")
    state = service.handler.state(scope, MEASUREMENT, measurement_id(pseudonym, stage)).state
    return [
        {"revision": n, "values": dict(one.values), "reason": getattr(one, "reason", None)}
        for n, one in enumerate(state.takings, 1)
        if one.role == role
    ]


def _check_values(opened: RoundOpened, values: Mapping[str, float]) -> None:
    shipped = instrument(opened.instrument, opened.instrument_version)["parameters"]
    used = opened.parameters
    parameters = {p["code"]: p for p in shipped if not used or p["code"] in used}
    wrong = {
        f"values.{name}": ["no such parameter"]
        if name not in parameters
        else [f"from {parameters[name]['min']} to {parameters[name]['max']}"]
        for name, value in values.items()
        if name not in parameters or not parameters[name]["min"] <= value <= parameters[name]["max"]
    }
    if wrong or not values:
        raise Invalid("the values do not fit the instrument", wrong)


def _pseudonym(service: Service, scope: Scope, person: PersonId, programme: ProgrammeId) -> str:
    """Random, drawn once; drawn anew where a withdrawal has made the old one unreadable."""
    id = pseudonym_id(person, programme)
    loaded = service.handler.state(scope, PSEUDONYM, id)
    known = opened(service, scope, loaded.state.pseudonym)
    if known:
        return known
    draw = Draw(person, programme, Personal.of(new_id()), replace=loaded.version > 0)
    service.handler.handle(scope, PSEUDONYM, id, draw, key=new_id(), expected=loaded.version)
    return opened(service, scope, service.handler.state(scope, PSEUDONYM, id).state.pseudonym) or ""
