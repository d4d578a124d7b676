"""Pictures for the public page: judged by their content, without what the camera wrote into them, and
sealed in parts under the keys of everybody on them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from shared.crypto.parts import opened_parts, sealed_parts
from shared.domain.errors import NotFound
from shared.domain.ids import PersonId, TenantId
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service

PURPOSE: Final = "publication_image"


@dataclass(frozen=True, slots=True)
class File:
    content: bytes
    type: str


def keep_picture(
    service: Service, scope: Scope, people: Sequence[PersonId], picture: str, file: File
) -> None:
    """Storing the same picture again changes nothing that can be read."""
    place = f"picture-{picture}"
    for number, sealed in sealed_parts(
        service.vault, scope.tenant, people, PURPOSE, place, file.content
    ):
        part = {
            "_id": f"{scope.tenant}|{picture}|{number}", "tenant": scope.tenant,
            "picture": picture, "number": number, "people": list(people), "type": file.type,
            "sealed": sealed,
        }  # fmt: skip
        service.db.pictures.replace_one({"_id": part["_id"]}, part, upsert=True)


def read_picture(service: Service, scope: Scope, picture: str) -> File:
    """Raises NotFound once one of its people has withdrawn or is erased."""
    parts = list(service.db.pictures.find(_of(scope, picture)).sort("number"))
    content = opened_parts(service.vault, scope.tenant, (part["sealed"] for part in parts))
    if content is None:
        raise NotFound("there is no such picture")
    return File(content, parts[0]["type"])


def drop_picture(service: Service, scope: Scope, picture: str) -> None:
    service.db.pictures.delete_many(_of(scope, picture))


def destroy_pictures(service: Service, tenant: TenantId, person: PersonId) -> None:
    """Everything that shows somebody whose key falls."""
    service.db.pictures.delete_many({"tenant": tenant, "people": person})


def _of(scope: Scope, picture: str) -> dict[str, Any]:
    """Its parts, found by the key that every part has."""
    key = re.escape(f"{scope.tenant}|{picture}|")
    return {"_id": {"$regex": f"^{key}"}, "tenant": scope.tenant}
