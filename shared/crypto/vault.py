"""Seals texts about people and opens them again while their keys exist."""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.config import Settings
from shared.crypto.keyring import KeyRing, derive, joined, master_key
from shared.mongo import Client

_VERSION = "s1"
_NONCE = 12


@dataclass(frozen=True, slots=True)
class _Envelope:
    """``s1~ring~kid[+kid…]~stream~version~field~base64url(nonce, ciphertext)``; the tenant is not
    in it: who opens must know it."""

    ring: str
    kids: tuple[str, ...]
    stream: str
    version: str
    field: str
    sealed: bytes

    @classmethod
    def parse(cls, token: str) -> _Envelope | None:
        parts = token.split("~")
        if len(parts) != 7 or parts[0] != _VERSION:
            return None
        try:
            sealed = base64.urlsafe_b64decode(parts[6])
        except (binascii.Error, ValueError):
            return None
        return cls(parts[1], tuple(parts[2].split("+")), parts[3], parts[4], parts[5], sealed)


class Vault:
    """``own`` holds the service's keys, ``bus`` those that every service of the cell can open."""

    def __init__(self, own: KeyRing, bus: KeyRing) -> None:
        self._rings = {"own": own, "bus": bus}

    def seal(
        self,
        tenant: str,
        subjects: tuple[str, ...],
        purpose: str,
        ring: str,
        stream: str,
        version: int,
        field: str,
        text: str,
    ) -> str:
        """The envelope of a text about ``subjects``, bound to its place in the store.

        Several subjects: readable while none of them is erased. Raises Refused (``erased``) where
        one of them is already, ``ValueError`` without a subject.
        """
        if not subjects or "" in subjects:
            raise ValueError("a personal text needs to say about whom it is")
        slots = [(tenant, subject, purpose) for subject in dict.fromkeys(subjects)]
        keys = self._rings[ring].ensure_many(slots)
        kids = [keys[slot][0] for slot in slots]
        nonce = os.urandom(_NONCE)
        sealed = _cipher([keys[slot][1] for slot in slots]).encrypt(
            nonce, text.encode(), joined(tenant, stream, str(version), field)
        )
        body = base64.urlsafe_b64encode(nonce + sealed).decode()
        return "~".join((_VERSION, ring, "+".join(kids), stream, str(version), field, body))

    def open(self, tenant: str, token: str) -> str | None:
        """The text, or ``None``: erased, withdrawn, another tenant's, or not one of ours."""
        return self.open_many(tenant, [token])[token]

    def open_many(self, tenant: str, tokens: Iterable[str]) -> dict[str, str | None]:
        """As :meth:`open`, with one query a ring for all keys that are not known."""
        envelopes = {token: _Envelope.parse(token) for token in tokens}
        keys: dict[str, dict[str, bytes]] = {}
        for name, ring in self._rings.items():
            kids = [kid for e in envelopes.values() if e and e.ring == name for kid in e.kids]
            keys[name] = dict(ring.keys(tenant, kids)) if kids else {}
        return {
            token: _opened(tenant, envelope, keys.get(envelope.ring, {})) if envelope else None
            for token, envelope in envelopes.items()
        }

    def shred(self, tenant: str, subject: str, purpose: str) -> None:
        """Withdrawal: what was held for the purpose is dark here and on the bus."""
        for ring in self._rings.values():
            ring.shred(tenant, subject, purpose)

    def erase(self, tenant: str, subject: str) -> None:
        """Erasure: everything about the subject is dark, and nothing new can be sealed."""
        for ring in self._rings.values():
            ring.erase(tenant, subject)

    def erased(self, tenant: str, subjects: Iterable[str]) -> set[str]:
        """Those of the subjects who were erased, here or where it was heard first."""
        wanted = list(subjects)
        return {one for ring in self._rings.values() for one in ring.erased(tenant, wanted)}

    def replay_erasures(self) -> int:
        return sum(ring.replay_erasures() for ring in self._rings.values())

    @property
    def rings(self) -> Mapping[str, KeyRing]:
        return self._rings

    def digest(self, tenant: str, text: str) -> str:
        """A keyed hash for look-ups; another tenant's hash of the same text differs."""
        return self._rings["own"].digest(tenant, text)


def _cipher(keys: list[bytes]) -> AESGCM:
    return AESGCM(keys[0] if len(keys) == 1 else derive(b"".join(keys), "together"))


def _opened(tenant: str, envelope: _Envelope, keys: dict[str, bytes]) -> str | None:
    if any(kid not in keys for kid in envelope.kids):
        return None
    place = joined(tenant, envelope.stream, envelope.version, envelope.field)
    try:
        return (
            _cipher([keys[kid] for kid in envelope.kids])
            .decrypt(envelope.sealed[:_NONCE], envelope.sealed[_NONCE:], place)
            .decode()
        )
    except InvalidTag:
        return None


def open_vault(settings: Settings, client: Client) -> Vault:
    """The vault of a service: its own key database, and the one of the bus."""
    rings = []
    for name, suffix in ((settings.service, f"{settings.service}_keys"), ("bus", "bus_keys")):
        ring = KeyRing(client[settings.database(suffix)], name, master_key(settings.secrets, name))
        ring.prepare()
        rings.append(ring)
    return Vault(own=rings[0], bus=rings[1])
