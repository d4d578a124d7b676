"""Facts about a public page; they name no person."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SitesAllowed:
    """All sites that may show the page inside theirs, as origins (``https://school.example``)."""

    sites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NumbersShown:
    """Whether the year's numbers, as the municipality published them, stand on the page."""

    shown: bool


PublicSiteEvent = SitesAllowed | NumbersShown
EVENTS: tuple[type, ...] = (SitesAllowed, NumbersShown)
