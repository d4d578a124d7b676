"""The base of mentors searched with twenty filters, against the bare query on the same indexes.

A hundred thousand mentors in two hundred schools, and as many anonymous offers in one municipality.
The bare query looks for plain values in documents that were never sealed.
"""

from __future__ import annotations

import itertools
import json
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from infra.bench.report import Row
from services.participants.application.catalogue import offers
from services.participants.application.mentor_index import (
    COLLECTION,
    FOR_EVER,
    facets,
    feature_tokens,
)
from services.participants.application.mentor_search import search
from services.participants.application.search import tokens_of
from services.participants.bootstrap import bootstrap
from services.participants.domain.organisation.commands import Enter
from services.participants.domain.organisation.decider import ORGANISATION
from shared.config import Settings
from shared.contracts.features import FORMS, THEMES, Features
from shared.domain.ids import ActorId, TenantId
from shared.mongo import connect
from shared.projections.registry import Registry, collection_of
from shared.projections.view import document_id
from shared.service import Service
from shared.tenancy.scope import Scope

SCHOOLS, EACH = 200, 500
PAGE = 50
YEAR, TODAY, UNTIL = "2026/27", date(2026, 11, 1), "2027-05-31"
TARGET = 5.0
_KINDS = ("pupil", "teacher", "student", "alumnus", "employee")
_SURNAMES = ("Иванова", "Петров", "Соколова", "Лебедев", "Гусева", "Орлов", "Зайцева", "Ёлкин")
_NAMES = ("Анна", "Пётр", "Мария", "Иван", "Ольга", "Сергей", "Елена", "Дмитрий")
_SLOTS = tuple(f"{day}-{hour}" for day in ("mon", "tue", "wed", "sat") for hour in (10, 15, 17))


def _features(chance: random.Random) -> Features:
    return Features(
        forms=tuple(chance.sample(FORMS, 2)),
        themes=tuple(chance.sample(THEMES, 3)),
        times=tuple(chance.sample(_SLOTS, 3)),
        way=chance.choice(("in_person", "online", "mixed")),
        languages=("ru",) if chance.random() < 0.8 else ("ru", "en"),
        age_band=chance.choice(("16-17", "18-24", "25+")),
        adult=chance.random() < 0.8,
        area=chance.choice(("центр", "север", "юг")),
        interests=tuple(chance.sample(("шахматы", "роботы", "музыка", "спорт"), 2)),
        group_ok=chance.random() < 0.5,
    )


def _plain(chance: random.Random) -> dict[str, Any]:
    """What both stores hold in the clear."""
    capacity = chance.randint(1, 5)
    kind = chance.choice(_KINDS)
    return {
        "own": chance.random() < 0.9,
        "kind": kind,
        "checks": kind not in ("pupil", "teacher"),
        "checked_until": chance.choice(("2026-10-01", "2027-10-01")),
        "status": chance.choice(("listed", "listed", "listed", "paused", "unlisted")),
        "years": [YEAR],
        "seasons": [f"{YEAR}:listed" if chance.random() < 0.8 else f"{YEAR}:unlisted"],
        "capacity": capacity,
        "free": chance.randint(0, capacity),
        "until": UNTIL,
        "shown_until": FOR_EVER,
        "stays": chance.random() < 0.5,
        "stays_until": "2028-05-31",
        "interviews": [f"{YEAR}:{chance.choice(('admit', 'admit', 'reserve'))}"],
        "trained": [YEAR] if chance.random() < 0.7 else [],
        "consent_until": chance.choice(("2026-11-20", "2027-06-30")),
        "offered": chance.random() < 0.5,
        "shared": [f"school-{chance.randrange(SCHOOLS)}"],
    }


class _Base:
    """Both collections, with the same people in them."""

    def __init__(self, service: Service) -> None:
        self.service = service
        # Filling takes its time; what is measured goes through the service's own client.
        self.filling = connect(service.settings.mongo_url, timeout_ms=None)[service.db.name]
        self.bare = service.db.bare_mentors
        self.chance = random.Random(7)
        self.schools = [TenantId(f"school-{number}") for number in range(SCHOOLS)]

    def fill(self) -> None:
        for number, school in enumerate(self.schools):
            pairs = [self._mentor(school, f"{number:03}{one:04}") for one in range(EACH)]
            self.filling[COLLECTION].insert_many([ours for ours, _ in pairs])
            self.filling.bare_mentors.insert_many([bare for _, bare in pairs])
        for fields in (
            ("id",), ("facets", "id"), ("words",), ("seasons", "id"), ("status", "until", "id"),
            ("consent_until", "id"), ("free", "id"),
        ):  # fmt: skip
            self.filling.bare_mentors.create_index(
                [("tenant", 1), *((field, 1) for field in fields)]
            )

    def _mentor(self, school: TenantId, id: str) -> tuple[dict[str, Any], dict[str, Any]]:
        features = _features(self.chance)
        name = f"{self.chance.choice(_SURNAMES)} {self.chance.choice(_NAMES)}"
        head = {"_id": document_id(school, id), "tenant": school, "id": id, **_plain(self.chance)}
        seal = self.service.vault.seal if id.startswith("000") else None
        text = json.dumps(asdict(features), ensure_ascii=False)
        sealed = (
            seal(school, (id,), "participation", "bus", f"mentor_profile-{id}", 1, "features", text)
            if seal
            else "s" * 600
        )
        scope = _scope(school)
        ours = {
            **head,
            "features": sealed,
            "name": None,
            "tokens": feature_tokens(self.service, school, features),
            "words": tokens_of(self.service, scope, name),
        }
        words = [w[:n] for w in name.lower().split() for n in range(3, len(w) + 1)]
        marks = [f"{facet}:{value}" for facet, value in facets(features)]
        return ours, {**head, "features": asdict(features), "facets": marks, "words": words}


def _scope(school: TenantId) -> Scope:
    return Scope(school, ActorId("bench"), frozenset({"coordinator"}))


def _asked(chance: random.Random) -> dict[str, Any]:
    """Twenty filters at once."""
    return {
        "year": YEAR, "status": "listed", "own": True, "form": chance.choice(FORMS),
        "theme": chance.choice(THEMES), "time": chance.choice(_SLOTS), "language": "ru",
        "way": chance.choice(("in_person", "online", "mixed")), "adult": True, "free": 1,
        "area": chance.choice(("центр", "север", "юг")), "capacity": 1, "checked_on": TODAY,
        "listed_until": date(2027, 12, 31), "stays": True, "stays_until": TODAY,
        "interview": "admit", "trained": True, "consent": True, "q": "ан",
    }  # fmt: skip


def _few(chance: random.Random) -> dict[str, Any]:
    """What a coordinator usually asks: a full page of the year's mentors of a form."""
    return {"year": YEAR, "status": "listed", "form": chance.choice(FORMS)}


def _bare_filter(school: TenantId, asked: dict[str, Any]) -> dict[str, Any]:
    """The same question as somebody would write it by hand for documents in the clear."""
    marks = [
        f"{name}:{asked[name]}"
        for name in ("form", "theme", "time", "way", "language", "area", "adult")
        if name in asked
    ]
    filter: dict[str, Any] = {"tenant": school, "seasons": f"{YEAR}:listed"}
    filter["facets"] = {"$all": marks}
    if "q" in asked:
        filter |= {
            "own": True, "free": {"$gte": 1}, "capacity": {"$gte": 1}, "stays": True,
            "until": {"$lte": "2027-12-31"}, "stays_until": {"$gte": TODAY.isoformat()},
            "$or": [{"checks": False}, {"checked_until": {"$gte": TODAY.isoformat()}}],
            "interviews": f"{YEAR}:admit", "trained": YEAR, "consent_until": {"$ne": None},
            "words": asked["q"],
        }  # fmt: skip
    return filter


def _p95(times: Sequence[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _timed(work: Callable[[], Any]) -> float:
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000


def _against(base: _Base, questions: Iterator[dict[str, Any]], count: int) -> tuple[float, float]:
    """p95 in milliseconds of both, asked in turn, each school's base in its turn."""
    ours: list[float] = []
    bare: list[float] = []
    for number in range(count):
        school = base.schools[number % SCHOOLS]
        asked = next(questions)
        filter = _bare_filter(school, asked)
        scope = _scope(school)

        def search_ours(scope: Scope = scope, asked: dict[str, Any] = asked) -> Any:
            return search(base.service, scope, asked, today=TODAY, limit=PAGE)

        def search_bare(filter: dict[str, Any] = filter) -> Any:
            return list(base.bare.find(filter).sort("id", 1).limit(PAGE + 1))

        found = search_ours().items, search_bare()[:PAGE]
        if [row["id"] for row in found[0]] != [row["id"] for row in found[1]]:
            raise AssertionError("the two searches do not find the same mentors")
        order: list[tuple[list[float], Callable[[], Any]]] = [
            (ours, search_ours),
            (bare, search_bare),
        ]
        for times, work in order if number % 2 else reversed(order):
            times.append(_timed(work))
    return _p95(ours), _p95(bare)


def measure(settings: Settings, rounds: int = 5) -> list[Row]:
    """Medians of the rounds' p95 and of their ratios; the target is for both kinds of question."""
    service = bootstrap(settings)
    base = _Base(service)
    base.fill()
    rows = []
    for name, question in (("20 filters at once", _asked), ("year, status and form", _few)):
        questions = (question(base.chance) for _ in itertools.count())
        _against(base, questions, SCHOOLS)
        pairs = [_against(base, questions, 400) for _ in range(rounds)]
        rows.append(
            Row(
                "search", f"{name}, p95 of {SCHOOLS * EACH} mentors",
                statistics.median(mine for mine, _ in pairs),
                statistics.median(other for _, other in pairs), "ms",
                statistics.median(mine / other for mine, other in pairs), TARGET, False,
                "page of 50, features still sealed",
            )
        )  # fmt: skip
    rows.append(_opened(base, rounds))
    rows.append(_catalogue(base, rounds))
    return rows


def _opened(base: _Base, rounds: int) -> Row:
    """What a page costs with its features opened; no target, the bare store seals nothing."""
    school = base.schools[0]
    scope = _scope(school)

    def ours() -> None:
        found = search(base.service, scope, {"year": YEAR}, today=TODAY, limit=PAGE)
        texts = base.service.vault.open_many(school, [row["features"] for row in found.items])
        if len(texts) != PAGE or None in texts.values():
            raise AssertionError("not every row could be opened")

    def bare() -> None:
        list(base.bare.find({"tenant": school, "years": YEAR}).sort("id", 1).limit(PAGE + 1))

    mine = _p95([_timed(ours) for _ in range(100 * rounds)])
    other = _p95([_timed(bare) for _ in range(100 * rounds)])
    return Row(
        "search", "a page of 50 with features opened, p95", mine, other, "ms", mine / other, None,
        False,
    )  # fmt: skip


def _catalogue(base: _Base, rounds: int) -> Row:
    """As many anonymous offers in one municipality: the crowd rule against a bare query."""
    service, chance = base.service, base.chance
    council, school = TenantId("council"), base.schools[0]
    enter = Enter(school, "school", council, "Школа")
    service.handler.handle(_scope(school), ORGANISATION, school, enter, key="enter")
    place = collection_of("catalogue", Registry(service.db).active("catalogue"))
    entries = service.db[place]
    for part in range(SCHOOLS):
        base.filling[place].insert_many(
            [_offer(council, part * EACH + one, chance) for one in range(EACH)]
        )

    def question() -> dict[str, Any]:
        return {
            "forms": chance.choice(FORMS), "themes": chance.choice(THEMES),
            "times": chance.choice(_SLOTS), "way": chance.choice(("in_person", "online", "mixed")),
        }  # fmt: skip

    mine: list[float] = []
    other: list[float] = []
    for _ in range(100 * rounds):
        asked = question()

        def ours(asked: dict[str, Any] = asked) -> Any:
            return offers(service, _scope(school), asked, after=None, limit=PAGE)

        def bare(asked: dict[str, Any] = asked) -> Any:
            return list(entries.find({"tenant": council, **asked}).sort("id", 1).limit(PAGE + 1))

        mine.append(_timed(ours))
        other.append(_timed(bare))
    name = f"municipal catalogue, 4 filters, p95 of {SCHOOLS * EACH} offers"
    ratio = _p95(mine) / _p95(other)
    return Row("search", name, _p95(mine), _p95(other), "ms", ratio, TARGET, False)


def _offer(council: TenantId, number: int, chance: random.Random) -> dict[str, Any]:
    features = _features(chance)
    id = f"{number:07}"
    return {
        "_id": document_id(council, id), "tenant": council, "id": id,
        "forms": list(features.forms), "themes": list(features.themes),
        "times": list(features.times), "way": features.way, "until": UNTIL,
    }  # fmt: skip
