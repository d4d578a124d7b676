"""Identifiers: opaque, unguessable, and a type each, so that one cannot stand where another is due."""

from __future__ import annotations

import re
import uuid
from hashlib import sha1, sha256
from typing import Final, NewType

TenantId = NewType("TenantId", str)
"""An organisation that owns data: the municipality, a school or a company."""
PersonId = NewType("PersonId", str)
"""A natural person as one tenant knows them; another tenant's id of the same person differs."""
ActorId = NewType("ActorId", str)
"""Who acts: an account, or ``policy:…``, ``scheduler:…``, ``consumer:…`` of a service."""
ProgrammeId = NewType("ProgrammeId", str)
PairingId = NewType("PairingId", str)
CommitId = NewType("CommitId", str)
StreamId = NewType("StreamId", str)
"""``<category>-<id>``; unique inside its tenant only."""

ID_PATTERN: Final = r"[A-Za-z0-9_-]{1,64}"
_ID: Final = re.compile(ID_PATTERN)
_NAMESPACE = uuid.UUID("5f0c6a55-6c0b-4a0e-9b57-3f6f0d1d8a11")


def is_id(text: str) -> bool:
    """Whether it can be an id: nothing else may come from outside, or stand in a path."""
    return _ID.fullmatch(text) is not None


def new_id() -> str:
    """A random id of 122 bits: never guessable, safe to show in an address."""
    return uuid.uuid4().hex


def derived_id(*parts: str) -> str:
    """The same parts always give the same id (UUID version 5); a part may hold any character."""
    name = "".join([f"{len(part)}:{part}" for part in parts])
    id = bytearray(sha1(_NAMESPACE.bytes + name.encode(), usedforsecurity=False).digest()[:16])
    id[6] = id[6] & 0x0F | 0x50
    id[8] = id[8] & 0x3F | 0x80
    return id.hex()


def id_of_secret(kind: str, secret: str) -> str:
    """Always the same for the same secret; nobody comes from it to the secret."""
    return derived_id(kind, sha256(secret.encode()).hexdigest())


def stream_id(category: str, id: str) -> StreamId:
    return StreamId(f"{category}-{id}")
