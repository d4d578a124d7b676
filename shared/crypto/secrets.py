"""Secrets that somebody brings, held against the real ones."""

from __future__ import annotations

import hmac


def same(real: str, brought: str) -> bool:
    """In a time that tells nothing; what is brought may be any text."""
    return hmac.compare_digest(real.encode(), brought.encode("utf-8", "surrogatepass"))
