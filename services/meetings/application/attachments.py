"""Files of the journal: sealed in parts under the keys of everybody of the pairing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shared.crypto.parts import opened_parts, sealed_parts
from shared.documents.cleaning import LIMIT, cleaned
from shared.domain.errors import Invalid, NotFound
from shared.domain.ids import PersonId, TenantId
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service


@dataclass(frozen=True, slots=True)
class File:
    content: bytes
    type: str


def taken(content: bytes) -> File:
    """By what the file holds, whatever it is called; of a picture only what is seen. Raises Invalid
    for any other kind."""
    if not content:
        raise Invalid("the file is empty", {"file": ["send the file as the body"]})
    if len(content) > LIMIT:
        raise Invalid("the file is too large", {"file": ["at most 10 MB"]})
    if content.startswith((b"%PDF-1.", b"%PDF-2.")) and b"%%EOF" in content[-2048:]:
        return File(content, "application/pdf")
    try:
        picture = cleaned(content)
    except Invalid as fault:
        raise Invalid(
            "the file is of another kind",
            {"file": ["a whole PDF, JPEG or PNG, whatever its name is"]},
        ) from fault
    return File(picture.content, picture.type)


def keep_file(
    service: Service, scope: Scope, people: Sequence[PersonId], file: str, kept: File
) -> None:
    """Storing the same file again changes nothing that can be read."""
    place = f"attachment-{file}"
    for number, sealed in sealed_parts(
        service.vault, scope.tenant, people, "participation", place, kept.content
    ):
        part = {
            "_id": f"{scope.tenant}|{file}|{number}", "tenant": scope.tenant, "file": file,
            "number": number, "people": list(people), "type": kept.type, "sealed": sealed,
        }  # fmt: skip
        service.db.attachments.replace_one({"_id": part["_id"]}, part, upsert=True)


def read_file(service: Service, scope: Scope, file: str) -> File:
    """Raises NotFound once one of its people has withdrawn or is erased."""
    parts = list(service.db.attachments.find(_of(scope, file)).sort("number"))
    content = opened_parts(service.vault, scope.tenant, (part["sealed"] for part in parts))
    if content is None:
        raise NotFound("there is no such file")
    return File(content, parts[0]["type"])


def drop_file(service: Service, scope: Scope, file: str) -> None:
    service.db.attachments.delete_many(_of(scope, file))


def _of(scope: Scope, file: str) -> dict[str, Any]:
    """Its parts, found by the key that every part has."""
    return {"_id": {"$regex": f"^{re.escape(f'{scope.tenant}|{file}|')}"}, "tenant": scope.tenant}


def destroy_files(service: Service, tenant: TenantId, person: PersonId) -> None:
    """Everything that somebody whose key falls is part of."""
    service.db.attachments.delete_many({"tenant": tenant, "people": person})
