"""The access report with words beside its codes: what the page and the file show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from services.participants.application import access_words as words
from services.participants.application.access import Report
from services.participants.application.access_paper import said
from services.participants.application.access_words import word


def described(report: Report, language: str) -> dict[str, Any]:
    document = asdict(report)
    document["services"] = [
        {
            "service": name,
            "title": word(words.SERVICES, name, language),
            "items": [_item(item, language) for item in held["items"]],
            "kept": held["kept"],
        }
        for name, held in report.services.items()
    ]
    for receiver in document["receivers"]:
        receiver["titles"] = [word(words.FIELDS, f, language) for f in receiver["fields"]]
    document["reads"] = [described_read(one, language) for one in report.reads]
    return document


def described_read(one: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Who read is told by role: an account's number would say nothing to the subject."""
    return {
        **{name: one[name] for name in ("at", "service", "roles", "what", "why")},
        "who": [word(words.ROLES, role, language) for role in one["roles"]],
        "seen": [word(words.FIELDS, what, language) for what in one["what"]],
        "reason": word(words.REASONS, one["why"], language),
    }


def _item(item: Mapping[str, Any], language: str) -> dict[str, Any]:
    return {
        **item,
        "title": word(words.KINDS, item["kind"].split(".", 1)[0], language),
        "for": [word(words.PURPOSES, one, language) for one in item["purposes"]],
        "lines": [{"title": field, "text": text} for field, text in said(item, language)],
    }
