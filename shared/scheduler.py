"""Turns due dates into commands: expiries, birthdays, reminders; keyed by the thing and its date."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from shared.domain.decider import Decider
from shared.domain.errors import Refused
from shared.mongo import is_transient
from shared.observability.logs import logger
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service

_log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Due:
    """One command that is due; ``key`` holds the thing and the due date, so that it happens once."""

    scope: Scope
    decider: Decider[Any, Any, Any]
    id: str
    command: Any
    key: str


@dataclass(frozen=True, slots=True)
class Job:
    """``due`` looks up what is due at a time; it may give the same thing again and again."""

    name: str
    due: Callable[[Service, datetime], Iterable[Due]]


class Scheduler:
    """Expiry is judged when deciding; a job only makes it visible without anybody asking."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def tick(self) -> int:
        """Runs every job once; answers how many commands changed something."""
        now = self._service.clock.now()
        return sum(self._run(job, now) for job in self._service.definition.jobs)

    def _run(self, job: Job, now: datetime) -> int:
        done = 0
        for due in job.due(self._service, now):
            try:
                outcome = self._service.handler.handle(
                    due.scope, due.decider, due.id, due.command, key=due.key
                )
                done += bool(outcome.events and not outcome.repeated)
            except Refused:
                continue  # the thing has changed since the read model was written
            except Exception as error:
                if is_transient(error):
                    raise
                _log.error("job_failed", job=job.name, reason=type(error).__name__)
        return done
