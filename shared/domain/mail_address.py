"""Addresses that letters can be sent to: the plain ones, which every mail server takes."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 200
_LOCAL: Final = r"[A-Za-z0-9_%+-]{1,64}(?:\.[A-Za-z0-9_%+-]{1,64})*"
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_BETWEEN: Final = re.compile(r"[\s,;:<>()\[\]\"«»„“”]+")
_ADDRESS: Final = re.compile(rf"{_LOCAL}@{_LABEL}(?:\.{_LABEL})+")


def is_address(text: str) -> bool:
    return len(text) <= LONGEST and _ADDRESS.fullmatch(text) is not None


def address_in(text: str) -> str | None:
    """The first address in a text. Only whole words are looked at: a part of a mistyped one is the
    address of somebody else."""
    words = (word.rstrip(".!?") for word in _BETWEEN.split(text))
    return next((word for word in words if is_address(word)), None)
