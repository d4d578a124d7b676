"""A questionnaire is opened on one version of its template, answered, corrected, or struck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, assert_never

from services.participants.domain.questionnaire_response import commands, events
from services.participants.domain.questionnaire_response.commands import (
    OUTSIDE,
    QuestionnaireResponseCommand,
    purpose_of,
)
from services.participants.domain.questionnaire_response.events import (
    QuestionnaireResponseEvent,
    ResponseOpened,
)
from shared.domain.decider import Decider
from shared.domain.errors import Conflict, Invalid, NotFound, Refused
from shared.domain.personal import Personal

Status = Literal["unknown", "open", "answered", "struck"]


@dataclass(frozen=True, slots=True)
class QuestionnaireResponse:
    status: Status = "unknown"
    form: ResponseOpened | None = None
    answers: Personal | None = None


def decide(
    command: QuestionnaireResponseCommand, response: QuestionnaireResponse
) -> Sequence[QuestionnaireResponseEvent]:
    if isinstance(command, commands.Open):
        return _open(command, response)
    form = response.form
    if form is None:
        raise NotFound("the questionnaire was not opened")
    match command:
        case commands.Answer(answers, way, read):
            if response.status == "struck":
                raise Refused("the questionnaire was struck; open it again first")
            if read not in (0, form.template_version):
                raise Conflict("another version of the questionnaire is open now")
            purpose = purpose_of(form.kind)
            return [
                events.ResponseAnswered(
                    form.person, form.year, form.kind, form.source, purpose, answers, way
                )
            ]
        case commands.Strike(reason):
            if response.status == "struck":
                return []
            return [events.ResponseStruck(form.person, form.year, form.kind, reason)]
        case _:
            assert_never(command)


def _open(
    command: commands.Open, response: QuestionnaireResponse
) -> Sequence[QuestionnaireResponseEvent]:
    if command.kind == "third_party" and command.source not in (*OUTSIDE, "import"):
        raise Invalid("third-party information comes from somebody else than the person")
    if response.status == "answered" or (response.status == "open" and _same(command, response)):
        return []
    return [
        ResponseOpened(
            command.person,
            command.year,
            command.kind,
            command.source,
            command.template,
            command.template_version,
        )
    ]


def _same(command: commands.Open, response: QuestionnaireResponse) -> bool:
    """Until it is answered, opening it again is opening it on the newest version."""
    form = response.form
    return form is not None and (form.template, form.template_version) == (
        command.template,
        command.template_version,
    )


def evolve(
    response: QuestionnaireResponse, event: QuestionnaireResponseEvent
) -> QuestionnaireResponse:
    match event:
        case events.ResponseOpened():
            return QuestionnaireResponse("open", event)
        case events.ResponseAnswered():
            return replace(response, status="answered", answers=event.answers)
        case events.ResponseStruck():
            return replace(response, status="struck", answers=None)
        case _:
            assert_never(event)


QUESTIONNAIRE_RESPONSE: Decider[
    QuestionnaireResponseCommand, QuestionnaireResponseEvent, QuestionnaireResponse
] = Decider(
    "questionnaire_response",
    (events.ResponseOpened, events.ResponseAnswered, events.ResponseStruck),
    QuestionnaireResponse(),
    decide,
    evolve,
)
