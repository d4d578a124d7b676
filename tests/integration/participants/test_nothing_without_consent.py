"""Every command about a person that needs a purpose is refused without it, and says which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from tests.integration.participants import people
from tests.integration.participants.conftest import UNTIL, YEAR, Caller, Town

pytestmark = pytest.mark.integration


@dataclass(frozen=True)
class Cast:
    """A coordinator with a mentor and a mentee who have consented to everything but what a case
    takes away again."""

    town: Town
    staff: Caller
    mentor: str
    kid: str
    guardian: str
    ids: dict[str, str]

    def withdraw(self, person: str, purpose: str) -> None:
        self.staff.post("/consents/withdraw", {"person": person, "purpose": purpose})


@pytest.fixture(name="cast")
def _cast(town: Town) -> Cast:
    staff = town.coordinator(town.north)
    mentor = people.mentor(staff)
    kid, guardian = people.mentee(staff)
    for person, purpose in ((mentor, "after_programme"), (mentor, "psychology")):
        people.consent(staff, person, purpose)
    people.consent(staff, kid, "third_party", guardian=guardian)
    plan = {"year": YEAR, "title": "Школа наставника", "held_on": "2026-10-01",
            "experts": ["Эксперт"], "materials": ["Памятка"]}  # fmt: skip
    training = staff.post("/trainings", plan)["id"]
    round = {"year": YEAR, "role": "mentor", "stage": 1, "instrument": "mentor",
             "instrument_version": 1}  # fmt: skip
    staff.post("/assessments/rounds", round)
    slot = {"person": mentor, "year": YEAR, "slot": "2026-10-02T10:00:00+00:00",
            "psychologist": True}  # fmt: skip
    interview = staff.post("/interviews", slot)["id"]
    form = {"person": kid, "year": YEAR, "kind": "mentee"}
    opened = staff.post("/questionnaires", form)["id"]
    told = {"person": kid, "year": YEAR, "kind": "third_party", "source": "teacher"}
    third = town.cell.caller(town.north, "teacher").post("/questionnaires", told)["id"]
    ids = {"training": training, "interview": interview, "form": opened, "third": third}
    return Cast(town, staff, mentor, kid, guardian, ids)


CASES: list[tuple[str, str, str, str, dict[str, Any], tuple[str, ...]]] = [
    ("open", "kid", "participation", "/questionnaires",
     {"person": "@kid", "year": YEAR, "kind": "mentee", "source": "guardian"}, ("coordinator",)),
    ("answer", "kid", "participation", "/questionnaires/@form/answers",
     {"answers": people.MENTEE_ANSWERS}, ("coordinator",)),
    ("open third", "kid", "third_party", "/questionnaires",
     {"person": "@kid", "year": YEAR, "kind": "third_party", "source": "psychologist"},
     ("psychologist",)),
    ("answer third", "kid", "third_party", "/questionnaires/@third/answers",
     {"answers": {"difficulties": "…"}}, ("teacher",)),
    ("admit", "kid", "participation", "/mentees/@kid/admit", {"year": YEAR}, ("coordinator",)),
    ("list", "mentor", "participation", "/mentors/@mentor/list", {"year": YEAR, "until": UNTIL},
     ("coordinator",)),
    ("check", "mentor", "participation", "/mentors/@mentor/background-check",
     {"valid_until": UNTIL, "reference": "№ 1"}, ("coordinator",)),
    ("stay", "mentor", "after_programme", "/mentors/@mentor/stay",
     {"year": YEAR, "stays": True, "until": UNTIL}, ("coordinator",)),
    ("offer", "mentor", "sharing", "/mentors/@mentor/catalogue",
     {"offered": True, "paper": "№ 2"}, ("coordinator",)),
    ("interview", "mentor", "psychology", "/interviews",
     {"person": "@mentor", "year": YEAR, "slot": "2026-10-03T10:00:00+00:00",
      "psychologist": True}, ("coordinator",)),
    ("protocol", "mentor", "psychology", "/interviews/@interview/protocol",
     {"protocol": "готов"}, ("psychologist",)),
    ("decide", "mentor", "psychology", "/interviews/@interview/decide",
     {"decision": "admit", "reason": ""}, ("coordinator",)),
    ("enrol", "mentor", "participation", "/trainings/@training/enrol", {"people": ["@mentor"]},
     ("coordinator",)),
    ("complete", "mentor", "participation", "/trainings/@training/complete",
     {"person": "@mentor", "passed": True}, ("coordinator",)),
    ("assess", "mentor", "participation", "/assessments",
     {"person": "@mentor", "year": YEAR, "role": "mentor", "stage": 1, "values": {"skill": 5}},
     ("coordinator",)),
]  # fmt: skip


def _filled(value: Any, cast: Cast) -> Any:
    known = {"@kid": cast.kid, "@mentor": cast.mentor}
    known |= {f"@{name}": id for name, id in cast.ids.items()}
    if isinstance(value, str):
        for name, id in sorted(known.items(), reverse=True):
            value = value.replace(name, id)
        return value
    if isinstance(value, list):
        return [_filled(one, cast) for one in value]
    return {k: _filled(v, cast) for k, v in value.items()} if isinstance(value, dict) else value


@pytest.mark.parametrize(
    ("who", "purpose", "path", "body", "roles"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_it_is_refused_with_the_purpose(
    cast: Cast, who: str, purpose: str, path: str, body: dict[str, Any], roles: tuple[str, ...]
) -> None:
    person = cast.kid if who == "kid" else cast.mentor
    cast.withdraw(person, purpose)
    before = cast.town.cell.service.db.commits.count_documents({})
    caller = cast.town.cell.caller(cast.town.north, *roles)
    problem = caller.refused(_filled(path, cast), _filled(body, cast))
    assert (problem["code"], problem["purpose"]) == ("consent-missing", purpose)
    assert problem["people"] == [person]
    assert cast.town.cell.service.db.commits.count_documents({}) == before
