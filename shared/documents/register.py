"""The documents that a service has issued, a row for each version: kinds, days, numbers, hashes."""

from __future__ import annotations

from typing import Any, ClassVar

from shared.domain.envelope import Recorded
from shared.domain.ids import PersonId
from shared.domain.issued import DocumentIssued, DocumentRevoked
from shared.domain.purposes import DOCUMENT
from shared.http.gate import unconsented
from shared.projections.projection import Projection
from shared.projections.view import View
from shared.service import Service
from shared.tenancy.scope import Scope

NAME = "issued_documents"


class IssuedDocuments(Projection):
    name: ClassVar[str] = NAME
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = (("code",), ("year", "kind"), ("document",))

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case DocumentIssued() as event:
                if event.version > 1:
                    _end(view, event.document, event.version - 1, "replaced")
                view.merge(row_id(event.document, event.version), **_row(event))
            case DocumentRevoked(document, _, version, on):
                _end(view, document, version, "revoked", revoked_on=on.isoformat())


def row_id(document: str, version: int) -> str:
    return f"{document}.{version}"


def _end(view: View, document: str, version: int, status: str, **more: str) -> None:
    """A version that was taken back stays so when another follows it."""
    found = view.get(row_id(document, version))
    if found is not None and found["status"] == "valid":
        view.merge(row_id(document, version), status=status, **more)


def _row(event: DocumentIssued) -> dict[str, Any]:
    return {
        "document": event.document, "kind": event.kind, "source": event.source,
        "year": event.year, "version": event.version, "code": event.code,
        "number": event.number, "on": event.on.isoformat(), "status": "valid",
        "files": [
            {"format": file.format, "sha256": file.sha256, "size": file.size}
            for file in event.files
        ],
        "people": list(event.people), "purpose": event.purpose, "own_form": bool(event.template),
    }  # fmt: skip


def check(service: Service, scope: Scope, code: str, sha256: str) -> dict[str, Any]:
    """What a stranger with the paper is told: kind, day, number, whether it is valid, and whether a
    file is the one that was issued. Never whom it names; of a paper about somebody who does not
    consent any more nothing is known."""
    rows = service.views.reader(scope, NAME).all({"code": code})
    if len(rows) != 1 or not _may_be_told(service, scope, rows[0]):
        return {"known": False}
    row = rows[0]
    told = {name: row[name] for name in ("kind", "number", "on", "year", "version", "status")}
    versions = service.views.reader(scope, NAME).all({"document": row["document"]})
    valid = [one for one in versions if one["status"] == "valid"]
    return {
        "known": True,
        **told,
        "changed": row.get("changed", []),
        "valid": {name: valid[0][name] for name in ("number", "on", "version")} if valid else None,
        "file": _compared(row, versions, sha256) if sha256 else None,
        "formats": [file["format"] for file in row["files"]],
    }


def _may_be_told(service: Service, scope: Scope, row: dict[str, Any]) -> bool:
    if row["purpose"] == DOCUMENT:
        return True
    return not unconsented(
        service.gate, scope, row["purpose"], [PersonId(one) for one in row["people"]]
    )


def _compared(row: dict[str, Any], versions: list[dict[str, Any]], sha256: str) -> dict[str, Any]:
    """``same``, ``version`` for another version of the same document, or ``changed``."""
    for one in (row, *versions):
        for file in one["files"]:
            if file["sha256"] == sha256:
                result = "same" if one["version"] == row["version"] else "version"
                return {"result": result, "format": file["format"], "version": one["version"]}
    return {"result": "changed"}
