"""Addresses that leave the platform: printed, sent, shown in other programs.

They begin with what the operator says people reach the pages by, never with what a request says of
itself: behind a proxy that is another address, and whoever asks may write anything there."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import url_for

from gateway.context import gateway


def site() -> str:
    """Without a slash at its end."""
    return gateway().settings.public_url


def outside(endpoint: str, **values: Any) -> str:
    return site() + url_for(endpoint, **values)


def readable_site(origin: str) -> str:
    """A name in Cyrillic as people write it; as it is where it cannot be read."""
    parts = urlsplit(origin)
    try:
        name = (parts.hostname or "").encode("ascii").decode("idna")
    except UnicodeError:
        return origin
    return f"{parts.scheme}://{name}" + (f":{parts.port}" if parts.port else "")
