"""Files in sealed parts: a document of the database holds at most 16 MiB."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from shared.crypto.vault import Vault

# Sealed text is a third longer than the file, twice.
_PART: Final = 4 * 2**20


def sealed_parts(
    vault: Vault, tenant: str, subjects: Sequence[str], purpose: str, place: str, content: bytes
) -> Iterator[tuple[int, str]]:
    """Number and token of each part, from 0; none of an empty file. ``place`` is the file's own name
    among the associated data."""
    for number, start in enumerate(range(0, len(content), _PART)):
        text = base64.b64encode(content[start : start + _PART]).decode()
        yield (
            number,
            vault.seal(tenant, tuple(subjects), purpose, "own", place, 1, str(number), text),
        )


def opened_parts(vault: Vault, tenant: str, tokens: Iterable[str]) -> bytes | None:
    """The file of its parts in their order; ``None`` where there are none, or one's key is gone."""
    texts = [vault.open(tenant, token) for token in tokens]
    if not texts or None in texts:
        return None
    return b"".join(base64.b64decode(text) for text in texts if text is not None)
