"""A school with one admitted mentor and two mentees, and accounts for everybody who answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from gateway.accounts import Membership
from gateway.app import open_gateway
from gateway.setup import SCHOOLS
from infra.demo.asking import Caller
from shared.config import Settings
from shared.domain.ids import PersonId, TenantId, derived_id
from tests.e2e.test_pages import PASSWORD, UNTIL, Site, _year

SMALL, GROWN, MOTHER = "Зайцев Тимур Олегович", "Белова Ирина Олеговна", "Зайцева Нина Павловна"
HEAD = "Фёдорова Елена Петровна"


@dataclass(frozen=True)
class Cast:
    staff: Caller
    small: str
    grown: str
    mother: str
    head: str
    programme: str


def admitted(staff: Caller, mentor: str, *, hour: int = 15) -> None:
    """Interviewed tomorrow at this hour, and taken."""
    slot = f"{date.today() + timedelta(days=1)}T{hour}:00:00+03:00"
    meeting = {"person": mentor, "year": _year(), "slot": slot}
    id = staff.post("participants", "/interviews", meeting)["id"]
    staff.post("participants", f"/interviews/{id}/protocol", {"protocol": "надёжна"})
    staff.post("participants", f"/interviews/{id}/decide", {"decision": "admit", "reason": ""})


def settle_in(site: Site) -> Cast:
    """The mentor is admitted, both children are in the base; whoever answers can sign in."""
    school = site.schools[0]
    staff = site.asking.caller(school, "coordinator")
    mother = _person(staff, MOTHER, "1986-02-03")
    head = _person(staff, HEAD, "1975-02-03")
    kids = {name: _child(staff, name, age, mother) for name, age in ((SMALL, 11), (GROWN, 15))}
    admitted(staff, site.mentor)
    _takes_groups(staff, site.mentor)
    for role, count in (("mentee", 2), ("mentor", 1)):
        staff.until("matching", "/candidates", partial(_at_least, count), year=_year(), role=role)
    accounts = open_gateway(Settings.from_env("gateway")).accounts
    for login, role, person in (
        ("grown", "mentee", kids[GROWN]), ("mother", "guardian", mother), ("boss", "head", None),
    ):  # fmt: skip
        member = Membership(
            TenantId(school), (role,), SCHOOLS[0], "school", PersonId(person) if person else None
        )
        accounts.create(login, PASSWORD, [member])
    programme = derived_id("programme", school, _year())
    return Cast(staff, kids[SMALL], kids[GROWN], mother, head, programme)


def _takes_groups(staff: Caller, mentor: str) -> None:
    """The mentor says so, and the base tells matching."""
    rows = staff.all("participants", "/questionnaires", person=mentor, year=_year())
    answers = {
        "forms": ["pupil_pupil"], "themes": ["studies"], "times": ["mon-15"], "group_ok": True,
    }  # fmt: skip
    staff.post("participants", f"/questionnaires/{rows[0]['id']}/answers", {"answers": answers})
    listed = {"year": _year(), "until": UNTIL}
    staff.post("participants", f"/mentors/{mentor}/list", listed, again="groups")

    def told(rows: list[Any]) -> bool:
        return any((row["features"] or {}).get("group_ok") for row in rows)

    staff.until("matching", "/candidates", told, year=_year(), role="mentor")


def _at_least(count: int, rows: list[Any]) -> bool:
    return len(rows) >= count


def _person(staff: Caller, name: str, born: str) -> str:
    return str(staff.post("participants", "/people", {"name": name, "birth_date": born})["id"])


def _child(staff: Caller, name: str, age: int, mother: str, **said: Any) -> str:
    kid = _person(staff, name, f"{date.today().year - age}-01-01")
    pair = {"guardian": mother, "child": kid}
    staff.post("participants", "/guardianships", pair)
    staff.post("participants", "/guardianships/confirm", pair)
    group = {"role": "mentee", "year": _year(), "group": f"{age - 6} А"}
    staff.post("participants", f"/people/{kid}/candidacies", group)
    consent = {
        "person": kid, "purpose": "participation", "giver": "guardian", "by": mother,
        "until": UNTIL, "assent": True,
    }  # fmt: skip
    staff.post("participants", "/consents", consent)
    form = staff.post(
        "participants", "/questionnaires", {"person": kid, "year": _year(), "kind": "mentee"}
    )
    answers = {
        "forms": ["pupil_pupil"], "themes": ["studies"], "times": ["mon-15"],
        "request": "алгебра", "group_ok": True, **said,
    }  # fmt: skip
    staff.post("participants", f"/questionnaires/{form['id']}/answers", {"answers": answers})
    staff.post("participants", f"/mentees/{kid}/admit", {"year": _year()})
    return kid


def opened(cast: Cast) -> None:
    """The programme is open and has its form, without a launch."""
    first = int(_year()[:4])
    body = {"year": _year(), "starts": f"{first}-09-01", "ends": f"{first + 1}-05-31"}
    cast.staff.post("matching", "/programmes", {**body, "head": cast.head})
    form = {"form": "pupil_pupil", "variants": [], "reason": "два запроса"}
    cast.staff.put("matching", f"/programmes/{cast.programme}/forms", {"forms": [form]})


def proposed(cast: Cast, *, groups: bool = False) -> list[str]:
    """A proposal of everybody, adopted."""
    path = f"/programmes/{cast.programme}/proposals"
    run = cast.staff.post("matching", path, {"groups": groups})
    cast.staff.until("matching", "/proposals", partial(_at_least, 1), programme=cast.programme,
                     status="draft")  # fmt: skip
    adopted = cast.staff.post("matching", f"/proposals/{run['id']}/adopt", {})
    pairings: list[str] = adopted["pairings"]
    wanted = partial(_at_least, len(pairings))
    cast.staff.until("matching", "/pairs", wanted, programme=cast.programme)
    return pairings


def day(days: int) -> str:
    return (date.today() + timedelta(days=days)).strftime("%d.%m.%Y")
