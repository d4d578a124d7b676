"""Next year's children: a workbook with errors, consents behind links and on paper, one who moves."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

from infra.demo.asking import Caller, wait_for
from infra.demo.gathering import at_least
from infra.demo.town import School
from shared.documents.paper import Fields, Paper, Paragraph, Signatures
from shared.documents.pdf import as_pdf
from shared.domain.school_years import year_after

_ANSWERS = {
    "forms": ["pupil_pupil"],
    "themes": ["confidence"],
    "request": "хочу увереннее отвечать у доски",
    "times": ["mon-15", "wed-16"],
    "way": "in_person",
}


def list_with_errors(school: School) -> None:
    """The report names row, column and reason; the right rows go in, the wrong ones do not."""
    town, staff = school.town, school.coordinator
    content = (town.samples / "errors-class-list.xlsx").read_bytes()
    path = f"/imports?kind=class_list&year={year_after(school.town.year)}&dry_run="
    shown, done = (staff.upload(f"{path}{dry}", content) for dry in ("true", "false"))
    wrong = [row for row in done["rows"] if row["problems"]]
    for cell in (cell for row in wrong for cell in row["problems"]):
        town.say(f"строка {cell['row']}, «{cell['column']}»: {cell['ru']}")
    counts = done["counts"]
    if shown["counts"] != counts or counts["new"] != 10 or not counts["wrong"] == len(wrong) == 7:
        raise AssertionError(f"the workbook with errors: {shown['counts']}, then {counts}")
    rows = staff.until(
        "participants", "/candidates", partial(at_least, 10),
        year=year_after(school.town.year), role="mentee",
    )  # fmt: skip
    if len(rows) != 10:
        raise AssertionError(f"{len(rows)} children of ten right rows")
    school.facts["arrived"] = sorted(row["person"] for row in rows)
    town.say(f"из {len(done['rows'])} строк занесено {counts['new']}, с ошибками {counts['wrong']}")


def campaign(school: School) -> None:
    """All ten families are asked: one signs behind a link, one on paper, the progress says so."""
    town, staff = school.town, school.coordinator
    guardians = _confirm_guardians(school)
    body = {
        "purpose": "participation", "role": "mentee", "year": year_after(school.town.year),
        "due": (town.now().date() + timedelta(days=14)).isoformat(), "until": _until(school),
    }  # fmt: skip
    path = f"/consents/campaigns/{staff.post('participants', '/consents/campaigns', body)['id']}"
    wait_for(lambda: staff.all("participants", "/consents/campaigns"), bool, "the campaign")
    links = staff.post("participants", f"{path}/links", {})["links"]
    by_child = {one["people"][0]["id"]: one for one in links}
    if set(by_child) != set(guardians):
        raise AssertionError(f"{len(by_child)} links for {len(guardians)} children")
    linked, on_paper = school.facts["arrived"][:2]
    _agree(school.guardian(guardians[linked]), by_child[linked]["token"], linked)
    _sign_on_paper(school, on_paper, guardians[on_paper])
    counts = wait_for(
        lambda: staff.get("participants", path)["counts"], lambda c: c["done"] >= 2,
        "the campaign's progress",
    )  # fmt: skip
    if counts != {"done": 2, "declined": 0, "asked": 8, "left": 0}:
        raise AssertionError(f"the campaign's progress is {counts}")
    staff.post("participants", f"{path}/close")
    town.say(f"кампания согласий: подписали {counts['done']}, ждут ответа {counts['asked']}")


def _confirm_guardians(school: School) -> dict[str, str]:
    staff, arrived = school.coordinator, set(school.facts["arrived"])

    def theirs() -> dict[str, str]:
        rows = staff.all("participants", "/guardianships")
        return {row["child"]: row["guardian"] for row in rows if row["child"] in arrived}

    guardians = wait_for(theirs, lambda found: len(found) == len(arrived), "the guardians")
    for child, guardian in guardians.items():
        body = {"guardian": guardian, "child": child}
        staff.post("participants", "/guardianships/confirm", body)
    school.facts["families"] = guardians
    return guardians


def _agree(signer: Caller, token: str, child: str) -> None:
    path = f"/consents/links/{token}"
    documents = signer.get("participants", path)["documents"]
    answers = [
        {"person": child, "purpose": one["purpose"], "agree": True, "assent": True,
         "text_hash": one["hash"]}
        for one in documents
    ]  # fmt: skip
    signer.post("participants", path, {"answers": answers})


def _sign_on_paper(school: School, child: str, guardian: str) -> None:
    """The scan comes back as it was sent."""
    staff, today = school.coordinator, school.town.today()
    scan = as_pdf(
        Paper(
            "Согласие на участие в программе наставничества",
            (
                Paragraph("Согласие подписано от руки и отсканировано."),
                Fields((("Дата подписи", today),)),
                Signatures((("Законный представитель", ""),)),
            ),
            organisation=school.name,
        )
    )
    query = {
        "person": child, "purpose": "participation", "giver": "guardian", "by": guardian,
        "until": _until(school), "signed_on": today, "assent": "true",
    }  # fmt: skip
    consent = staff.upload(f"/consents/paper?{urlencode(query)}", scan)["id"]
    if staff.raw("participants", f"/consents/{consent}/scan") != scan:
        raise AssertionError("the scan is not the one that was sent")
    school.town.say(f"согласие на бумаге: скан в {len(scan) // 1024 + 1} КБ принят и читается")


def questionnaire(school: School) -> None:
    """One child answers behind a personal link, which is used up; without a consent there is none."""
    town, staff = school.town, school.coordinator
    child, silent = school.facts["arrived"][0], school.facts["arrived"][2]
    ask = {"people": [child, silent], "year": year_after(school.town.year), "kind": "mentee"}
    made = staff.post("participants", "/questionnaire-links", ask)
    if made["without"] != [{"person": silent, "reason": "consent-missing"}]:
        raise AssertionError(f"a link without a consent: {made['without']}")
    path = f"/questionnaire-links/open/{made['links'][0]['token']}"
    page = town.asking.caller(school.tenant, "service")
    version = page.get("participants", path)["template"]["version"]
    page.post("participants", path, {"template_version": version, "answers": _ANSWERS})
    if not page.get("participants", path)["used"]:
        raise AssertionError("the link can be used again")
    staff.until(
        "participants", "/questionnaires",
        lambda rows: any(row["status"] == "answered" for row in rows),
        person=child, year=year_after(school.town.year), kind="mentee",
    )  # fmt: skip
    year = {"year": year_after(school.town.year)}
    staff.post("participants", f"/mentees/{child}/admit", year)
    staff.until(
        "participants", "/mentees", lambda rows: any(row["id"] == child for row in rows),
        **year, status="admitted",
    )  # fmt: skip
    town.say("анкета заполнена по личной ссылке, ребёнок в базе; без согласия ссылка не выдана")


def move(old: School, new: School) -> None:
    """The guardian confirms, the new school accepts, and asks for a consent of its own."""
    town, child = old.town, old.facts["arrived"][0]
    body = {"child": child, "signer": old.facts["families"][child], "to": new.tenant}
    started = old.coordinator.post("participants", "/transfers", body)
    page = town.asking.caller(old.tenant, "service")
    path = f"/transfers/links/{started['token']}"
    asked = page.get("participants", path)
    yes = {"agree": True, "items": asked["items"], "assent": asked["assent_needed"]}
    page.post("participants", path, yes)
    staff = new.coordinator
    offered = staff.until("participants", "/arrivals", partial(at_least, 1), status="offered")[0]
    if offered["request"] is not None:
        raise AssertionError("the request is shown without a consent")
    staff.post("participants", f"/arrivals/{offered['id']}/accept")
    arrived = _consent_there(new, offered["person"])
    old.coordinator.until(
        "participants", "/candidates", lambda rows: all(row["person"] != child for row in rows),
        year=year_after(old.town.year), role="mentee",
    )  # fmt: skip
    if arrived["request"] != {name: _ANSWERS[name] for name in ("forms", "themes")}:
        raise AssertionError(f"with a consent the request is {arrived['request']}")
    town.say(f"переход: {old.name} → {new.name}, подтверждён семьёй, новое согласие подписано")


def _consent_there(school: School, child: str) -> dict[str, Any]:
    """The guardian's document is seen here too, then they sign here. Returns the arrival after it."""
    staff = school.coordinator
    rows = staff.until("participants", "/guardianships", partial(at_least, 1), child=child)
    guardian = rows[0]["guardian"]
    body = {"guardian": guardian, "child": child}
    staff.post("participants", "/guardianships/confirm", body)
    check = {"purpose": "participation", "people": [child]}
    if staff.post("participants", "/consents/check", check)["missing"] != [child]:
        raise AssertionError("a consent came along with the child")
    signed = {
        "person": child, "purpose": "participation", "giver": "guardian", "by": guardian,
        "assent": True, "until": _until(school),
    }  # fmt: skip
    school.guardian(guardian).post("participants", "/consents", signed)
    if staff.post("participants", "/consents/check", check, again="signed")["missing"]:
        raise AssertionError("the new consent is not seen")
    candidacy = {"role": "mentee", "year": year_after(school.town.year)}
    staff.post("participants", f"/people/{child}/candidacies", candidacy)
    rows = staff.all("participants", "/arrivals")
    return next(row for row in rows if row["person"] == child)


def _until(school: School) -> str:
    return (school.town.ends + timedelta(days=365)).isoformat()
