"""The consent gate: asked synchronously before anything that needs a purpose, never cached."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from shared.config import Settings
from shared.domain.errors import ConsentMissing, DomainError, Unavailable
from shared.http.client import ServiceClient
from shared.http.rounds import Rounds
from shared.http.tokens import Issuer
from shared.tenancy.scope import Scope

SECONDS = 0.3
BATCH = 500


class ConsentGate(Protocol):
    def require(self, scope: Scope, purpose: str, people: Iterable[str]) -> None:
        """Returns when all have a live consent now. Raises ConsentMissing with those who have not,
        Unavailable where there is no answer in time: the caller must store nothing."""
        ...


def unconsented(
    gate: ConsentGate, scope: Scope, purpose: str, people: Iterable[str]
) -> frozenset[str]:
    """Who of them has no live consent now. Raises Unavailable as the gate does."""
    try:
        gate.require(scope, purpose, people)
    except ConsentMissing as refusal:
        return frozenset(refusal.people)
    return frozenset()


class HttpConsentGate:
    """Asks participants, which reads the consents' own streams.

    Requests that come while a question is under way are asked together in the next one (see
    :class:`~shared.http.rounds.Rounds`): every question is put after its request began.
    """

    def __init__(self, client: ServiceClient, seconds: float = SECONDS) -> None:
        self._client = client
        self._seconds = seconds
        self._rounds = Rounds(BATCH)

    def require(self, scope: Scope, purpose: str, people: Iterable[str]) -> None:
        everyone = list(dict.fromkeys(people))
        missing: list[str] = []
        for start in range(0, len(everyone), BATCH):
            missing += self._missing(scope, purpose, everyone[start : start + BATCH])
        if missing:
            raise ConsentMissing(purpose, tuple(missing))

    def _missing(self, scope: Scope, purpose: str, people: list[str]) -> list[str]:
        def ask(everybody: Sequence[str], seconds: float) -> frozenset[str]:
            answer = self._client.request(
                "POST", "/v1/consents/check", scope,
                json={"purpose": purpose, "people": list(everybody)},
                seconds=seconds, roles=frozenset({"service"}),
            ).json()  # fmt: skip
            return frozenset(str(person) for person in answer["missing"])

        try:
            missing = self._rounds.ask((scope.tenant, purpose), people, self._seconds, ask)
            return [person for person in people if person in missing]
        except Unavailable:
            raise
        except (DomainError, ValueError, KeyError, TypeError) as error:
            raise Unavailable("consents could not be checked") from error


def http_consent_gate(settings: Settings) -> HttpConsentGate:
    issuer = Issuer(settings.service, settings.secrets)
    return HttpConsentGate(ServiceClient(settings.urls["participants"], issuer, "participants"))
