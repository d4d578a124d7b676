"""Purposes for which personal data are held; each has a consent document and keys of its own."""

from __future__ import annotations

from typing import Final, Literal

Purpose = Literal[
    "participation",
    "third_party",
    "psychology",
    "sharing",
    "publication_image",
    "publication_case",
    "publication_award",
    "after_programme",
    "publication",
]

OFFERED_PURPOSES: Final[tuple[Purpose, ...]] = (
    "participation",
    "third_party",
    "psychology",
    "sharing",
    "publication_image",
    "publication_case",
    "publication_award",
    "after_programme",
)
"""What can be asked for today, in the order in which people are asked."""

CONSENT_PURPOSES: Final[tuple[Purpose, ...]] = (*OFFERED_PURPOSES, "publication")
"""What a consent may exist for. ``publication`` was one document for image, case and award
together: a consent given to it can be read, checked and withdrawn, and holds for what was written
under it; it is not asked for again."""

PUBLICATION_PURPOSES: Final = frozenset(
    {"publication", "publication_image", "publication_case", "publication_award"}
)

REGISTER: Final = "register"
"""Not a consent: what a school holds of its own pupils and staff on another legal basis
(name, class, birth date, a guardian's contact on the consent list)."""

DOCUMENT: Final = "document"
"""Not a consent: an issued order, kept under its legal basis after erasure of the rest."""
