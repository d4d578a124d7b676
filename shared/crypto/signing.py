"""Signed papers: an Ed25519 signature over canonical JSON, with a key of its own, so that papers
can be checked for years whatever becomes of the keys of the tokens."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

NAME: Final = "certificates"
"""Of the key pair in the directory of secrets."""


@dataclass(frozen=True, slots=True)
class Signed:
    """``code`` is what people compare and look up: 20 letters and digits that follow from what was
    signed; ``key`` is the fingerprint of the public key."""

    content: str
    signature: str
    key: str
    code: str


class Signer:
    """Raises FileNotFoundError where the key is missing: nobody makes another in silence."""

    def __init__(self, directory: Path) -> None:
        key = load_pem_private_key((directory / f"{NAME}.key").read_bytes(), None)
        assert isinstance(key, Ed25519PrivateKey)
        self._key = key

    def sign(self, content: Mapping[str, Any]) -> Signed:
        """The same content gives the same signature."""
        text = canonical(content)
        signature = base64.urlsafe_b64encode(self._key.sign(text.encode())).decode()
        return Signed(text, signature, fingerprint(self._key.public_key()), code_of(text))


def canonical(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def code_of(text: str) -> str:
    """Groups of five, without letters that are taken for digits: ``ABCDE-23456-…``."""
    plain = base64.b32encode(hashlib.sha256(text.encode()).digest()).decode()[:20]
    return "-".join(plain[i : i + 5] for i in range(0, 20, 5))


def fingerprint(key: Ed25519PublicKey) -> str:
    raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return hashlib.sha256(raw).hexdigest()


def problem_with(document: object, directory: Path) -> str | None:
    """What is wrong with a downloaded certificate in a plain sentence, ``None`` where its signature
    holds. The document is anything that was read as JSON."""
    if not isinstance(document, Mapping) or not isinstance(document.get("certificate"), Mapping):
        return "this is not a certificate"
    key = load_pem_public_key((directory / f"{NAME}.pub").read_bytes())
    assert isinstance(key, Ed25519PublicKey)
    if document.get("key") != fingerprint(key):
        return "it was signed with a key that this installation does not have"
    text = canonical(document["certificate"])
    try:
        key.verify(base64.urlsafe_b64decode(str(document.get("signature"))), text.encode())
    except (InvalidSignature, binascii.Error, ValueError):
        return "the signature does not fit: the text was changed after signing"
    if document.get("code") != code_of(text):
        return "the code does not belong to this certificate"
    return None
