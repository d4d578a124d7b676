"""What the pages of a pair share: how it stands, its rules and names, and the next step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from gateway.context import ask, names, signed_in
from gateway.meeting_words import at_school, hour_at, local

STAFF: Final = ("coordinator", "head", "psychologist", "social_worker", "teacher")
WRITERS: Final = ("coordinator", "mentor", "mentee")
ORDER: Final = ("organisational", "trial", "planning", "regular", "closing")


@dataclass(frozen=True)
class Pair:
    """One pairing as its pages need it. ``today`` and ``zone`` are the school's."""

    row: dict[str, Any]
    rules: dict[str, Any]
    names: Mapping[str, str]

    @property
    def id(self) -> str:
        return str(self.row["id"])

    @property
    def zone(self) -> str:
        return str(self.rules["zone"])

    @property
    def own(self) -> bool:
        """Whether one's own place in it, or the coordinator's, lets one write."""
        found = signed_in()
        person = found.current.person if found.current else None
        return "coordinator" in found.roles or person in (
            self.row["mentor"], *self.row["mentees"],
        )  # fmt: skip

    @property
    def person(self) -> str | None:
        """Oneself, where one belongs to the pair."""
        current = signed_in().current
        person = str(current.person) if current and current.person else None
        return person if person in (self.row["mentor"], *self.row["mentees"]) else None

    @property
    def next_kind(self) -> str:
        """The step that comes now; regular meetings repeat."""
        steps = [ORDER.index(one["kind"]) for one in self.row["held"].values()]
        return ORDER[min(max(steps, default=-1) + 1, ORDER.index("regular"))]

    @property
    def ahead(self) -> list[dict[str, Any]]:
        """Planned meetings, the soonest first."""
        rows = [{"id": id, **one} for id, one in self.row.get("planned", {}).items()]
        return sorted(rows, key=lambda one: str(one["starts_at"]))

    @property
    def due(self) -> dict[str, Any] | None:
        """The planned meeting that waits for its entry: the latest whose day has come."""
        come = [one for one in self.ahead if self.day_of(one["starts_at"]) <= self.today]
        fits = [one for one in come if one["kind"] == self.next_kind and not one.get("settled")]
        return fits[-1] if fits else None

    @property
    def asks_feedback(self) -> bool:
        """A round is open in which one has not answered yet."""
        come = [day for day in self.row.get("feedback_dates", ()) if day <= self.today]
        if not come or self.person is None or self.row["status"] != "open":
            return False
        mine = {"asked_on": max(come), "person": self.person}
        return mine not in self.row.get("feedback_given", [])

    @property
    def today(self) -> str:
        return str(self.rules["today"])

    def day_of(self, moment: object) -> str:
        return local(moment, self.zone).date().isoformat()

    def moment(self, day: str, clock: str) -> str | None:
        """A day and an hour by the school's clock as one moment; ``None`` where they make none."""
        try:
            plain = datetime.fromisoformat(f"{date.fromisoformat(day)}T{clock.strip():0>5}")
        except ValueError:
            return None
        return plain.replace(tzinfo=ZoneInfo(self.zone)).isoformat()

    def for_template(self) -> dict[str, Any]:
        return {
            "pair": self, "row": self.row, "names": self.names, "rules": self.rules,
            "at": at_school(self.zone), "hour": hour_at(self.zone),
        }  # fmt: skip


def pair_of(pairing: str) -> Pair:
    row = ask("meetings", f"/pairings/{pairing}")
    rules = ask("meetings", "/rules", year=row["year"])
    return Pair(row, rules, names([row["mentor"], *row["mentees"]], "pairs"))
