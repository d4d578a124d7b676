"""Files of the journal: sealed in parts under the keys of everybody of the pairing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from services.meetings.domain.meeting_series.decider import MEETING_SERIES, Series
from services.meetings.domain.meeting_series.events import AttachmentRemoved, MeetingStruck
from shared.crypto.parts import opened_parts, sealed_parts
from shared.documents.cleaning import LIMIT, cleaned
from shared.domain.envelope import Recorded
from shared.domain.errors import Invalid, NotFound
from shared.domain.ids import PersonId, TenantId
from shared.policies import Policy
from shared.tenancy.scope import Scope, policy_scope

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
    service: Service, scope: Scope, series: Series, file: str, kept: File
) -> None:  # fmt: skip
    """Of the series' people. What is stored under this id already stays as it is."""
    place = f"attachment-{file}"
    for number, sealed in sealed_parts(
        service.vault, scope.tenant, series.people, "participation", place, kept.content
    ):
        part = {
            "_id": f"{scope.tenant}|{file}|{number}", "tenant": scope.tenant, "file": file,
            "pairing": series.pairing, "number": number, "people": list(series.people),
            "type": kept.type, "sealed": sealed,
        }  # fmt: skip
        service.db.attachments.update_one(
            {"_id": part["_id"]}, {"$setOnInsert": part}, upsert=True
        )  # fmt: skip


def read_file(service: Service, scope: Scope, series: Series, file: str) -> File:
    """Raises NotFound for what is not, or no longer, the series' own, and once one of its people has
    withdrawn or is erased."""
    if file not in series.attachments:
        raise NotFound("there is no such file")
    parts = list(service.db.attachments.find(_of(scope.tenant, series, file)).sort("number"))
    content = opened_parts(service.vault, scope.tenant, (part["sealed"] for part in parts))
    if content is None:
        raise NotFound("there is no such file")
    return File(content, parts[0]["type"])


class DropFiles(Policy):
    """Destroys what a series has named and names no more, whatever became of the request."""

    name: ClassVar[str] = "drop_files"
    on: ClassVar[tuple[type, ...]] = (AttachmentRemoved, MeetingStruck)

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        scope = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        drop_files(service, scope, service.handler.state(scope, MEETING_SERIES, recorded.key).state)


def drop_files(service: Service, scope: Scope, series: Series) -> None:
    for file in sorted(series.dropped):
        service.db.attachments.delete_many(_of(scope.tenant, series, file))


def _of(tenant: TenantId, series: Series, file: str) -> dict[str, Any]:
    """Its parts, found by the key that every part has; those of before have no pairing."""
    return {
        "_id": {"$regex": f"^{re.escape(f'{tenant}|{file}|')}"}, "tenant": tenant,
        "pairing": {"$in": [series.pairing, None]},
    }  # fmt: skip


def destroy_files(service: Service, tenant: TenantId, person: PersonId) -> None:
    """Everything that somebody whose key falls is part of."""
    service.db.attachments.delete_many({"tenant": tenant, "people": person})
