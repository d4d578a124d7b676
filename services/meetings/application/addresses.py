"""Where a letter goes: asked of participants at the moment of sending, kept nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from shared.config import Settings
from shared.domain.errors import DomainError, Unavailable
from shared.domain.ids import TenantId
from shared.http.client import ServiceClient
from shared.http.tokens import Issuer
from shared.tenancy.scope import policy_scope

_SECONDS: Final = 3.0


@dataclass(frozen=True, slots=True)
class Found:
    """``without`` says of the others why they get no letter: ``consent-missing``, ``no-address``."""

    addresses: dict[str, str]
    without: dict[str, str]


class AddressBook:
    """Raises Unavailable where participants give no answer: nothing is sent then."""

    def __init__(self, settings: Settings) -> None:
        issuer = Issuer(settings.service, settings.secrets)
        self._client = ServiceClient(settings.urls["participants"], issuer, "participants")

    def look_up(self, tenant: TenantId, basis: str, people: Sequence[str]) -> Found:
        scope = policy_scope(tenant, "letters", "", "letters")
        body = {"people": sorted(set(people)), "basis": basis}
        try:
            answer = self._client.request(
                "POST", "/v1/people/mail-addresses", scope, json=body, seconds=_SECONDS,
                roles=frozenset({"service"}),
            ).json()  # fmt: skip
            return Found(dict(answer["addresses"]), dict(answer["without"]))
        except Unavailable:
            raise
        except (DomainError, ValueError, KeyError, TypeError) as error:
            raise Unavailable("addresses could not be asked for") from error
