"""Purposes for which personal data are held; each has a consent document and keys of its own."""

from __future__ import annotations

from typing import Final, Literal

Purpose = Literal[
    "participation", "third_party", "sharing", "publication", "after_programme", "psychology"
]
CONSENT_PURPOSES: Final[tuple[Purpose, ...]] = (
    "participation",
    "third_party",
    "sharing",
    "publication",
    "after_programme",
    "psychology",
)

REGISTER: Final = "register"
"""Not a consent: what a school holds of its own pupils and staff on another legal basis
(name, class, birth date, a guardian's contact on the consent list)."""

DOCUMENT: Final = "document"
"""Not a consent: an issued order, kept under its legal basis after erasure of the rest."""
