"""The municipality of the demo: its organisations, and the clock that moves through the year."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from infra.demo.asking import Asking, Caller, wait_for
from infra.testing.mailing import MailServer
from shared.clock import CellClock, advance
from shared.config import Settings
from shared.domain.ids import derived_id
from shared.domain.school_years import year_of
from shared.mongo import connect


@dataclass
class Town:
    """``say`` reports a step; ``directory`` takes the documents; ``year`` is the school year.
    ``mail`` has the letters of a stack of its own; elsewhere they go to real mailboxes, or wait."""

    asking: Asking
    settings: Settings
    directory: Path
    samples: Path
    say: Callable[[str], None]
    council: str = ""
    schools: list[School] = field(default_factory=list)
    companies: dict[str, str] = field(default_factory=dict)
    mail: MailServer | None = None

    def __post_init__(self) -> None:
        client = connect(self.settings.mongo_url)
        self._clock = CellClock(client[self.settings.database("control")])
        start = self.now().date()
        self.year = year_of(start)
        self.starts = start
        self.ends = date(int(self.year[:4]) + 1, 8, 31)

    def now(self) -> datetime:
        return self._clock.now()

    def today(self) -> str:
        return self.now().date().isoformat()

    def pass_days(self, days: float) -> None:
        """Every service sees the new present within half a second."""
        after = advance(self.settings, days)
        wait_for(self.now, lambda now: now >= after, "the moved clock")
        # Services look at the clock twice a second: after one more second all of them have seen it.
        reached = time.monotonic() + 1.0
        wait_for(time.monotonic, lambda now: now >= reached, "the services' clocks")

    def found(self) -> None:
        """Registers the municipality, three schools and a company; another comes by invitation."""
        self.council = derived_id("demo", self.settings.cell, "Город")
        admin = self.asking.caller(self.council, "municipal_admin")
        admin.post("participants", "/organisations", {"kind": "municipality", "name": "Город"})
        for number in (1, 2, 3):
            body = {"kind": "school", "name": f"Школа № {number}"}
            id = admin.post("participants", "/organisations", body)["id"]
            self.schools.append(School(self, number, id))
        body = {"kind": "company", "name": "Завод"}
        self.companies["company-1"] = admin.post("participants", "/organisations", body)["id"]


@dataclass
class School:
    """One school with the people the driver learns of as the year goes on."""

    town: Town
    number: int
    tenant: str
    mentees: list[str] = field(default_factory=list)
    mentors: list[str] = field(default_factory=list)
    cards: list[str] = field(default_factory=list)
    pairs: list[dict[str, Any]] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"Школа № {self.number}"

    @property
    def programme(self) -> str:
        return derived_id("programme", self.tenant, self.town.year)

    def _as(self, *roles: str, person: str | None = None) -> Caller:
        return self.town.asking.caller(self.tenant, *roles, person=person)

    @property
    def coordinator(self) -> Caller:
        return self._as("coordinator")

    @property
    def head(self) -> Caller:
        return self._as("head", person=self.facts.get("head"))

    @property
    def psychologist(self) -> Caller:
        return self._as("psychologist")

    def guardian(self, person: str) -> Caller:
        return self._as("guardian", person=person)

    def mentor(self, person: str) -> Caller:
        return self._as("mentor", person=person)

    def mentee(self, person: str) -> Caller:
        return self._as("mentee", person=person)
