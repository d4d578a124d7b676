"""What may be asked of a public page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AllowSites:
    """All of them, as somebody wrote them; those not named may show it no longer."""

    sites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShowNumbers:
    shown: bool


PublicSiteCommand = AllowSites | ShowNumbers
