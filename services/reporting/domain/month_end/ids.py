"""What a published month end is known by."""

from __future__ import annotations


def latest_of(year: str) -> str:
    """The id of a copy of the year's last month end, so that a page is one read."""
    return f"{year}:latest"
