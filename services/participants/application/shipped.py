"""Questionnaires, instruments and consent documents that ship with the service as data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from services.participants.domain.questionnaire_template.decider import QUESTIONNAIRE_TEMPLATE
from shared.domain.errors import NotFound
from shared.domain.ids import derived_id
from shared.service import Service
from shared.tenancy.scope import Scope

_DATA = Path(__file__).parent.parent / "data"
LANGUAGES = ("ru", "en")


@cache
def _read(name: str) -> Any:
    return json.loads((_DATA / name).read_text(encoding="utf-8"))


def shipped_templates() -> Mapping[str, Mapping[str, Any]]:
    return {code: _read(f"templates/{code}.json") for code in ("mentee", "mentor", "third_party")}


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


def template_stream(code: str) -> str:
    return derived_id("questionnaire_template", code)


def template(
    service: Service, scope: Scope, code: str, version: int | None = None
) -> Mapping[str, Any]:
    """The school's own template, the shipped one where it has none; the latest by default."""
    own = service.handler.state(scope, QUESTIONNAIRE_TEMPLATE, template_stream(code)).state
    shipped = shipped_templates().get(code)
    versions: dict[int, Mapping[str, Any]] = {shipped["version"]: shipped} if shipped else {}
    for published in own.versions:
        versions[published.version] = {
            **json.loads(published.content),
            "code": code,
            "version": published.version,
        }
    found = versions.get(max(versions, default=0) if version is None else version)
    if found is None:
        raise NotFound("there is no such questionnaire")
    return found


def wording(language: str) -> Mapping[str, Any]:
    """The words of the base of mentees as a workbook."""
    words: Mapping[str, Any] = _read("mentee_sheet.json")[language]
    return words
