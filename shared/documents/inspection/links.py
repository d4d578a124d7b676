"""Where a link may lead: a page of the web, a letter, a place in the same document."""

from __future__ import annotations

import re
from typing import Final

_LINK: Final = re.compile(
    r"#[^\x00-\x1f\\]*|https?://[^\x00-\x20/\\][^\x00-\x20\\]*|mailto:[^\x00-\x1f\\]*", re.I
)


def is_link(address: str) -> bool:
    return bool(_LINK.fullmatch(address))
