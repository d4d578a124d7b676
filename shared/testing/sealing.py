"""Sealing that can be read by eye, for tests that are not about secrecy."""

from __future__ import annotations

import hashlib


class PlainSealer:
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
        return f"plain:{'+'.join(subjects)}:{purpose}:{text}"

    def digest(self, tenant: str, text: str) -> str:
        return hashlib.sha256(f"{tenant}|{text}".encode()).hexdigest()
