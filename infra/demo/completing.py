"""Stage 6.8 and stage 7: what people say, what changed, what is shown, who stays; the proof."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from infra.demo.asking import wait_for
from infra.demo.gathering import hold_event, sign
from infra.demo.readying import measure
from infra.demo.town import School, Town

ITEMS = 35
SCALES = ("usefulness", "comfort", "support", "goal", "organisation", "recommend")


def survey(school: School) -> None:
    """6.8: how satisfied both sides are."""
    town, staff = school.town, school.coordinator
    closes = (town.now().date() + timedelta(days=7)).isoformat()
    for role in ("mentee", "mentor"):
        body = {"year": town.year, "role": role, "closes": closes}
        id = staff.post("reporting", "/surveys", body)["id"]
        people = _paired(school, role)

        def answer(person: str, id: str = id, role: str = role) -> None:
            me = school.mentee(person) if role == "mentee" else school.mentor(person)
            scales = dict.fromkeys(
                ("usefulness", "comfort", "support", "goal", "organisation", "recommend"), 9
            )
            me.post("reporting", f"/surveys/{id}/answers", {"scales": scales, "text": "спасибо"})

        town.asking.each(answer, people)
        staff.post("reporting", f"/surveys/{id}/close")


def _paired(school: School, role: str) -> list[str]:
    if role == "mentor":
        return sorted({pair["mentor"] for pair in school.pairs})
    return sorted({mentee for pair in school.pairs for mentee in pair["mentees"]})


def complete(school: School) -> None:
    """7.1 to 7.3: invitations, the ceremony with awards, the monitoring report."""
    town, staff = school.town, school.coordinator
    plan = {"item": "7.1", "year": town.year, "title": "Приглашения на церемонию", "date": town.today(),
            "place": "актовый зал"}  # fmt: skip
    event = staff.post("meetings", "/outreach", plan)["id"]
    staff.post("meetings", f"/outreach/{event}/invite", {"invited": 80, "answered": 64})
    came = {"mentees": 24, "mentors": 12, "guardians": 20, "teachers": 6, "partners": 2}
    hold_event(school, "7.2", "Церемония награждения", attended=64, by_audience=came)
    own = set(school.mentors) - {school.facts.get("shared")}
    best = next(pair["mentor"] for pair in school.pairs if pair["mentor"] in own)
    school.facts["best"] = best
    body = {
        "year": town.year,
        "mentor": best,
        "title": "Наставник года",
        "reason": "все цели достигнуты",
    }
    award = staff.post("reporting", "/awards", body)["id"]
    school.facts["award"] = award
    staff.post(
        "reporting", f"/awards/{award}/decide", {"chosen": True, "protocol": "протокол жюри № 1"}
    )
    school.head.post("reporting", f"/awards/{award}/give", {"on": town.today()})
    swot = {"strengths": "сильная команда", "weaknesses": "мало мужчин-наставников",
            "opportunities": "новые партнёры", "threats": "нагрузка учителей"}  # fmt: skip
    report = {"swot": swot, "checklist": [2, 2, 1, 2, 2, 2, 1, 2, 2]}
    staff.put("reporting", f"/reports?year={town.year}", report)
    school.head.post("reporting", "/reports/approve", {"year": town.year})


def compare(school: School) -> None:
    """7.4: the second measurement, and the comparison of complete pairs of values."""
    school.facts["measured_mentees"] = school.mentees
    measure(school, 2)


def publish(school: School) -> None:
    """7.5 and 7.6: a case, approved, and what goes to the public page once everybody has agreed."""
    town, staff = school.town, school.coordinator
    pair = next(p for p in school.pairs if p["mentor"] in school.mentors)
    people = [pair["mentor"], *pair["mentees"]]
    case = {
        "year": town.year, "pairing": pair["id"], "people": people,
        "situation": "трудности с алгеброй", "goal": "твёрдая четвёрка", "path": "двенадцать встреч",
        "result": "четвёрка в году",
    }  # fmt: skip
    id = staff.post("reporting", "/cases", case)["id"]
    school.head.post("reporting", f"/cases/{id}/approve")
    best = school.facts["best"]
    wanted = [*((person, "publication_case") for person in people), (best, "publication_award")]
    for one in wanted:
        if one not in school.facts["signed"]:
            sign(school, *one)
    asked = {"people": [best], "why": "demo"}
    name = staff.post("participants", "/people/names", asked)["names"][best]
    told = (
        {"kind": "case", "title": "Четвёрка по алгебре", "text": "Двенадцать встреч и вера в себя.",
         "people": people, "source": id},
        {"kind": "mentor", "title": "Наставник года", "people": [best],
         "text": f"{name}: все цели достигнуты. Поздравляем!", "source": school.facts["award"]},
    )  # fmt: skip
    for item in told:
        publication = staff.post("reporting", "/publications", {"year": town.year, **item})["id"]
        staff.post("reporting", f"/publications/{publication}/publish")
    school.head.put("reporting", "/public-site/numbers", {"shown": True})
    school.facts["told"] = people[-1]


def show_public_page(school: School) -> None:
    """What anybody sees before and after somebody takes the consent back: nothing in between."""
    anybody = school.town.asking.caller(school.tenant, "service")
    anybody.until("reporting", "/public/items", lambda rows: len(rows) == 2)
    body = {"person": school.facts["told"], "purpose": "publication_case"}
    school.coordinator.post("participants", "/consents/withdraw", body)
    left = [item["title"] for item in anybody.get("reporting", "/public/items")["items"]]
    if left != ["Наставник года"]:
        raise AssertionError(f"after the withdrawal the public page shows {left}")
    school.town.say(
        f"открытая страница /results/{school.tenant}: до отзыва согласия 2 публикации, после – 1"
    )


def keep(school: School) -> None:
    """7.7 and 7.8: outcomes in both bases, and who stays for next year."""
    town, staff = school.town, school.coordinator
    ids = {pair["id"] for pair in school.pairs}
    staff.until(
        "participants",
        "/outcomes",
        lambda rows: ids <= {r.get("pairing", r["id"]) for r in rows},
        year=town.year,
    )
    town.asking.each(
        lambda id: staff.post("participants", "/outcomes", {"pairing": id}), sorted(ids)
    )
    until = (town.ends + timedelta(days=365)).isoformat()
    stay = {
        "year": town.year,
        "stays": True,
        "until": until,
        "forms": ["pupil_pupil"],
        "schools": [],
    }
    for mentor in school.mentors[:6]:
        staff.post("participants", f"/mentors/{mentor}/stay", stay)


def roadmap(school: School, seconds: float) -> dict[str, Any]:
    """The live roadmap, complete or as it stands when the time is up."""

    def look() -> dict[str, Any]:
        return school.coordinator.get("reporting", f"/roadmaps/{school.programme}")

    try:
        return wait_for(look, _is_whole, "the roadmap", seconds)
    except TimeoutError:
        return look()


def _is_whole(found: dict[str, Any]) -> bool:
    return bool(found["ticked"] == found["applicable"] == ITEMS)


def indicators(town: Town, school: School) -> None:
    for code, count in (("mentees_10_19", 320), ("mentors_15_19", 120), ("young_teachers", 6)):
        body = {"year": town.year, "code": code, "count": count, "as_of": town.today()}
        school.coordinator.put("reporting", "/indicators/denominators", body)
