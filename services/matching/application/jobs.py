"""What falls due by itself: decisions that nobody took in time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from services.matching.domain.pairing import commands
from services.matching.domain.pairing.decider import PAIRING
from shared.domain.ids import TenantId
from shared.scheduler import Due, Job
from shared.tenancy.scope import policy_scope

if TYPE_CHECKING:
    from shared.service import Service


def _overdue_decisions(service: Service, now: datetime) -> Iterable[Due]:
    today = now.date()
    for document in service.db.tenants.find({}, {"_id": 1}).sort("_id", 1):
        scope = policy_scope(TenantId(document["_id"]), "scheduler:decisions", "", "scheduler")
        late = {"status": "open", "due": {"$lt": today.isoformat()}, "escalated": False}
        for row in service.views.reader(scope, "tasks").all(late):
            key = f"escalate:{row['pairing']}:{row['due']}"
            yield Due(scope, PAIRING, row["pairing"], commands.Escalate(today), key)


JOBS: tuple[Job, ...] = (Job("overdue_decisions", _overdue_decisions),)
