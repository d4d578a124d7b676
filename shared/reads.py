"""Every reading of personal data is itself recorded: who, whom, what, why and when; never changed."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from bson import ObjectId
from bson.errors import InvalidId
from pymongo import ASCENDING, DESCENDING

from shared.domain.errors import Invalid
from shared.domain.ids import TenantId
from shared.mongo import Db, Document
from shared.projections.reader import PAGE, PAGE_MAX, Page
from shared.tenancy.scope import Scope

WHY: Final = r"[a-z0-9][a-z0-9 _.-]{0,59}"
"""A reason is a few plain words of the platform, never a text about somebody."""
_SUBJECTS_MAX: Final = 500


class ReadLog:
    """``reads`` in a service's database. It only grows: there is no call that changes or deletes."""

    def __init__(self, db: Db) -> None:
        self._reads = db.reads

    def prepare(self) -> None:
        self._reads.create_index(
            [("tenant", ASCENDING), ("subjects", ASCENDING), ("at", DESCENDING),
             ("_id", DESCENDING)],
            name="subject",
        )  # fmt: skip

    def record(
        self,
        scope: Scope,
        subjects: Iterable[str],
        *,
        why: str,
        what: Sequence[str],
        at: datetime,
        note: str = "",
    ) -> None:
        """Before the answer goes out. ``what`` are kinds of data, such as ``name``; ``note`` is a
        sealed text. Nobody's data, nothing recorded."""
        about = list(dict.fromkeys(subject for subject in subjects if subject))
        entry: Document = {
            "tenant": scope.tenant, "actor": scope.actor, "roles": sorted(scope.roles),
            "person": scope.person, "why": why, "what": list(dict.fromkeys(what)), "at": at,
        }  # fmt: skip
        if note:
            entry["note"] = note
        parts = [about[i : i + _SUBJECTS_MAX] for i in range(0, len(about), _SUBJECTS_MAX)]
        if parts:
            self._reads.insert_many([{**entry, "subjects": part} for part in parts])

    def of(
        self, tenant: TenantId, subject: str, *, after: str | None = None, limit: int = PAGE
    ) -> Page:
        """Who has read the subject's data, the latest first. Raises Invalid for a cursor that is
        none of ours."""
        wanted: Document = {"tenant": tenant, "subjects": subject}
        if after is not None:
            at, id = read_cursor(after)
            earlier = [{"at": {"$lt": at}}, {"at": at, "_id": {"$lt": ObjectId(id)}}]
            wanted = {"$and": [wanted, {"$or": earlier}]}
        size = max(1, min(limit, PAGE_MAX))
        order = [("at", DESCENDING), ("_id", DESCENDING)]
        found = list(self._reads.find(wanted).sort(order).limit(size + 1))
        items = [_shown(entry) for entry in found[:size]]
        return Page(items, cursor_after(items[-1]) if len(found) > size else None)


def _shown(entry: Document) -> dict[str, Any]:
    return {
        "id": str(entry["_id"]),
        "at": entry["at"].isoformat(),
        "actor": entry["actor"],
        "roles": entry.get("roles", []),
        "person": entry.get("person"),
        "why": entry["why"],
        "what": entry.get("what", []),
    }


def cursor_after(item: dict[str, Any]) -> str:
    """The cursor of what is older than a shown entry, whichever service's log holds it."""
    text = json.dumps([item["at"], item["id"]])
    return base64.urlsafe_b64encode(text.encode()).decode()


def read_cursor(cursor: str) -> tuple[datetime, str]:
    try:
        at, id = json.loads(base64.urlsafe_b64decode(cursor))
        return datetime.fromisoformat(at), str(ObjectId(id))
    except (ValueError, TypeError, InvalidId) as error:
        raise Invalid("the cursor is not one of ours", {"after": ["unknown"]}) from error
