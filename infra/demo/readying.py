"""Stages 3 and 4, and 7.4 again: measuring, interviews, training."""

from __future__ import annotations

import random
from datetime import timedelta
from functools import partial
from typing import Any

from infra.demo.asking import wait_for
from infra.demo.gathering import at_least
from infra.demo.town import School


def measure(school: School, stage: int) -> None:
    """3.2 and 4.1, later 7.4: everybody on the same version of the same instrument."""
    town, staff = school.town, school.coordinator
    instruments = {i["code"]: i for i in staff.get("participants", "/instruments")["items"]}
    for role, people, code in (
        ("mentee", school.facts.get("measured_mentees", school.mentees), "pupil"),
        ("mentor", school.mentors + school.cards, "mentor"),
    ):
        key = {"year": town.year, "role": role, "stage": stage}
        version = instruments[code]["version"]
        body = {**key, "instrument": code, "instrument_version": version}
        staff.post("participants", "/assessments/rounds", body)
        parameters = instruments[code]["parameters"]
        bodies = [
            {**key, "person": person, "values": _values(person, parameters, stage)}
            for person in people
        ]
        town.asking.each(partial(staff.post, "participants", "/assessments"), bodies)
        enough = partial(at_least, len(people))
        staff.until("participants", "/assessments", enough, **key)
        staff.post("participants", "/assessments/rounds/close", key)


def _values(person: str, parameters: list[dict[str, Any]], stage: int) -> dict[str, float]:
    rng = random.Random(f"{person}|{len(parameters)}")
    values = {}
    for one in parameters:
        first = rng.randint(int(one["min"]) + 2, int(one["max"]) - 2)
        gain = rng.choice((0, 1, 1, 2))
        change = -gain if one["code"] == "anxiety" else gain
        values[one["code"]] = float(first + (change if stage == 2 else 0))
    return values


def select(school: School) -> None:
    """4.2: an interview and a decision for every mentor of the base."""
    town, staff = school.town, school.coordinator
    slot = (town.now() + timedelta(days=1)).replace(microsecond=0).isoformat()
    booked = book(school)

    def interview(person: str) -> None:
        body = {"person": person, "year": town.year, "slot": slot}
        id = booked.get(person) or staff.post("participants", "/interviews", body)["id"]
        staff.post("participants", f"/interviews/{id}/protocol", {"protocol": "спокоен, надёжен"})
        decision = {"decision": "admit", "reason": ""}
        staff.post("participants", f"/interviews/{id}/decide", decision)

    town.asking.each(interview, school.mentors + school.cards)


def book(school: School) -> dict[str, str]:
    """One mentor chooses a time of those offered. Returns the interview by person."""
    town, staff, mentor = school.town, school.coordinator, school.mentors[0]
    first = (town.now() + timedelta(days=1)).replace(microsecond=0)
    starts = [(first + timedelta(hours=hour)).isoformat() for hour in range(3)]
    body = {"year": town.year, "starts": starts, "minutes": 30, "place": "кабинет 12"}
    offered = staff.post("participants", "/interviews/slots", body)["items"]
    me = school.mentor(mentor)
    query = {"year": town.year, "free": True}
    free = me.until("participants", "/interviews/slots", partial(at_least, len(starts)), **query)
    me.post("participants", f"/interviews/slots/{free[0]['id']}/book")
    (own,) = me.until("participants", "/interviews/own", partial(at_least, 1), year=town.year)
    if own["slot_id"] not in offered or own["status"] != "scheduled":
        raise AssertionError(f"{school.name}: the mentor's interview is {own}")
    town.say(f"{school.name}: наставник сам выбрал время собеседования из {len(offered)}")
    return {mentor: str(own["id"])}


def train(school: School) -> None:
    """4.3 and 4.4: a course with an expert and materials, passed by everybody."""
    town, staff = school.town, school.coordinator
    people = school.mentors + school.cards
    plan = {
        "year": town.year, "title": "Школа наставника", "held_on": town.today(),
        "experts": ["методист"], "materials": ["памятка наставника"],
    }  # fmt: skip
    id = staff.post("participants", "/trainings", plan)["id"]
    staff.post("participants", f"/trainings/{id}/enrol", {"people": people})
    town.asking.each(
        lambda p: staff.post(
            "participants", f"/trainings/{id}/complete", {"person": p, "passed": True}
        ),
        people,
    )
    certificate(school, id)


def certificate(school: School, training: str) -> None:
    """One mentor takes the certificate; a stranger with the code learns what the mentor allows."""
    town, mentor = school.town, school.mentors[0]
    me = school.mentor(mentor)
    rows = me.until(
        "participants", "/trainings/own",
        lambda rows: any(row["id"] == training and row["certificate"] for row in rows),
    )  # fmt: skip
    issued = next(row["certificate"] for row in rows if row["id"] == training)
    printed = me.raw("participants", f"/trainings/{training}/certificates/{mentor}")
    if not printed.startswith(b"%PDF-"):
        raise AssertionError("the certificate is not a PDF")
    town.directory.mkdir(parents=True, exist_ok=True)
    (town.directory / f"certificate-school-{school.number}.pdf").write_bytes(printed)
    showing = {"course": True, "date": False}
    me.post("participants", f"/trainings/{training}/showing", showing)
    stranger = town.asking.caller(school.tenant, "service")
    path = "/certificates/"
    told = wait_for(
        lambda: stranger.get("participants", f"{path}{issued['code']}"), lambda t: t["valid"],
        "the check of the certificate",
    )  # fmt: skip
    if told != {"valid": True, "course": "Школа наставника"}:
        raise AssertionError(f"the check of the certificate tells {told}")
    if stranger.get("participants", f"{path}AAAAA-AAAAA-AAAAA-AAAAA")["valid"]:
        raise AssertionError("a made-up code is valid")
    town.say(f"{school.name}: сертификат № {issued['number']}, код проверен")
