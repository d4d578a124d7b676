"""Stages 5 and 6: pairs fixed by an order, and the meetings of the year."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from infra.demo.asking import Caller, Refusal
from infra.demo.gathering import hold_event
from infra.demo.papers import SITE
from infra.demo.town import School


def general_meeting(school: School) -> None:
    """5.1 and 5.2: everybody meets, then says whom they would like."""
    town, staff = school.town, school.coordinator
    everybody = school.mentees + school.mentors + school.cards
    hold_event(school, "5.1", "Общая встреча", attended=len(everybody), people=everybody)
    closes = (town.now().date() + timedelta(days=3)).isoformat()
    path = f"/programmes/{school.programme}/ballot"
    mentors = staff.until(
        "matching", "/candidates", lambda rows: len(rows) >= len(school.mentors + school.cards),
        year=town.year, role="mentor",
    )  # fmt: skip
    staff.until(
        "matching", "/candidates", lambda rows: len(rows) >= len(school.mentees),
        year=town.year, role="mentee",
    )  # fmt: skip
    staff.post("matching", path, {"closes": closes})
    choices = [row["person"] for row in mentors]

    def vote(one: tuple[int, str]) -> None:
        index, mentee = one
        ranking = [choices[(index + step) % len(choices)] for step in range(3)]
        me = school.mentee(mentee)
        me.post("matching", f"{path}/votes/{mentee}", {"ranking": ranking, "vetoes": []})

    town.asking.each(vote, list(enumerate(school.mentees)))
    staff.post("matching", f"{path}/close")


def launch(school: School) -> None:
    """3.4 in numbers, then the head's launch order."""
    staff = school.coordinator
    staff.post("matching", f"/programmes/{school.programme}/supply")
    body = {"number": f"{school.number}-н", "date": school.town.today()}
    school.head.post("matching", f"/programmes/{school.programme}/launch", body)


def proposed(staff: Caller, programme: str, **wanted: Any) -> dict[str, Any]:
    """A proposal that the worker has computed."""
    id = staff.post("matching", f"/programmes/{programme}/proposals", wanted)["id"]
    found = staff.until(
        "matching", "/proposals",
        lambda rows: any(r["id"] == id and r["status"] != "queued" for r in rows),
        programme=programme,
    )  # fmt: skip
    proposal = next(row for row in found if row["id"] == id)
    if proposal["status"] != "draft":
        raise AssertionError(f"the proposal is {proposal['status']}: {proposal['failure']}")
    return proposal


def match(school: School) -> None:
    """5.3 and 5.4: a proposal, everybody agrees, the head's order, everybody is told."""
    town, staff = school.town, school.coordinator
    proposal = proposed(staff, school.programme, groups=True)
    adopted = staff.post("matching", f"/proposals/{proposal['id']}/adopt")
    pairings = list(adopted["pairings"])
    pairs = staff.until(
        "matching", "/pairs",
        lambda rows: set(pairings) <= {r["id"] for r in rows}, programme=school.programme,
    )  # fmt: skip
    pairs = [pair for pair in pairs if pair["id"] in pairings]

    def agree(pair: dict[str, Any]) -> None:
        for person in (pair["mentor"], *pair["mentees"]):
            me = school.mentor(person) if person == pair["mentor"] else school.mentee(person)
            me.post("matching", f"/pairs/{pair['id']}/agree", {"person": person}, again=person)

    town.asking.each(agree, pairs)
    head = _head(school)
    draft = {"programme": school.programme, "kind": "formation", "pairings": pairings, "ending": []}
    order = staff.post("matching", "/orders", draft)["id"]
    issue = {"number": f"{school.number}-01", "date": town.today(), "head": head, "site": SITE}
    issued = school.head.post("matching", f"/orders/{order}/issue", issue)
    if issued["status"] != "issued":
        raise AssertionError(f"{school.name}: the order is {issued['status']}")
    school.facts["unmatched"] = proposal["counts"]["left"]
    school.pairs = staff.until(
        "matching", "/pairs",
        lambda rows: sum(r["status"] == "active" for r in rows) == len(pairings),
        programme=school.programme,
    )  # fmt: skip
    school.pairs = [pair for pair in school.pairs if pair["status"] == "active"]
    document = staff.raw("matching", f"/orders/{order}/document")
    town.directory.mkdir(parents=True, exist_ok=True)
    (town.directory / f"order-school-{school.number}.docx").write_bytes(document)
    town.asking.each(lambda p: staff.post("matching", f"/pairs/{p['id']}/inform"), school.pairs)


def _head(school: School) -> str:
    if "head" not in school.facts:
        body = {"name": f"Директорова Ольга {school.number}-я", "birth_date": "1970-03-02"}
        body["name"] = f"{('Белова', 'Громова', 'Зимина')[school.number - 1]} Ольга Петровна"
        school.facts["head"] = school.coordinator.post("participants", "/people", body)["id"]
    return str(school.facts["head"])


# Stage 6


def await_series(school: School) -> None:
    """The meetings service hears of the pairs from the bus."""
    ids = {pair["id"] for pair in school.pairs}
    school.coordinator.until(
        "meetings",
        "/pairings",
        lambda rows: ids <= {row["id"] for row in rows},
        year=school.town.year,
    )


def meet(school: School, kind: str) -> None:
    """One meeting of every pair that works."""
    today = school.town.today()

    def one(pair: dict[str, Any]) -> None:
        body: dict[str, Any] = {
            "kind": kind, "held_on": today, "minutes": 45, "mode": "in_person",
            "topic": "познакомились с планом", "next_step": "повторить дроби",
            "attended": [pair["mentor"], *pair["mentees"]],
        }  # fmt: skip
        if kind == "trial":
            body |= {"go_on_mentor": True, "go_on_mentee": True}
        me = school.mentor(pair["mentor"])
        me.post("meetings", f"/pairings/{pair['id']}/meetings", body)

    school.town.asking.each(one, school.pairs)


def goals(school: School) -> None:
    """6.3 and 6.5: a goal with its measure; the roadmap says when both are asked."""
    town = school.town
    due = town.ends.isoformat()
    _ask_for_feedback(school)

    def one(pair: dict[str, Any]) -> None:
        goal = {
            "text": "подтянуть алгебру до четвёрки", "measure": "средний балл", "due": due,
            "planned_meetings": 4, "agreed_by": [pair["mentor"]],
        }  # fmt: skip
        path = f"/pairings/{pair['id']}/goal"
        proposed = school.mentor(pair["mentor"]).post("meetings", path, goal)["goal"]
        for mentee in pair["mentees"]:
            said = {"goal": proposed, "person": mentee}
            school.mentee(mentee).post("meetings", f"{path}/agree", said)

    town.asking.each(one, school.pairs)


def _ask_for_feedback(school: School) -> None:
    """From tomorrow on for two months; the pairs follow the roadmap."""
    town, staff = school.town, school.coordinator
    days = [(town.now().date() + timedelta(days=d)).isoformat() for d in (1, 60)]
    plan = {"starts": days[0], "ends": days[1], "role": "coordinator"}
    staff.put("reporting", f"/roadmaps/{school.programme}/items/6.5", plan)
    school.head.post("reporting", f"/roadmaps/{school.programme}/approve", again="6.5")
    staff.until(
        "meetings", "/pairings",
        lambda rows: all(days[0] in row.get("feedback_dates", ()) for row in rows),
        year=town.year, status="open",
    )  # fmt: skip


def feedback(school: School) -> None:
    def one(pair: dict[str, Any]) -> None:
        mentee = pair["mentees"][0]
        for side, person, me in (
            ("mentor", pair["mentor"], school.mentor(pair["mentor"])),
            ("mentee", mentee, school.mentee(mentee)),
        ):
            said = {
                "side": side, "person": person, "usefulness": 5, "comfort": 4, "help": False,
                "text": "всё хорошо",
            }  # fmt: skip
            me.post("meetings", f"/pairings/{pair['id']}/feedback/answers", said)

    school.town.asking.each(one, school.pairs)


def withdraw(school: School) -> None:
    """A guardian takes the consent back in mid-year: the pair stops at once, an order ends it."""
    town, staff = school.town, school.coordinator
    pair = next(
        p
        for p in school.pairs
        if p["mentees"][0] in school.facts["minors"] and len(p["mentees"]) == 1
    )
    child = pair["mentees"][0]
    guardian = school.facts["guardians"][child]
    soon = (town.now() + timedelta(days=3)).replace(microsecond=0).isoformat()
    ahead = {"kind": "regular", "starts_at": soon}
    school.mentor(pair["mentor"]).post("meetings", f"/pairings/{pair['id']}/meetings/plan", ahead)
    body = {"person": child, "purpose": "participation", "giver": "guardian", "by": guardian}
    school.guardian(guardian).post("participants", "/consents/withdraw", body)
    _refused_at_once(school, pair)
    _stands_still(school, pair)
    draft = {
        "programme": school.programme, "kind": "termination", "pairings": [],
        "ending": [{"pairing": pair["id"], "reason": "consent_ended"}],
    }  # fmt: skip
    order = staff.post("matching", "/orders", draft)["id"]
    issue = {"number": f"{school.number}-02", "date": town.today(), "head": _head(school)}
    school.head.post("matching", f"/orders/{order}/issue", issue)
    gone = {"role": "mentee", "year": town.year}
    staff.post("participants", f"/people/{child}/candidacies/remove", gone)
    school.mentees.remove(child)
    school.pairs = [p for p in school.pairs if p["id"] != pair["id"]]
    school.facts["withdrawn"] = child


def _refused_at_once(school: School, pair: dict[str, Any]) -> None:
    """Nothing that begins after the withdrawal's answer passes, whatever has spread by then."""
    body = {
        "kind": "regular", "held_on": school.town.today(), "minutes": 45,
        "attended": [pair["mentor"], *pair["mentees"]],
    }  # fmt: skip
    try:
        school.mentor(pair["mentor"]).post("meetings", f"/pairings/{pair['id']}/meetings", body)
    except Refusal as refusal:
        if refusal.code != "consent-missing":
            raise
    else:
        raise Refusal(200, "a meeting after the withdrawal", {"detail": "was recorded"})


def _stands_still(school: School, pair: dict[str, Any]) -> None:
    """Suspended in matching; suspended and without planned meetings in meetings."""
    school.coordinator.until(
        "matching", "/pairs",
        lambda rows: any(r["id"] == pair["id"] and r["status"] == "suspended" for r in rows),
        programme=school.programme,
    )  # fmt: skip
    school.coordinator.until(
        "meetings", "/pairings",
        lambda rows: any(r["id"] == pair["id"] and not r["planned"] for r in rows),
        year=school.town.year, status="suspended",
    )  # fmt: skip


def close_pairs(school: School) -> None:
    """6.6 and 6.7: every pair's last meeting with its outcome, then everybody together."""
    today = school.town.today()

    def one(numbered: tuple[int, dict[str, Any]]) -> None:
        number, pair = numbered
        body = {
            "outcome": "partly" if number % 5 == 0 else "reached", "held_on": today, "minutes": 40,
            "reflection": "цель достигнута, останемся на связи",
        }  # fmt: skip
        school.mentor(pair["mentor"]).post("meetings", f"/pairings/{pair['id']}/close", body)

    school.town.asking.each(one, list(enumerate(school.pairs)))
    hold_event(school, "6.7", "Общая итоговая встреча", attended=len(school.pairs) * 2)
