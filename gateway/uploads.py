"""A workbook between its dry run and the confirmation: sealed, for a quarter of an hour."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Final

from shared.crypto.parts import opened_parts, sealed_parts
from shared.crypto.vault import Vault
from shared.domain.ids import new_id
from shared.mongo import Db

_KEPT: Final = timedelta(minutes=15)


class Uploads:
    def __init__(self, db: Db, vault: Vault) -> None:
        self._parts = db.uploads
        self._parts.create_index("until", expireAfterSeconds=0)
        self._vault = vault

    def keep(self, tenant: str, account: str, content: bytes) -> str:
        id = new_id()
        until = datetime.now(timezone.utc) + _KEPT
        parts = sealed_parts(self._vault, tenant, (account,), "register", f"upload-{id}", content)
        for number, sealed in parts:
            self._parts.insert_one(
                {"upload": id, "number": number, "tenant": tenant, "account": account,
                 "until": until, "sealed": sealed}
            )  # fmt: skip
        return id

    def take(self, tenant: str, account: str, id: str) -> bytes | None:
        """The file of this account, or ``None`` when its time is up."""
        wanted = {"upload": id, "tenant": tenant, "account": account,
                  "until": {"$gt": datetime.now(timezone.utc)}}  # fmt: skip
        found = self._parts.find(wanted).sort("number")
        return opened_parts(self._vault, tenant, (part["sealed"] for part in found))

    def forget(self, id: str) -> None:
        self._parts.delete_many({"upload": id})
