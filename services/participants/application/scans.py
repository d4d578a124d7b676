"""Scans of paper consents: sealed in parts under the key of the person and the purpose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from shared.crypto.parts import opened_parts, sealed_parts
from shared.domain.errors import Invalid, NotFound
from shared.domain.ids import PersonId, TenantId
from shared.service import Service
from shared.tenancy.scope import Scope

LIMIT: Final = 10 * 2**20
_PNG: Final = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Scan:
    content: bytes
    type: str


def type_of(content: bytes) -> str:
    """By what the file holds, whatever it is called. Raises Invalid for any other kind."""
    if not content:
        raise Invalid("the file is empty", {"file": ["send the scan as the body"]})
    if len(content) > LIMIT:
        raise Invalid("the file is too large", {"file": ["at most 10 MB"]})
    if content.startswith(b"%PDF-1.") or content.startswith(b"%PDF-2."):
        if b"%%EOF" in content[-2048:]:
            return "application/pdf"
    elif content.startswith(b"\xff\xd8\xff"):
        if b"\xff\xd9" in content[-2048:]:
            return "image/jpeg"
    elif content.startswith(_PNG) and content[12:16] == b"IHDR" and b"IEND" in content[-64:]:
        return "image/png"
    raise Invalid(
        "the file is no scan", {"file": ["a whole PDF, JPEG or PNG file, whatever its name is"]}
    )


def keep_scan(
    service: Service, scope: Scope, person: PersonId, purpose: str, scan: str, content: bytes
) -> None:
    """Storing the same scan again changes nothing that can be read."""
    type = type_of(content)
    place = f"scan-{scan}"
    for number, sealed in sealed_parts(
        service.vault, scope.tenant, (person,), purpose, place, content
    ):
        part = {
            "_id": f"{scope.tenant}|{scan}|{number}", "tenant": scope.tenant, "scan": scan,
            "number": number, "person": person, "purpose": purpose, "type": type, "sealed": sealed,
        }  # fmt: skip
        service.db.scans.replace_one({"_id": part["_id"]}, part, upsert=True)


def read_scan(service: Service, scope: Scope, scan: str) -> Scan:
    """Raises NotFound once the purpose has ended or the person is erased."""
    wanted = {"tenant": scope.tenant, "scan": scan}
    parts = list(service.db.scans.find(wanted).sort("number"))
    content = opened_parts(service.vault, scope.tenant, (part["sealed"] for part in parts))
    if content is None:
        raise NotFound("there is no such scan")
    return Scan(content, parts[0]["type"])


def drop_scan(service: Service, scope: Scope, scan: str) -> None:
    service.db.scans.delete_many({"tenant": scope.tenant, "scan": scan})


def destroy_scans(
    service: Service, tenant: TenantId, person: PersonId, purpose: str | None = None
) -> None:
    """Of one purpose, or all of a person's. Their key falls beside this."""
    wanted: dict[str, Any] = {"tenant": tenant, "person": person}
    if purpose is not None:
        wanted["purpose"] = purpose
    service.db.scans.delete_many(wanted)
