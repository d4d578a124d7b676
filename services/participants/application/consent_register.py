"""The register of consents as a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.participants.application.consent_words import WORDS, day
from services.participants.application.people import names_of
from services.participants.application.shipped import document
from shared.documents.sheets import Sheet, as_xlsx
from shared.domain.ids import PersonId
from shared.service import Service
from shared.tenancy.scope import Scope

_COLUMNS = ("name", "purpose", "status", "giver", "signed_by", "method", "signed_on", "until",
            "ended_on", "version", "hash")  # fmt: skip
_BATCH = 500


def register_sheet(
    service: Service, scope: Scope, wanted: Mapping[str, Any], language: str
) -> bytes:
    """Every row that fits; a name that was erased is said to be so."""
    words = WORDS[language]
    rows = service.views.reader(scope, "consents").all(wanted)
    people = sorted({PersonId(row[f]) for row in rows for f in ("person", "by") if row.get(f)})
    names: dict[PersonId, str] = {}
    for start in range(0, len(people), _BATCH):
        part = people[start : start + _BATCH]
        names |= names_of(service, scope, part, why="consent register")
    written = sorted(_row(row, names, words, language) for row in rows)
    headings = tuple(words[column] for column in _COLUMNS)
    return as_xlsx(Sheet(words["register"], headings, written))


def _row(
    row: Mapping[str, Any],
    names: Mapping[PersonId, str],
    words: Mapping[str, str],
    language: str,
) -> tuple[str, ...]:
    return (
        names.get(row["person"], words["deleted"]),
        document(row["purpose"], language)["title"],
        words.get(row["status"], row["status"]),
        words.get(row.get("giver", ""), ""),
        names.get(row.get("by", ""), words["deleted"] if row.get("by") else ""),
        words.get(row.get("method", ""), ""),
        day(row.get("signed_on")),
        day(row.get("until")),
        day(row.get("ended_on")),
        str(row.get("text_version", "")),
        str(row.get("text_hash", "")),
    )
