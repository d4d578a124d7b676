"""Stages 1 to 3: meetings with everybody, lists, consents, both bases, other schools' mentors."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from infra.demo import mapping
from infra.demo.asking import Caller, wait_for
from infra.demo.town import School, Town

ANNOUNCED = (
    ("1.1", "Педагогический совет о наставничестве"),
    ("1.3", "Встреча с выпускниками и предприятиями"),
    ("1.4", "Классные часы"),
)
Kinds = Sequence[tuple[str, str]]


def prepare(school: School) -> None:
    """Stage 1: the plan, and three of its meetings held; the parents' one is :mod:`guests`."""
    mapping.draft(school)
    for item, title in ANNOUNCED:
        hold_event(school, item, title, attended=35, leads=4 if item == "1.3" else 0)


def hold_event(
    school: School,
    item: str,
    title: str,
    *,
    attended: int,
    people: list[str] | None = None,
    leads: int = 0,
    by_audience: dict[str, int] | None = None,
) -> str:
    town, staff = school.town, school.coordinator
    plan = {
        "item": item,
        "year": town.year,
        "title": title,
        "date": town.today(),
        "place": "актовый зал",
    }
    event = str(staff.post("meetings", "/outreach", plan)["id"])
    held: dict[str, Any] = {
        "held_on": town.today(),
        "attended": attended,
        "by_audience": by_audience or {},
        "material": "протокол № 1",
    }
    if people:
        held["people"] = people
    if leads:
        held["leads"] = leads
    if item == "1.4":
        held["requests_by_theme"] = {"studies": 6, "exams": 4}
    staff.post("meetings", f"/outreach/{event}/hold", held)
    return event


def import_lists(town: Town) -> None:
    """Class lists and lists of mentors as XLSX, each first as a dry run."""
    kinds = (("class_list", "class-list"), ("mentor_list", "mentors"))
    _import_all(town, schools=kinds, companies=kinds[1:])


def answers(town: Town) -> None:
    """Questionnaires of both sides, from exports of a web form."""
    kinds = (("mentee_answers", "mentee-answers"), ("mentor_answers", "mentor-answers"))
    _import_all(town, schools=kinds, companies=kinds[1:])


def _import_all(town: Town, *, schools: Kinds, companies: Kinds) -> None:
    """Every organisation its own workbooks, side by side; ``kinds`` are (kind, file name)."""
    owners = [(f"school-{s.number}", s.coordinator, schools) for s in town.schools]
    owners += [(name, _company(town, id), companies) for name, id in town.companies.items()]

    def bring(owner: tuple[str, Caller, Kinds]) -> None:
        name, staff, kinds = owner
        for kind, file in kinds:
            _import(town, staff, name, kind, file)

    town.asking.together(bring, owners)


def _company(town: Town, tenant: str) -> Caller:
    return town.asking.caller(tenant, "company_coordinator")


def _import(town: Town, staff: Caller, name: str, kind: str, file: str) -> None:
    content = (town.samples / f"{name}-{file}.xlsx").read_bytes()
    path = f"/imports?kind={kind}&year={town.year}&dry_run="
    shown = staff.upload(f"{path}true", content)["counts"]
    done = staff.upload(f"{path}false", content)["counts"]
    if shown != done or not done["new"]:
        raise AssertionError(f"{name} {kind}: the dry run said {shown}, the import did {done}")
    again = staff.upload(f"{path}false", content)["counts"]
    if again["new"] or again["changed"]:
        raise AssertionError(f"{name} {kind}: a second import changed something: {again}")


def consents(school: School) -> None:
    """Guardians sign for minors, adults for themselves; publication for some."""
    town, staff = school.town, school.coordinator
    expected = {1: (40, 17), 2: (40, 15), 3: (40, 8)}[school.number]
    by_role = {
        role: staff.until(
            "participants", "/candidates", partial(at_least, count), year=town.year, role=role
        )
        for role, count in zip(("mentee", "mentor"), expected, strict=True)
    }
    guardians = {
        row["child"]: row["guardian"] for row in staff.all("participants", "/guardianships")
    }
    for child, guardian in guardians.items():
        staff.post("participants", "/guardianships/confirm", {"guardian": guardian, "child": child})
    school.mentees = [row["person"] for row in by_role["mentee"]]
    school.mentors = [row["person"] for row in by_role["mentor"]]
    school.facts["guardians"] = guardians
    minors = {row["person"] for rows in by_role.values() for row in rows if row["minor"]}
    school.facts["minors"] = minors
    wanted = [(person, "participation") for person in school.mentees + school.mentors]
    wanted += [(person, "third_party") for person in school.mentees if person in minors]
    wanted += [(person, "sharing") for person in school.mentors]
    wanted += [(person, "publication_award") for person in school.mentors[:4]]
    wanted += [(person, "publication_case") for person in school.mentors[:4] + school.mentees[:8]]
    wanted += [(person, "after_programme") for person in school.mentors[:6]]
    town.asking.each(lambda one: sign(school, *one), wanted)
    school.facts["signed"] = set(wanted)
    _by_link(school)


def sign(school: School, person: str, purpose: str) -> None:
    guardian = school.facts["guardians"].get(person) if person in school.facts["minors"] else None
    school.coordinator.post(
        "participants",
        "/consents",
        {
            "person": person, "purpose": purpose, "giver": "guardian" if guardian else "self",
            "by": guardian or person, "method": "electronic", "assent": bool(guardian),
            "until": (school.town.ends + timedelta(days=60)).isoformat(),
        },
    )  # fmt: skip


def _by_link(school: School) -> None:
    """One guardian signs through a one-time link, as from a phone."""
    child = next(p for p in school.mentees if p in school.facts["minors"])
    guardian = school.facts["guardians"][child]
    body = {
        "signer": guardian, "people": [child], "purposes": ["after_programme"],
        "until": (school.town.ends + timedelta(days=365)).isoformat(),
    }  # fmt: skip
    token = school.coordinator.post("participants", "/consents/links", body)["token"]
    signer = school.guardian(guardian)
    signer.get("participants", f"/consents/links/{token}")
    answers = [{"person": child, "purpose": "after_programme", "agree": True, "assent": True}]
    signer.post("participants", f"/consents/links/{token}", {"answers": answers})


def company_consents(town: Town, tenant: str) -> list[str]:
    staff = _company(town, tenant)
    rows = staff.until(
        "participants", "/candidates", lambda r: len(r) == 10, year=town.year, role="mentor"
    )
    people = [str(row["person"]) for row in rows]
    until = (town.ends + timedelta(days=60)).isoformat()

    def own(one: tuple[str, str]) -> None:
        person, purpose = one
        body = {"person": person, "purpose": purpose, "giver": "self", "by": person, "until": until}
        town.asking.caller(tenant, "mentor", person=person).post("participants", "/consents", body)

    town.asking.each(
        own, [(p, purpose) for p in people for purpose in ("participation", "sharing")]
    )
    return people


def mentee_base(school: School) -> None:
    """2.2 and 2.3: the psychologist's word on each child, then everybody is admitted."""
    town = school.town
    minors = [p for p in school.mentees if p in school.facts["minors"]]
    town.asking.each(lambda person: _third_party(school, person), minors)
    town.asking.each(
        lambda p: school.coordinator.post(
            "participants", f"/mentees/{p}/admit", {"year": town.year}
        ),
        school.mentees,
    )


def _third_party(school: School, person: str) -> None:
    form = {
        "person": person,
        "year": school.town.year,
        "kind": "third_party",
        "source": "psychologist",
    }
    id = school.psychologist.post("participants", "/questionnaires", form)["id"]
    said = {
        "strengths": "внимателен к другим",
        "recommended_themes": ["studies"],
        "advice": "хвалить за шаги",
    }
    school.psychologist.post("participants", f"/questionnaires/{id}/answers", {"answers": said})


def programme(school: School) -> None:
    """3.1: the programme with its forms."""
    town, staff = school.town, school.coordinator
    body = {"year": town.year, "starts": town.starts.isoformat(), "ends": town.ends.isoformat()}
    staff.post("matching", "/programmes", body)
    forms: list[dict[str, Any]] = [
        {"form": form, "variants": [], "reason": "запросы наставляемых"}
        for form in ("pupil_pupil", "teacher_teacher", "employer_pupil")
    ]
    staff.put("matching", f"/programmes/{school.programme}/forms", {"forms": forms})


def mentor_base(school: School) -> None:
    """3.3 and 3.4: the school's own mentors are listed; the first two schools, which have many,
    offer some to the municipality."""
    town, staff = school.town, school.coordinator
    until = town.ends.isoformat()
    body = {"year": town.year, "until": until}
    town.asking.each(
        lambda p: staff.post("participants", f"/mentors/{p}/list", body), school.mentors
    )
    offered = school.mentors[:8] if school.number < 3 else []
    paper = {"offered": True, "paper": "заявление"}
    town.asking.each(
        lambda p: staff.post("participants", f"/mentors/{p}/catalogue", paper), offered
    )


def company_base(town: Town, tenant: str, people: list[str]) -> None:
    """Employees are listed and each allows two schools to match them."""
    staff = _company(town, tenant)
    body = {"year": town.year, "until": town.ends.isoformat()}
    town.asking.each(lambda p: staff.post("participants", f"/mentors/{p}/list", body), people)

    def allow(one: tuple[int, str]) -> None:
        index, person = one
        school = town.schools[index % 3]
        school.facts["offered"] = school.facts.get("offered", 0) + 1
        terms = {
            "mentor": person, "school": school.tenant, "forms": ["employer_pupil"], "places": 3,
            "until": town.ends.isoformat(),
        }  # fmt: skip
        me = town.asking.caller(tenant, "mentor", person=person)
        me.post("participants", "/sharing/permissions", terms)

    for one in enumerate(people):
        allow(one)


def share(asking: School, owners: Sequence[School]) -> None:
    """School B asks from the anonymous catalogue, the mentors of A allow, the cards arrive."""
    town = asking.town
    entries = asking.coordinator.until(
        "participants", "/catalogue", partial(at_least, 4), form="pupil_pupil"
    )[:8]
    ask = {"forms": ["pupil_pupil"], "places": 2, "until": town.ends.isoformat()}
    for entry in entries:
        asking.coordinator.post("participants", "/sharing/requests", {"entry": entry["id"], **ask})

    def requested() -> list[tuple[School, dict[str, Any]]]:
        return [
            (owner, row)
            for owner in owners
            for row in owner.coordinator.all("participants", "/sharing/permissions")
            if row["status"] == "requested" and row["school"] == asking.tenant
        ]

    found = wait_for(requested, lambda all: len(all) == len(entries), "the requests to mentors")
    for owner, one in found:
        path = f"/sharing/permissions/{one['id']}/permit"
        owner.mentor(one["mentor"]).post("participants", path, ask)
    asking.facts["asked"] = len(found)


def cards(school: School) -> None:
    """Other tenants' mentors as this school may see them."""
    expected = school.facts.get("offered", 0) + school.facts.get("asked", 0)
    rows = school.coordinator.until(
        "participants",
        "/mentors",
        lambda rows: sum(not row["own"] for row in rows) >= expected,
        year=school.town.year,
    )
    school.cards = [row["id"] for row in rows if not row["own"]]


def at_least(count: int, rows: list[dict[str, Any]]) -> bool:
    return len(rows) >= count
