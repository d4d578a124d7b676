"""Instruments and consent documents that ship with the service as data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from shared.domain.errors import NotFound

_DATA = Path(__file__).parent.parent / "data"
LANGUAGES = ("ru", "en")


@cache
def _read(name: str) -> Any:
    return json.loads((_DATA / name).read_text(encoding="utf-8"))


def instruments() -> list[dict[str, Any]]:
    return list(_read("instruments.json"))


def instrument(code: str, version: int) -> Mapping[str, Any]:
    """Raises NotFound for an instrument or version that never was."""
    for found in instruments():
        if found["code"] == code and found["version"] == version:
            return found
    raise NotFound("there is no such instrument")


def document(purpose: str, language: str, version: int | None = None) -> dict[str, Any]:
    """What a person reads before consenting, and the hash that the consent keeps of it.

    The latest version by default; earlier ones stay, so that every hash has its text.
    """
    versions = {one["version"]: one for one in _read("consent_documents.json").get(purpose, ())}
    found = versions.get(max(versions, default=0) if version is None else version)
    if found is None or language not in LANGUAGES:
        raise NotFound("there is no such consent document")
    text = f"{found['title'][language]}\n\n{found['text'][language]}"
    return {
        "purpose": purpose,
        "language": language,
        "version": found["version"],
        "title": found["title"][language],
        "text": text,
        "hash": hashlib.sha256(text.encode()).hexdigest(),
    }


def wording(language: str) -> Mapping[str, Any]:
    """The words of the base of mentees as a workbook."""
    words: Mapping[str, Any] = _read("mentee_sheet.json")[language]
    return words
