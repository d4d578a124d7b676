"""After the year: what is held of somebody, and their erasure with a certificate that holds."""

from __future__ import annotations

import json
from typing import Any

from infra.demo import completing
from infra.demo.asking import wait_for
from infra.demo.town import School, Town
from shared.crypto.signing import problem_with

_SERVICES = {"participants", "matching", "meetings", "reporting"}


def report(school: School, mentor: str) -> None:
    """The mentor's own report from every service, as JSON and as PDF."""
    me = school.mentor(mentor)
    held = me.get("participants", f"/people/{mentor}/report")
    told = {one["service"] for one in held["services"] if one["items"]}
    if told != _SERVICES or not held["reads"] or not held["receivers"]:
        raise AssertionError(f"the report lacks something: {sorted(held)}, items of {told}")
    printed = me.raw("participants", f"/people/{mentor}/report.pdf")
    _keep(school.town, "access-report.json", _as_json(held))
    _keep(school.town, "access-report.pdf", _is_pdf(printed))
    school.town.say(
        f"отчёт о данных наставника: служб {len(told)}, записей "
        f"{sum(len(one['items']) for one in held['services'])}, прочтений {len(held['reads'])}"
    )


def erase(school: School, mentor: str) -> None:
    """The mentor asks, the coordinator carries it out; every place that knew them confirms."""
    staff, path = school.coordinator, f"/people/{mentor}"
    school.mentor(mentor).post("participants", f"{path}/erasure")
    staff.post("participants", f"{path}/erase")
    done = wait_for(
        lambda: staff.get("participants", f"{path}/erasure"), lambda seen: bool(seen["code"]),
        "the certificate of the erasure",
    )  # fmt: skip
    rows = staff.until(
        "participants", "/erasures", lambda rows: any(r["code"] == done["code"] for r in rows)
    )
    places = next(row["places"] for row in rows if row["code"] == done["code"])
    if done["status"] != "completed" or not all(place["confirmed"] for place in places):
        raise AssertionError(f"the erasure is {done}, its places are {places}")
    organisations = {place["organisation"] for place in places}
    school.town.say(
        f"данные стёрты: подтверждений {len(places)} ({', '.join(sorted(organisations))})"
    )
    _nothing_left(school, mentor)
    school.facts["erasure"] = done["code"]


def _nothing_left(school: School, mentor: str) -> None:
    """No name under the id any more, for staff of the home neither."""
    asked = {"people": [mentor], "why": "demo"}
    names = school.coordinator.post("participants", "/people/names", asked)["names"]
    if names.get(mentor):
        raise AssertionError("an erased mentor still has a name")


def certify(school: School, mentor: str) -> None:
    """The certificate, kept as JSON and PDF; its signature holds, that of a changed one does not."""
    town, staff, path = school.town, school.coordinator, f"/erasures/{mentor}/certificate"
    signed = staff.get("participants", path)
    printed = staff.raw("participants", f"{path}.pdf")
    _keep(town, "erasure-certificate.json", _as_json(signed))
    _keep(town, "erasure-certificate.pdf", _is_pdf(printed))
    checked = staff.post("participants", "/certificates/verify", signed)
    looked = staff.get("participants", f"/erasures/certificates/{school.facts['erasure']}")
    kept = json.loads((town.directory / "erasure-certificate.json").read_text("utf-8"))
    problem = problem_with(kept, town.settings.secrets)
    if not checked["valid"] or not looked["valid"] or problem:
        raise AssertionError(f"the certificate does not hold: {checked}, {problem}")
    forged = {**signed, "certificate": {**signed["certificate"], "forged": True}}
    if staff.post("participants", "/certificates/verify", forged)["valid"]:
        raise AssertionError("a changed certificate is taken for a true one")
    town.say(f"акт об уничтожении данных {signed['code']}: подпись верна, подделка отвергнута")


def still_proven(town: Town) -> None:
    """An erasure takes nobody's year away: every roadmap stays whole."""
    for school in town.schools:
        found = completing.roadmap(school, 10.0)
        if not found["ticked"] == found["applicable"] == completing.ITEMS:
            raise AssertionError(f"{school.name}: {found['ticked']} items after the erasure")


def _as_json(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _is_pdf(content: bytes) -> bytes:
    if not content.startswith(b"%PDF-"):
        raise AssertionError("this is not a PDF")
    return content


def _keep(town: Town, name: str, content: bytes) -> None:
    town.directory.mkdir(parents=True, exist_ok=True)
    (town.directory / name).write_bytes(content)
