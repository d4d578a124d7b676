"""What somebody wrote into a form while their session ended: sealed, for two hours, taken once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any, Final

from shared.crypto.vault import Vault
from shared.domain.ids import new_id
from shared.mongo import Db

_KEPT: Final = timedelta(hours=2)
_TENANT: Final = "gateway"
"""Nobody is signed in when it is kept, so it is sealed for no school."""


class Drafts:
    """A draft belongs to its address: only the form it was written in gets it back."""

    def __init__(self, db: Db, vault: Vault) -> None:
        self._drafts = db.drafts
        self._drafts.create_index("until", expireAfterSeconds=0)
        self._vault = vault

    def keep(self, path: str, owner: str, fields: Mapping[str, list[str]]) -> str:
        """The draft's id, which nobody can guess. ``owner`` is whoever the form was drawn for."""
        id = new_id()
        sealed = self._vault.seal(
            _TENANT, ("drafts",), "register", "own", f"draft-{id}", 1, "fields",
            json.dumps(dict(fields), ensure_ascii=False),
        )  # fmt: skip
        until = datetime.now(timezone.utc) + _KEPT
        self._drafts.insert_one(
            {"_id": id, "path": path, "owner": owner, "until": until, "sealed": sealed}
        )
        return id

    def take(self, path: str, owner: str, id: str) -> dict[str, Any] | None:
        """The fields, each with its values; ``None`` once taken, when its time is up, and for
        anybody but its owner: on a shared computer somebody else may have signed in meanwhile."""
        now = datetime.now(timezone.utc)
        found = self._drafts.find_one_and_delete(
            {"_id": id, "path": path, "owner": owner, "until": {"$gt": now}}
        )
        text = self._vault.open(_TENANT, found["sealed"]) if found else None
        return dict(json.loads(text)) if text else None
