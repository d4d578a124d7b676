"""The code on a paper: which service issued it, and 100 bits that nobody guesses.

It follows from the cell's key, so that the same version of the same document always has the same
code and no other has it. Read aloud and typed, it survives small letters, spaces, and the Cyrillic
letters and digits that look like those it is made of.
"""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from shared.crypto.vault import Vault

PREFIXES: Final = {"participants": "P", "matching": "M", "reporting": "R"}
"""A code without a prefix is that of a certificate, as they were before."""
_SERVICES: Final = {prefix: service for service, prefix in PREFIXES.items()}
_LETTERS: Final = 20
_GROUP: Final = 5
_CODE: Final = re.compile(r"([PMR])?([A-Z2-7]{20})")
_LIKE: Final = str.maketrans("АВЕЗКМНОРСТУХІ018", "ABE3KMHOPCTYXIOIB")
"""Base32 has neither 0, 1 nor 8."""


def letters_of(digest: str) -> str:
    """Twenty letters of five bits each, in groups of five."""
    plain = base64.b32encode(hashlib.sha256(digest.encode()).digest()).decode()[:_LETTERS]
    return "-".join(plain[n : n + _GROUP] for n in range(0, _LETTERS, _GROUP))


def document_code(vault: Vault, service: str, tenant: str, document: str, version: int) -> str:
    """``R-ABCDE-FGHIJ-KLMNO-PQRST``; without the cell's key nobody can make it."""
    digest = vault.digest(tenant, f"document:{document}:{version}")
    return f"{PREFIXES[service]}-{letters_of(digest)}"


def normalised(typed: str) -> str | None:
    """A code as it is printed, from what somebody typed; ``None`` for what can be no code."""
    plain = re.sub(r"[\s\-–—.]+", "", typed.upper()).translate(_LIKE)
    found = _CODE.fullmatch(plain) if len(plain) <= _LETTERS + 1 else None
    if found is None:
        return None
    groups = [found[2][n : n + _GROUP] for n in range(0, _LETTERS, _GROUP)]
    return "-".join([*((found[1],) if found[1] else ()), *groups])


def service_of(code: str) -> str | None:
    """Who issued it; ``None`` for a certificate's code without a prefix."""
    return _SERVICES.get(code.partition("-")[0])


def check_address(site: str, tenant: str, code: str) -> str:
    """Where the paper can be checked, for its QR code."""
    return f"{site.rstrip('/')}/check/{tenant}.{code}"
