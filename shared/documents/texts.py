"""What of a text can be written into a file: nobody who types or pastes something odd may make a paper
impossible to issue."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final, TypeVar

from shared.documents.glyphs import CARRIERS, COVERED, MARKS

T = TypeVar("T")
MISSING: Final = "□"
"""Stands where the fonts lack a character."""
_BREAKS: Final = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNWRITABLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000)
    )
    + "]"
)
_SPACES: Final = frozenset("\t\n \u00a0\u00ad\u200b")
_SILENT: Final = re.compile(
    "[\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0000-\U000e0fff]|\u200d(?![\0-\u1fff]).?", re.S
)
"""Parts of a sign made of several: colours of skin, ways to show it, and what is joined to it."""


def writable(text: str) -> str:
    """With line breaks for all that break a line or a page, without control characters, halves of
    surrogate pairs, and what is no character at all."""
    return _UNWRITABLE.sub("", _BREAKS.sub("\n", text))


def printable(text: str) -> str:
    """What the fonts of our PDFs can show of it; a sign that they lack is seen as ``MISSING``."""
    return "".join(_printed(_SILENT.sub("", unicodedata.normalize("NFC", writable(text)))))


def _printed(text: str) -> Iterator[str]:
    carried = False
    for sign in text:
        if sign in COVERED or sign in _SPACES:
            carried = sign in CARRIERS
            yield sign
        elif unicodedata.category(sign)[0] == "M" or unicodedata.category(sign) == "Cf":
            if carried and sign in MARKS:
                yield sign
        else:
            carried = False
            yield _like(sign)


def _like(sign: str) -> str:
    """The same in plain letters: of bold, wide, narrow and joined ones."""
    plain = unicodedata.normalize("NFKC", sign)
    return plain if all(one in COVERED or one in _SPACES for one in plain) else MISSING


def changed(thing: T, change: Callable[[str], str]) -> T:
    """A paper, or a part of it, with every text of it changed."""
    return _changed(thing, change)  # type: ignore[no-any-return]


def _changed(thing: Any, change: Callable[[str], str]) -> Any:
    if isinstance(thing, str):
        return change(thing)
    if isinstance(thing, Mapping):
        return {name: _changed(value, change) for name, value in thing.items()}
    if isinstance(thing, tuple | list):
        return type(thing)(_changed(one, change) for one in thing)
    if is_dataclass(thing) and not isinstance(thing, type):
        parts = {
            field.name: _changed(getattr(thing, field.name), change) for field in fields(thing)
        }
        return replace(thing, **parts)
    return thing
