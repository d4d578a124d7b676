"""The year's base of mentees as one school sees it: what each asks for, lacks, and how urgent it is.

Computed from the read models at each asking, since themes and classes are sealed: one school's base
is opened, never another's. Whoever has no live consent now is listed, but nothing said by them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from services.participants.application.search import named_so
from services.participants.domain.features import grade_of
from services.participants.domain.priority import Request, priority_of, reasons
from shared.domain.errors import Invalid
from shared.domain.ids import PersonId
from shared.http.gate import unconsented
from shared.projections.reader import Page
from shared.service import Service
from shared.tenancy.scope import Scope

MISSING: Final = ("consent", "questionnaire", "third_party", "measurement")
STATUSES: Final = ("candidate", "requested", "admitted", "returned", "withdrawn")
PRIORITIES: Final = ("high", "medium", "normal")
_LIVE: Final = ("candidate", "requested", "admitted")
_TEXTS: Final = ("group", "priority_note", "return_note")
_WAYS_IN: Final = ("self", "import", "guardian")


@dataclass(frozen=True, slots=True)
class Entry:
    """One person's line. ``set_by_hand`` says that the coordinator judged the priority; ``told`` is
    what the family was told when the request came back."""

    person: PersonId
    status: str
    reason: str
    group: str
    themes: tuple[str, ...]
    forms: tuple[str, ...]
    missing: tuple[str, ...]
    priority: str
    reasons: tuple[str, ...]
    set_by_hand: bool
    note: str
    told: str
    requested_on: date | None

    @property
    def place(self) -> str:
        """Where it stands in the list, and the cursor of a page that ends with it."""
        return f"{PRIORITIES.index(self.priority)}.{self.person}"


@dataclass(frozen=True, slots=True)
class Wanted:
    status: str | None = None
    theme: str | None = None
    form: str | None = None
    missing: str | None = None
    priority: str | None = None

    def fits(self, entry: Entry) -> bool:
        lacks = entry.missing if self.missing != "nothing" else not entry.missing and ("nothing",)
        return (
            self.status in (None, entry.status)
            and (self.theme is None or self.theme in entry.themes)
            and (self.form is None or self.form in entry.forms)
            and (self.missing is None or self.missing in (lacks or ()))
            and self.priority in (None, entry.priority)
        )


def entries(service: Service, scope: Scope, year: str, *, restricted: bool) -> list[Entry]:
    """The whole base, the most urgent first. ``restricted``: the reader may see what third parties
    advise."""
    rows = _rows(service, scope, year)
    people = list(rows)
    bare = unconsented(service.gate, scope, "participation", people)
    read = _Read(service, scope, year, [person for person in people if person not in bare])
    advised = read.advised() if restricted else {}
    today = service.clock.today()
    texts = read.texts(row.get(f) for row in rows.values() for f in _TEXTS)
    made = [
        _entry(_Line(person, row, texts, person in bare, advised.get(person, ())), read, today)
        for person, row in rows.items()
    ]
    return sorted(made, key=lambda entry: entry.place)


def named(service: Service, scope: Scope, found: Sequence[Entry], words: str) -> list[Entry]:
    """Those whose names hold words that begin so, in the order that they had."""
    people = named_so(service, scope, words, [entry.person for entry in found])
    return [entry for entry in found if entry.person in people]


def page_of(found: Sequence[Entry], *, after: str | None, limit: int) -> tuple[list[Entry], Page]:
    """The entries of a page and the page without its items."""
    if after is not None and (after[:1] not in "012" or after[1:2] != "."):
        raise Invalid("the page cursor is not one of ours", {"after": ["take it from “next”"]})
    rest = [entry for entry in found if after is None or entry.place > after]
    more = rest[limit - 1].place if len(rest) > limit else None
    return rest[:limit], Page([], more)


def clusters(found: Iterable[Entry]) -> list[dict[str, Any]]:
    """Requests by theme, the most asked for first; somebody with two themes counts under both."""
    counted: dict[str, dict[str, Any]] = {}
    for entry in found:
        if entry.status not in ("requested", "admitted"):
            continue
        for theme in entry.themes:
            one = counted.setdefault(theme, {"waiting": 0, "admitted": 0, "high": 0, "forms": {}})
            one["waiting" if entry.status == "requested" else "admitted"] += 1
            one["high"] += entry.priority == "high"
            for form in entry.forms:
                one["forms"][form] = one["forms"].get(form, 0) + 1
    rows = [
        {"theme": theme, "people": one["waiting"] + one["admitted"], **one}
        for theme, one in counted.items()
    ]
    return sorted(rows, key=lambda row: (-row["people"], row["theme"]))


def totals(found: Sequence[Entry]) -> dict[str, Any]:
    """How many of each status, and how many of those who may take part lack what."""
    return {
        "statuses": {s: sum(e.status == s for e in found) for s in STATUSES},
        "missing": {
            code: sum(code in e.missing for e in found if e.status in _LIVE) for code in MISSING
        },
    }


def _rows(service: Service, scope: Scope, year: str) -> dict[PersonId, dict[str, Any]]:
    """Whoever is on the list or has asked, each once."""
    rows: dict[PersonId, dict[str, Any]] = {}
    for one in service.views.reader(scope, "candidates").all({"year": year, "role": "mentee"}):
        rows[PersonId(one["person"])] = {"status": "candidate", "group": one.get("group")}
    for one in service.views.reader(scope, "mentees").all({"year": year}):
        known = rows.get(PersonId(one["person"]), {})
        rows[PersonId(one["person"])] = {"group": known.get("group"), **one}
    return rows


@dataclass(frozen=True, slots=True)
class _Line:
    """``bare``: without a live consent, so that nothing they said is looked at."""

    person: PersonId
    row: Mapping[str, Any]
    texts: Mapping[str, str | None]
    bare: bool
    advised: Sequence[str]

    def text(self, field: str) -> str:
        return self.texts.get(self.row.get(field) or "") or ""


class _Read:
    """What the read models hold about the people of a base, opened in one go."""

    def __init__(
        self, service: Service, scope: Scope, year: str, consenting: Sequence[PersonId]
    ) -> None:
        found = service.views.reader(scope, "responses").all({"year": year, "status": "answered"})
        self._service, self._scope = service, scope
        self._responses = [row for row in found if row["kind"] == "third_party"]
        self._consenting = set(consenting)
        self.informed = {row["person"] for row in self._responses}
        self.answered = {row["person"] for row in found if row["kind"] == "mentee"}
        self.measured = {
            row["person"]
            for row in service.views.reader(scope, "assessments").all(
                {"year": year, "role": "mentee", "stage": 1}
            )
        }
        own = [r for r in found if r["kind"] == "mentee" and r["person"] in self._consenting]
        own.sort(key=lambda row: _WAYS_IN.index(row["source"]), reverse=True)
        self.answers = {row["person"]: text for row, text in self._opened(own)}

    def advised(self) -> dict[str, tuple[str, ...]]:
        """Themes that third parties recommend, where that consent lives too."""
        people = [PersonId(p) for p in self.informed & self._consenting]
        bare = unconsented(self._service.gate, self._scope, "third_party", people)
        rows = [r for r in self._responses if r["person"] in self._consenting - bare]
        themes: dict[str, tuple[str, ...]] = {}
        for row, answers in self._opened(rows):
            more = tuple(answers.get("recommended_themes") or ())
            themes[row["person"]] = themes.get(row["person"], ()) + more
        return themes

    def texts(self, tokens: Iterable[str | None]) -> Mapping[str, str | None]:
        return self._service.vault.open_many(self._scope.tenant, [t for t in tokens if t])

    def _opened(self, rows: Sequence[Mapping[str, Any]]) -> list[tuple[Any, dict[str, Any]]]:
        texts = self.texts(row.get("answers") for row in rows)
        pairs = ((row, texts.get(row.get("answers") or "")) for row in rows)
        return [(row, json.loads(text)) for row, text in pairs if text]


def _entry(line: _Line, read: _Read, today: date) -> Entry:
    person, row = line.person, line.row
    request = _request(line, read.answers.get(person, {}))
    why = () if line.bare else reasons(request, today)
    lacking = {
        "consent": line.bare,
        "questionnaire": person not in read.answered,
        "third_party": person not in read.informed,
        "measurement": person not in read.measured,
    }
    return Entry(
        person=person,
        status=row["status"],
        reason=row.get("reason", ""),
        group=line.text("group"),
        themes=tuple(request.themes),
        forms=tuple(request.forms),
        missing=tuple(code for code in MISSING if lacking[code]),
        priority=row.get("priority") or priority_of(why),
        reasons=why,
        set_by_hand=bool(row.get("priority")),
        note="" if line.bare else line.text("priority_note"),
        told="" if line.bare else line.text("return_note"),
        requested_on=request.asked_on,
    )


def _request(line: _Line, answers: Mapping[str, Any]) -> Request:
    asked = line.row.get("requested_at")
    return Request(
        themes=tuple(answers.get("themes") or ()),
        forms=tuple(answers.get("forms") or ()),
        grade=grade_of(line.text("group")),
        asked_on=asked.date() if isinstance(asked, datetime) else None,
        waiting=line.row["status"] == "requested",
        recommended=line.advised,
    )
