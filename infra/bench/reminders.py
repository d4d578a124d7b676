"""Reminders under two workers that are killed again and again: none missing, at most one sent twice for
each worker killed.

The workers are those of the meetings service as they run everywhere; a mail server of our own counts
Message-IDs, and a stand-in for participants tells addresses.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from infra.bench.report import Row
from infra.process import Child
from infra.programs import command_of
from infra.testing.mailing import MailServer, address_server, mail_server, noon_zone
from infra.waiting import wait_until
from services.meetings.application.letters import Wanted
from services.meetings.bootstrap import bootstrap
from shared.config import Settings
from shared.domain.ids import PersonId, TenantId
from shared.mongo import Db, Document
from shared.projections.registry import Registry, collection_of
from shared.projections.view import document_id
from shared.service import Service

_SCHOOLS: Final = 20


@dataclass(frozen=True, slots=True)
class Counted:
    due: int
    missing: int
    strange: int
    twice: int
    kills: int
    seconds: float


def seed(service: Service, letters: int, now: datetime) -> set[str]:
    """Meetings of two, whose reminder of a day before is due; answers the Message-IDs expected."""
    starts, expected = now + timedelta(hours=23, minutes=50), set[str]()
    calendar: list[Document] = []
    pairings: list[Document] = []
    for number in range(letters // 2):
        tenant = TenantId(f"school-{number % _SCHOOLS}")
        meeting, pairing = f"meeting-{number}", f"pairing-{number}"
        people = (PersonId(f"mentor-{number}"), PersonId(f"mentee-{number}"))
        calendar.append(
            {
                "_id": document_id(tenant, meeting), "tenant": tenant, "id": meeting,
                "day": starts.date().isoformat(), "starts_at": starts.isoformat(), "minutes": 45,
                "mode": "in_person", "what": "regular", "pairing": pairing, "rhythm": "",
                "status": "planned", "sequence": 0,
                "changed_at": (now - timedelta(days=9)).isoformat(),
            }
        )  # fmt: skip
        pairings.append(
            {
                "_id": document_id(tenant, pairing), "tenant": tenant, "id": pairing,
                "status": "open", "mentor": people[0], "mentees": [people[1]],
            }
        )  # fmt: skip
        for person in people:
            one = Wanted(tenant, "day", meeting, 0, person, "participation", now, starts)
            expected.add(f"<{one.id}@{service.settings.mail_domain}>")
    for view, documents in (("calendar", calendar), ("pairings", pairings)):
        name = collection_of(view, Registry(service.db).active(view))
        service.db[name].insert_many(documents, ordered=False)
    service.db.tenants.insert_many({"_id": f"school-{number}"} for number in range(_SCHOOLS))
    return expected


def run(environ: dict[str, str], logs: Path, letters: int, kills: int) -> Counted:
    """Kills one of the two workers at random moments, and starts it again at once."""
    now = datetime.now(UTC)
    with mail_server() as mail, address_server() as book:
        mail.keep = False
        environ = {
            **environ, "MENTORBASE_SMTP_URL": mail.url, "PARTICIPANTS_URL": book.url,
            "MENTORBASE_TIMEZONE": noon_zone(now), "BUS": "embedded",
        }  # fmt: skip
        service = bootstrap(Settings.from_env("meetings", environ))
        expected = seed(service, letters, now)
        begun = time.monotonic()
        with _two_workers(environ, logs) as workers:
            _kill_at_random(workers, mail, letters, kills)
            wait_until(lambda: _all_sent(service.db, letters), 180 + letters / 20, "all letters")
        took = time.monotonic() - begun
        service.client.close()
        return _counted(expected, mail.ids, kills, took)


@contextmanager
def _two_workers(environ: dict[str, str], logs: Path) -> Iterator[list[Child]]:
    command = command_of("meetings-worker")
    workers = [
        Child(name, command, logs / f"{name}.log", environ) for name in ("first", "second")
    ]  # fmt: skip
    try:
        for worker in workers:
            worker.start()
        yield workers
    finally:
        for worker in workers:
            worker.kill()


def _kill_at_random(workers: list[Child], mail: MailServer, letters: int, kills: int) -> None:
    dice = random.Random(letters)
    for number in range(1, kills + 1):
        goal = letters * number // (kills + 2) + dice.randrange(50)
        wait_until(partial(_has_sent, mail, goal), 180 + letters / 20, "some letters")
        victim = workers[dice.randrange(2)]
        victim.kill()
        victim.start()


def _has_sent(mail: MailServer, goal: int) -> bool:
    return len(mail.ids) >= goal


def _all_sent(db: Db, letters: int) -> bool:
    return db.letters.count_documents({"state": "sent"}) >= letters


def _counted(expected: set[str], ids: list[str], kills: int, seconds: float) -> Counted:
    sent = Counter(line.partition(":")[2].strip() for line in ids)
    return Counted(
        due=len(expected),
        missing=len(expected - sent.keys()),
        strange=len(sent.keys() - expected),
        twice=sum(count - 1 for count in sent.values()),
        kills=kills,
        seconds=seconds,
    )


def rows(environ: dict[str, str], logs: Path, letters: int = 50_000, kills: int = 10) -> list[Row]:
    """What is missing, and how many were sent twice for each kill."""
    found = run(environ, logs, letters, kills)
    note = f"{found.due} due, {kills} kills, {found.seconds:.0f} s"
    lost = found.missing + found.strange
    return [
        Row("reminders", "missing or unknown", lost, 0, "letters", lost, 0, False, note),
        Row("reminders", "sent twice", found.twice, kills, "letters",
            found.twice / max(kills, 1), 1, False, note),
    ]  # fmt: skip
