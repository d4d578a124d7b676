"""Short-lived signed tokens between processes: who asks, for which tenant, in which roles."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from shared.crypto import signing
from shared.domain.ids import ActorId, PersonId, TenantId
from shared.tenancy.scope import Scope

ISSUERS = ("gateway", "participants", "matching", "meetings", "reporting")
_ALGORITHMS = ["Ed25519"]
_LEEWAY = 5
_KNOWN_TOKENS = 2_000


class BadToken(Exception):
    """Missing, malformed, expired, for another audience, or signed by nobody we know."""


@dataclass(frozen=True, slots=True)
class Claims:
    tenant: TenantId
    actor: ActorId
    roles: frozenset[str]
    person: PersonId | None
    issuer: str

    def scope(self, correlation: str) -> Scope:
        return Scope(self.tenant, self.actor, self.roles, self.person, correlation)


def ensure_keys(directory: Path, names: Iterable[str] = (*ISSUERS, signing.NAME)) -> None:
    """Makes the Ed25519 key pairs that are missing: ``<name>.key`` (private) and ``<name>.pub``; that
    of the certificates signs no tokens."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in names:
        private = directory / f"{name}.key"
        if private.exists():
            continue
        key = OKPKey.generate_key("Ed25519")
        (directory / f"{name}.pub").write_bytes(key.as_pem(private=False))
        descriptor = os.open(private, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(key.as_pem(private=True))


class Issuer:
    """Signs with the private key of one process: the gateway, or a service asking a service."""

    def __init__(self, name: str, directory: Path) -> None:
        self._name = name
        self._key = OKPKey.import_key((directory / f"{name}.key").read_bytes())

    def issue(
        self,
        audience: str,
        *,
        tenant: str,
        actor: str,
        roles: Iterable[str] = (),
        person: str | None = None,
        seconds: int = 60,
    ) -> str:
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self._name, "aud": audience, "sub": actor, "tenant": tenant,
            "roles": sorted(roles), "iat": now, "exp": now + seconds,
        }  # fmt: skip
        if person is not None:
            claims["person"] = person
        header = {"alg": "Ed25519", "kid": self._name}
        return jwt.encode(header, claims, self._key, algorithms=_ALGORITHMS)


class Verifier:
    """Knows the public keys of all issuers; accepts one algorithm and one audience."""

    def __init__(self, directory: Path, audience: str) -> None:
        self._audience = audience
        self._verified: dict[str, tuple[Claims, float, float]] = {}
        self._keys = {
            name: OKPKey.import_key(path.read_bytes())
            for name in ISSUERS
            if (path := directory / f"{name}.pub").exists()
        }

    def verify(self, token: str) -> Claims:
        """Raises BadToken. A signature is checked once for each token, its time every time."""
        found = self._verified.get(token)
        if found is None:
            found = self._check(token)
            if len(self._verified) >= _KNOWN_TOKENS:
                self._verified.clear()
            self._verified[token] = found
        claims, begins, ends = found
        if not begins - _LEEWAY <= time.time() < ends + _LEEWAY:
            self._verified.pop(token, None)
            raise BadToken("expired")
        return claims

    def _check(self, token: str) -> tuple[Claims, float, float]:
        try:
            name = _unverified_kid(token)
            decoded = jwt.decode(token, self._keys[name], algorithms=_ALGORITHMS)
            claims = decoded.claims
            if claims["aud"] != self._audience or claims["iss"] != name:
                raise BadToken("for another audience")
            whose = Claims(
                TenantId(claims["tenant"]),
                ActorId(claims["sub"]),
                frozenset(claims["roles"]),
                PersonId(claims["person"]) if "person" in claims else None,
                name,
            )
            return whose, float(claims["iat"]), float(claims["exp"])
        except (JoseError, KeyError, TypeError, ValueError) as error:
            raise BadToken("not a valid token") from error


def _unverified_kid(token: str) -> str:
    from joserfc.jws import extract_compact

    kid = extract_compact(token.encode()).headers().get("kid")
    if not isinstance(kid, str):
        raise BadToken("no key named")
    return kid
