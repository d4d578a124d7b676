"""Counts all schools of a municipality on the first days of a month, and has the end of the last one
published. Exact numbers are held in memory while that is done, and nowhere else."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from services.reporting.application.reading import excluded_items, school_ledger
from services.reporting.domain.evidence.board import prove, stages
from services.reporting.domain.evidence.ledger import Ledger
from services.reporting.domain.month_end.commands import Publish, SchoolCount, ThemeCount
from services.reporting.domain.month_end.decider import MONTH_ENDS
from services.reporting.domain.month_end.events import Tie
from services.reporting.domain.progress.counting import at_home
from services.reporting.domain.progress.events import StageProgress
from services.reporting.domain.progress.exact import MentorsAtHome, parts
from shared.domain.ids import TenantId, derived_id
from shared.domain.school_years import year_of
from shared.scheduler import Due, Job
from shared.tenancy.scope import Scope, policy_scope

if TYPE_CHECKING:
    from shared.service import Service

NAME: Final = "month_end"
LATEST: Final = 10
"""A month end that was not counted by this day of the next month is left out: the numbers would be
another day's."""


def id_of(municipality: TenantId, year: str) -> str:
    return derived_id("month_ends", municipality, year)


def month_ends_due(service: Service, now: datetime) -> Iterable[Due]:
    today = now.date()
    if today.day > LATEST:
        return
    month_end = today.replace(day=1) - timedelta(days=1)
    schools: defaultdict[TenantId, list[TenantId]] = defaultdict(list)
    for document in service.db.schools.find():
        schools[TenantId(document["municipality"])].append(TenantId(document["_id"]))
    for municipality, members in schools.items():
        yield from _due(service, municipality, sorted(members), month_end, now)


def _due(
    service: Service,
    municipality: TenantId,
    schools: list[TenantId],
    month_end: date,
    now: datetime,
) -> Iterator[Due]:
    year, correlation = year_of(month_end), f"{NAME}:{month_end.isoformat()}"
    receiver = policy_scope(schools[0], NAME, "", correlation).crossing("month_end", municipality)
    done = {"year": year, "month_end": month_end.isoformat()}
    if service.views.reader(receiver, "month_ends").count(done):
        return
    counted = _Counted(service, year, correlation)
    for school in schools:
        counted.add(policy_scope(school, NAME, "", correlation))
    if counted.schools:
        command = counted.command(month_end, now.date())
        yield Due(receiver, MONTH_ENDS, id_of(municipality, year), command, correlation)


class _Counted:
    """All schools that have a roadmap of the year, added up one by one."""

    def __init__(self, service: Service, year: str, correlation: str) -> None:
        self._service = service
        self._year = year
        self.schools: dict[TenantId, tuple[tuple[StageProgress, ...], dict[str, int]]] = {}
        self._mentors = MentorsAtHome()
        self._asked: defaultdict[str, int] = defaultdict(int)
        self._offering: defaultdict[str, dict[tuple[str, str], int]] = defaultdict(dict)
        self._shared: dict[tuple[str, str], set[TenantId]] = {}

    def add(self, scope: Scope) -> None:
        plans = self._service.views.reader(scope, "roadmaps").all({"year": self._year})
        if not plans:
            return
        ledger = school_ledger(self._service, scope, self._year)
        done = stages(prove(ledger), excluded_items(plans[0]["excluded"]))
        self.schools[scope.tenant] = (done, parts(ledger))
        self._mentors.add(ledger)
        self._add_themes(scope, ledger)
        for doc in ledger.ordered:
            if doc["home"] != scope.tenant:
                self._shared.setdefault(at_home(doc, "mentor"), set()).add(scope.tenant)

    def _add_themes(self, scope: Scope, ledger: Ledger) -> None:
        docs = [doc for doc in (*ledger.admitted, *ledger.listed) if doc.get("features")]
        opened = self._service.vault.open_many(scope.tenant, [d["features"] for d in docs])
        for doc in docs:
            for theme in _themes(opened[doc["features"]]):
                if doc["kind"] == "mentee":
                    self._asked[theme] += 1
                else:
                    self._offering[theme][at_home(doc, "person")] = doc["capacity"]

    def command(self, month_end: date, today: date) -> Publish:
        themes = sorted(self._asked.keys() | self._offering.keys())
        ties = {(home, to) for (home, _), schools in self._shared.items() for to in schools}
        return Publish(
            year=self._year,
            month_end=month_end,
            counted_on=today,
            schools=tuple(
                SchoolCount(school, done, {**counted, **self._mentors.of(school)})
                for school, (done, counted) in self.schools.items()
            ),
            themes=tuple(
                ThemeCount(
                    theme,
                    self._asked[theme],
                    len(self._offering[theme]),
                    sum(self._offering[theme].values()),
                )
                for theme in themes
            ),
            shared_mentors=len(self._shared),
            ties=tuple(Tie(TenantId(home), to) for home, to in sorted(ties)),
        )


def _themes(text: str | None) -> set[str]:
    return set(json.loads(text).get("themes") or ()) if text else set()


JOB = Job(NAME, month_ends_due)
