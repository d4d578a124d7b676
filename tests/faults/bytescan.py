"""Looks for a text in files as bytes, in every form in which programs here could have written it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

_CHUNK = 8 * 2**20


def forms_of(text: str) -> dict[str, bytes]:
    """UTF-8, both UTF-16, and ``\\uXXXX`` escapes with small and with capital letters."""
    escaped = text.encode("ascii", "backslashreplace").decode()
    units = text.encode("utf-16-be")
    all_escaped = "".join(
        f"\\u{int.from_bytes(units[i : i + 2], 'big'):04x}" for i in range(0, len(units), 2)
    )
    return {
        "utf-8": text.encode(),
        "utf-16-le": text.encode("utf-16-le"),
        "utf-16-be": units,
        "escaped": escaped.encode(),
        "escaped in capitals": escaped.upper().replace("\\U", "\\u").encode(),
        "all escaped": all_escaped.encode(),
    }


def found_in(places: Iterable[Path], texts: Mapping[str, str]) -> set[tuple[str, str, str]]:
    """(name of the text, form, file) of every find; every file below every place is read."""
    wanted = {
        (name, form): pattern
        for name, text in texts.items()
        for form, pattern in forms_of(text).items()
    }
    longest = max(map(len, wanted.values()))
    finds: set[tuple[str, str, str]] = set()
    for path in _files(places):
        for chunk in _chunks(path, longest):
            finds |= {(*key, str(path)) for key, pattern in wanted.items() if pattern in chunk}
    return finds


def _files(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        yield from (path for path in sorted(place.rglob("*")) if path.is_file())


def _chunks(path: Path, overlap: int) -> Iterator[bytes]:
    """Overlapping, so that nothing hides on an edge; stretches of zeros are left out."""
    kept = b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if chunk.count(0) < len(chunk):
                yield kept + chunk
            kept = chunk[-overlap:]
