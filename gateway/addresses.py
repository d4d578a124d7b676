"""Addresses that leave the platform: printed, sent, shown in other programs.

They begin with what the operator says people reach the pages by, never with what a request says of
itself: behind a proxy that is another address, and whoever asks may write anything there."""

from __future__ import annotations

from typing import Any

from flask import url_for

from gateway.context import gateway


def site() -> str:
    """Without a slash at its end."""
    return gateway().settings.public_url


def outside(endpoint: str, **values: Any) -> str:
    return site() + url_for(endpoint, **values)
