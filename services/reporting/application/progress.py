"""What a school's municipality is told at once: stages and partners. People are counted in month ends
only, since numbers of two moments would tell who came in between."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec

from services.reporting.application.boards import late_items
from services.reporting.application.reading import (
    excluded_items,
    last_edition,
    not_companies,
    school_ledger,
)
from services.reporting.domain.evidence.board import prove, stages
from services.reporting.domain.progress.commands import Report
from services.reporting.domain.progress.counting import partners
from services.reporting.domain.progress.decider import PROGRESS
from services.reporting.domain.progress.events import SchoolProgressed
from shared.domain.ids import TenantId
from shared.scheduler import Due, Job
from shared.tenancy.scope import Scope, policy_scope

if TYPE_CHECKING:
    from shared.service import Service

NAME = "school_progress"
CHANGES = ("changes:log", "changes:bus")


class SchoolProgress:
    """Looks at every school of the cell; counts those whose evidence changed since the last look, and
    all once a day, since items become late by themselves.

    What it remembers is only to save work: after a restart everybody is counted once, and the
    decider drops what says nothing new.
    """

    def __init__(self) -> None:
        self._counted: dict[str, tuple[int, date]] = {}

    def __call__(self, service: Service, now: datetime) -> Iterable[Due]:
        for document in service.db.schools.find():
            school, municipality = TenantId(document["_id"]), TenantId(document["municipality"])
            scope = policy_scope(school, NAME, "", f"{NAME}:{now.isoformat()}")
            changes = _changes(service, scope)
            if self._counted.get(school) != (changes, now.date()):
                yield from _report(service, scope, municipality, changes, now)
                self._counted[school] = (changes, now.date())


def _changes(service: Service, scope: Scope) -> int:
    counters = service.views.reader(scope, "evidence").all({"id": {"$in": list(CHANGES)}})
    return sum(counter["changes"] for counter in counters)


def _report(
    service: Service, scope: Scope, municipality: TenantId, changes: int, now: datetime
) -> Iterator[Due]:
    receiver, others = scope.crossing("progress", municipality), not_companies(service)
    for plan in service.views.reader(scope, "roadmaps").all():
        ledger = school_ledger(service, scope, plan["year"])
        proofs = prove(ledger)
        edition = last_edition(service.views.reader(scope, "roadmap_editions"), plan["id"])
        late = late_items(plan, proofs, edition, now.date())
        progress = SchoolProgressed(
            school=scope.tenant,
            year=plan["year"],
            on=now.date(),
            stages=stages(proofs, excluded_items(plan["excluded"]), late),
            counts={},
            partners=tuple(TenantId(one) for one in partners(ledger, scope.tenant, others)),
        )
        key = f"{NAME}:{plan['year']}:{changes}:{_digest(progress)}"
        yield Due(receiver, PROGRESS, scope.tenant, Report(progress), key)


def _digest(progress: SchoolProgressed) -> str:
    """The same key must never come with another body."""
    text = msgspec.json.encode(asdict(progress), order="deterministic")
    return hashlib.sha256(text).hexdigest()[:32]


JOB = Job(NAME, SchoolProgress())
