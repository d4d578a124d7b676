"""What matching may know of a person that is not in their own answers: advice, checks, outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from services.participants.application.people import opened_json
from services.participants.domain.mentor_profile.decider import CHECKED_KINDS, MENTOR_PROFILE
from services.participants.domain.questionnaire_response.commands import response_id
from services.participants.domain.questionnaire_response.decider import QUESTIONNAIRE_RESPONSE
from services.participants.domain.questionnaire_response.events import Source
from shared.domain.ids import PersonId
from shared.http.gate import unconsented
from shared.service import Service
from shared.tenancy.scope import Scope

_OUTSIDE: tuple[Source, ...] = (
    "guardian",
    "psychologist",
    "social_worker",
    "teacher",
    "import",
)
_POINTS: Final[Mapping[str, int]] = {"reached": 100, "partly": 50, "not_reached": 0}


def of_mentee(service: Service, scope: Scope, person: PersonId, year: str) -> dict[str, Any]:
    """Contraindications always; advice only while the consent for third parties lives."""
    said = list(_third_parties(service, scope, person, year))
    vetoes = {code for answers in said for code in answers.get("contraindications", ())}
    advised: set[str] = set()
    if said and _consents(service, scope, person):
        advised = {t for answers in said for t in answers.get("recommended_themes") or ()}
    return {"vetoes": tuple(sorted(vetoes)), "advised": tuple(sorted(advised))}


def of_mentor(service: Service, scope: Scope, person: PersonId) -> dict[str, Any]:
    profile = service.handler.state(scope, MENTOR_PROFILE, person).state
    due = profile.kind in CHECKED_KINDS
    rows = service.views.reader(scope, "pairings").all({"mentor": person})
    ended = [row.get("recorded") or row.get("outcome") for row in rows]
    points = [_POINTS[str(outcome)] for outcome in ended if outcome in _POINTS]
    return {
        "checked": (due, profile.checked_until if due else None),
        "outcomes": round(sum(points) / len(points)) if points else None,
    }


def _third_parties(
    service: Service, scope: Scope, person: PersonId, year: str
) -> Iterable[dict[str, Any]]:
    for source in _OUTSIDE:
        id = response_id(person, year, "third_party", source)
        response = service.handler.state(scope, QUESTIONNAIRE_RESPONSE, id).state
        if response.status == "answered":
            yield opened_json(service, scope, response.answers) or {}


def _consents(service: Service, scope: Scope, person: PersonId) -> bool:
    return not unconsented(service.gate, scope, "third_party", [person])
