"""A workbook between its dry run and the confirmation: sealed, for a quarter of an hour."""

from __future__ import annotations

import base64
from datetime import datetime, timedelta, timezone
from typing import Final

from shared.crypto.vault import Vault
from shared.domain.ids import new_id
from shared.mongo import Db

_KEPT: Final = timedelta(minutes=15)
# A document holds at most 16 MiB; sealed text is a third longer than the file, twice.
_PART: Final = 4 * 2**20


class Uploads:
    def __init__(self, db: Db, vault: Vault) -> None:
        self._parts = db.uploads
        self._parts.create_index("until", expireAfterSeconds=0)
        self._vault = vault

    def keep(self, tenant: str, account: str, content: bytes) -> str:
        id = new_id()
        until = datetime.now(timezone.utc) + _KEPT
        for number, start in enumerate(range(0, len(content), _PART)):
            text = base64.b64encode(content[start : start + _PART]).decode()
            sealed = self._vault.seal(
                tenant, (account,), "register", "own", f"upload-{id}", 1, str(number), text
            )
            self._parts.insert_one(
                {"upload": id, "number": number, "tenant": tenant, "account": account,
                 "until": until, "sealed": sealed}
            )  # fmt: skip
        return id

    def take(self, tenant: str, account: str, id: str) -> bytes | None:
        """The file of this account, or ``None`` when its time is up."""
        wanted = {"upload": id, "tenant": tenant, "account": account,
                  "until": {"$gt": datetime.now(timezone.utc)}}  # fmt: skip
        parts = [
            self._vault.open(tenant, part["sealed"])
            for part in self._parts.find(wanted).sort("number")
        ]
        if not parts or None in parts:
            return None
        return b"".join(base64.b64decode(part) for part in parts if part is not None)

    def forget(self, id: str) -> None:
        self._parts.delete_many({"upload": id})
