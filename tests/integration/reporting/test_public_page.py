"""7.6: what anybody may see, and how it is gone at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.contracts import participants
from shared.domain.errors import Unavailable
from shared.domain.ids import PersonId, TenantId, new_id
from shared.tenancy.scope import Scope
from tests.integration.reporting.conftest import COUNCIL, SCHOOL, YEAR, Consents, Machine
from tests.integration.reporting.test_results import first_of, pairs, register
from tests.unit.shared.pictures import PLACE, png

pytestmark = pytest.mark.integration
ADA, MAX = PersonId("ada"), PersonId("max")
SOUTH = TenantId("school-south")
STORY = {"situation": "тихий", "goal": "говорить", "path": "встречи", "result": "выступил"}


def public(machine: Machine, path: str = "/public/items", **query: Any) -> Any:
    return machine.call("GET", path, role="service", **query)


def draft(machine: Machine, kind: str, *people: str, **more: Any) -> str:
    item = {"year": YEAR, "kind": kind, "title": f"О {kind}", "text": "Хороший год",
            "people": list(people), **more}  # fmt: skip
    return str(machine.call("POST", "/publications", item)["id"])


def publish(machine: Machine, publication: str, status: int = 200) -> Any:
    done = machine.call("POST", f"/publications/{publication}/publish", {}, status=status)
    machine.settle()
    return done


def send(machine: Machine, publication: str, content: bytes, status: int = 200) -> Any:
    token = machine._issuer.issue(
        "reporting", tenant=SCHOOL, actor="a", roles=("coordinator",), person=None
    )
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": new_id()}
    answer = machine.client.post(
        f"/v1/publications/{publication}/picture", data=content, headers=headers
    )
    assert answer.status_code == status, answer.get_data(as_text=True)
    machine.settle()
    return answer.get_json()


def picture(machine: Machine, publication: str) -> tuple[int, bytes]:
    token = machine._issuer.issue(
        "reporting", tenant=SCHOOL, actor="gateway", roles=("service",), person=None
    )
    answer = machine.client.get(
        f"/v1/public/items/{publication}/picture", headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.status_code, answer.data


def image(machine: Machine, *people: str) -> str:
    item = draft(machine, "image", *people, alt="Двое у доски")
    send(machine, item, png())
    publish(machine, item)
    return item


def test_an_item_is_told_without_anybodys_id(machine: Machine) -> None:
    item = draft(machine, "mentor", MAX)
    publish(machine, item)
    [shown] = public(machine)["items"]
    assert shown["id"] == item
    assert (shown["title"], shown["kind"], shown["picture"]) == ("О mentor", "mentor", None)
    assert datetime.fromisoformat(shown["changed_at"]).tzinfo == UTC
    assert MAX not in str(public(machine))
    assert public(machine, year="2025/26")["items"] == []
    assert public(machine)["years"] == [YEAR]


def test_a_draft_is_read_and_written_anew_with_who_is_missing(machine: Machine) -> None:
    item = draft(machine, "case", MAX, ADA)
    machine.consents.withdrawn.add((ADA, "publication_case"))
    machine.settle()
    shown = machine.call("GET", f"/publications/{item}")
    assert (shown["title"], shown["missing"]) == ("О case", [ADA])
    anew = {"title": "Иначе", "text": "Без Ады", "people": [MAX]}
    machine.call("PUT", f"/publications/{item}", anew)
    machine.settle()
    shown = machine.call("GET", f"/publications/{item}")
    assert (shown["title"], shown["people"], shown["missing"]) == ("Иначе", [MAX], [])
    publish(machine, item)
    machine.call("PUT", f"/publications/{item}", anew, status=409)


def test_a_picture_is_shown_without_what_the_camera_wrote(machine: Machine) -> None:
    item = image(machine, MAX, ADA)
    [shown] = public(machine)["items"]
    assert (shown["picture"], shown["alt"]) == ({"width": 3, "height": 2}, "Двое у доски")
    status, content = picture(machine, item)
    assert status == 200
    assert content.startswith(b"\x89PNG")
    assert PLACE not in content
    stored = str(list(machine.service.db.pictures.find()))
    assert "IHDR" not in stored


def test_a_picture_needs_everyone_on_it_before_it_is_even_sent(machine: Machine) -> None:
    item = draft(machine, "image", MAX, ADA, alt="Двое")
    machine.settle()
    machine.consents.withdrawn.add((ADA, "publication_image"))
    refusal = send(machine, item, png(), status=409)
    assert (refusal["code"], refusal["people"]) == ("consent-missing", [ADA])
    assert machine.service.db.pictures.count_documents({}) == 0
    machine.consents.withdrawn.clear()
    assert publish(machine, item, status=409)["code"] == "picture-missing"
    send(machine, item, b"%PDF-1.7 %%EOF", status=422)
    send(machine, draft(machine, "case", MAX), png(), status=409)
    assert machine.service.db.pictures.count_documents({}) == 0
    send(machine, item, png())
    anew = {"title": "Финал", "text": "Трое", "alt": "Трое", "people": [MAX, ADA, "eva"]}
    machine.call("PUT", f"/publications/{item}", anew)
    assert machine.service.db.pictures.count_documents({}) == 0, "it was sealed for two"
    assert publish(machine, item, status=409)["code"] == "picture-missing"


def test_a_withdrawal_takes_item_and_picture_before_any_message_arrives(machine: Machine) -> None:
    item = image(machine, MAX, ADA)
    machine.consents.withdrawn.add((ADA, "publication_image"))
    assert public(machine)["items"] == []
    assert picture(machine, item)[0] == 404
    machine.withdraw(ADA, "publication_image")
    machine.settle()
    assert machine.service.db.pictures.count_documents({}) == 0
    machine.consents.withdrawn.clear()
    assert picture(machine, item)[0] == 404
    [gone] = public(machine)["gone"]
    assert gone["id"] == item, "readers that kept it are told"


def test_what_was_never_public_is_told_to_nobody(machine: Machine) -> None:
    item = draft(machine, "mentor", MAX)
    machine.call("POST", f"/publications/{item}/withdraw", {})
    machine.settle()
    assert public(machine)["gone"] == []


def test_an_erased_person_is_on_no_page_and_in_no_picture(machine: Machine) -> None:
    image(machine, MAX)
    publish(machine, draft(machine, "mentor", MAX))
    machine.hear(participants.PersonErased(MAX))
    machine._receive()
    assert machine.service.db.pictures.count_documents({}) == 0, "before any policy"
    machine.settle()
    assert public(machine)["items"] == []
    assert machine.service.db.pictures.count_documents({}) == 0


def test_without_an_answer_on_consents_nothing_is_shown(machine: Machine) -> None:
    item = image(machine, MAX)

    class Silent(Consents):
        def require(self, scope: Scope, purpose: str, people: Iterable[str]) -> None:
            raise Unavailable("participants does not answer")

    machine.service.gate = Silent()
    machine.call("GET", "/public/items", role="service", status=503)
    assert picture(machine, item)[0] == 503


def test_no_answer_that_begins_after_the_withdrawal_shows_anything(machine: Machine) -> None:
    """Readers that never stop, while consents end: whoever asked later sees nothing."""
    item = image(machine, MAX)
    publish(machine, draft(machine, "case", MAX))
    ended: list[float] = []
    seen: list[tuple[float, bool]] = []

    def read() -> None:
        while not ended or time.monotonic() < ended[0] + 0.5:
            began = time.monotonic()
            items, (status, _) = public(machine)["items"], picture(machine, item)
            seen.append((began, bool(items) or status == 200))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for one in readers:
        one.start()
    time.sleep(0.3)
    machine.consents.withdrawn |= {(MAX, "publication_image"), (MAX, "publication_case")}
    ended.append(time.monotonic())
    for one in readers:
        one.join()
    assert any(shown for began, shown in seen if began < ended[0])
    later = [shown for began, shown in seen if began > ended[0]]
    assert later
    assert not any(later)


def test_a_case_is_published_approved_and_with_everyone_of_it(machine: Machine) -> None:
    body = {"year": YEAR, "pairing": "pair", "people": [MAX, ADA], **STORY}
    case = machine.call("POST", "/cases", body)["id"]
    machine.settle()
    item = draft(machine, "case", MAX, source=case)
    assert publish(machine, item, status=409)["code"] == "case-not-approved"
    machine.call("POST", f"/cases/{case}/approve", {}, role="head")
    assert publish(machine, item, status=409)["code"] == "source-people"
    whole = draft(machine, "case", MAX, ADA, source=case)
    publish(machine, whole)
    assert [one["id"] for one in public(machine)["items"]] == [whole]
    machine.call("POST", f"/cases/{case}/reopen", {})
    machine.settle()
    assert public(machine)["items"] == [], "hidden while it is written anew"
    machine.call("POST", f"/cases/{case}/approve", {}, role="head")
    machine.settle()
    assert len(public(machine)["items"]) == 1
    machine.call("POST", f"/cases/{case}/withdraw", {})
    machine.settle()
    rows = machine.call("GET", "/publications")["items"]
    assert [row["status"] for row in rows] == ["withdrawn", "withdrawn"]


def test_an_award_taken_back_is_told_no_longer(machine: Machine) -> None:
    body = {"year": YEAR, "mentor": MAX, "title": "Наставник года", "reason": "за всё"}
    award = machine.call("POST", "/awards", body)["id"]
    item = draft(machine, "mentor", MAX, source=award)
    machine.settle()
    assert publish(machine, item, status=409)["code"] == "award-not-given"
    machine.call("POST", f"/awards/{award}/decide", {"chosen": True, "protocol": "№ 1"})
    machine.call("POST", f"/awards/{award}/give", {"on": "2027-05-20"})
    publish(machine, item)
    assert len(public(machine)["items"]) == 1
    machine.call("POST", f"/awards/{award}/revoke", {})
    machine.settle()
    assert public(machine)["items"] == []
    assert [one["id"] for one in public(machine)["gone"]] == [item]


def test_only_the_gateway_reads_it_and_a_foreign_item_is_not_there(machine: Machine) -> None:
    item = image(machine, MAX)
    machine.call("GET", "/public/items", role="coordinator", status=403)
    other: Any = {"role": "service", "tenant": SOUTH}
    assert machine.call("GET", "/public/items", **other)["items"] == []
    machine.call("GET", f"/public/items/{item}/picture", status=404, **other)
    machine.call("GET", f"/publications/{item}", tenant=SOUTH, status=404)


def test_a_municipality_shows_its_schools_items_each_with_its_consents(machine: Machine) -> None:
    register(machine)
    publish(machine, draft(machine, "case", MAX))
    publish(machine, draft(machine, "result"))
    town: Any = {"tenant": COUNCIL, "role": "service"}
    found = machine.call("GET", "/public/schools", **town)["items"]
    assert {(one["school"], one["kind"]) for one in found} == {(SCHOOL, "case"), (SCHOOL, "result")}
    machine.consents.withdrawn.add((MAX, "publication_case"))
    found = machine.call("GET", "/public/schools", **town)["items"]
    assert [one["kind"] for one in found] == ["result"]
    assert machine.call("GET", "/public/schools", **town)["gone"] == []
    machine.withdraw(MAX, "publication_case")
    machine.settle()
    [gone] = machine.call("GET", "/public/schools", **town)["gone"]
    assert gone["id"] in {one["id"] for one in public(machine)["gone"]}
    stranger = machine.call(
        "GET", "/public/schools", tenant=TenantId("council-south"), role="service"
    )
    assert (stranger["items"], stranger["gone"]) == ([], [])


def test_numbers_are_those_of_the_published_month_end_and_nothing_newer(machine: Machine) -> None:
    register(machine)
    pairs(machine, 6)
    town: Any = {"tenant": COUNCIL, "role": "service"}
    assert machine.call("GET", "/public/numbers", **town)["told"] is None
    machine.month_end(first_of(11))
    pairs(machine, 12)
    found = machine.call("GET", "/public/numbers", **town)
    assert (found["years"], found["month_end"]) == ([YEAR], "2026-10-31")
    assert (found["told"]["counts"]["mentees"], found["told"]["schools"]) == (6, 1)
    assert len(found["told"]["stages"]) == 7
    own = machine.call("GET", "/public/numbers", school=SCHOOL, **town)["told"]
    assert own["counts"]["pairs_active"] == 6
    assert machine.call("GET", "/public/numbers", school="other", **town)["told"] is None
    assert "small" not in str(found), "which cells hide others is told to nobody"


def test_fewer_than_five_are_not_told_to_the_public(machine: Machine) -> None:
    register(machine)
    pairs(machine, 3)
    machine.month_end(first_of(11))
    town: Any = {"tenant": COUNCIL, "role": "service"}
    queries: tuple[Any, ...] = ({}, {"school": SCHOOL})
    for query in queries:
        told = machine.call("GET", "/public/numbers", **town, **query)["told"]
        assert told["counts"]["mentees"] is None


def test_a_municipality_and_a_company_publish_what_is_theirs(machine: Machine) -> None:
    def post(role: str, tenant: TenantId, kind: str, people: list[str], status: int = 200) -> None:
        item = {"year": YEAR, "kind": kind, "title": "Т", "text": "Т", "people": people}
        machine.call("POST", "/publications", item, role=role, tenant=tenant, status=status)

    post("municipal_admin", COUNCIL, "result", [])
    post("municipal_admin", COUNCIL, "result", [MAX], status=403)
    post("municipal_admin", COUNCIL, "case", [MAX], status=403)
    post("company_coordinator", TenantId("works"), "mentor", ["worker"])
    post("company_coordinator", TenantId("works"), "case", ["worker"], status=403)
    post("head", SCHOOL, "result", [], status=403)


def test_the_list_of_sites_is_the_heads(machine: Machine) -> None:
    assert machine.call("GET", "/public-site") == {"sites": [], "numbers": False}
    sites = {"sites": ["school.example"]}
    machine.call("PUT", "/public-site/sites", sites, status=403)
    machine.call("PUT", "/public-site/sites", sites, role="head")
    machine.call("PUT", "/public-site/numbers", {"shown": True}, role="head")
    bad = {"sites": ["https://a.example; script-src *"]}
    machine.call("PUT", "/public-site/sites", bad, role="head", status=422)
    told = {"sites": ["https://school.example"], "numbers": True}
    assert machine.call("GET", "/public-site", role="service") == told
    none = {"sites": [], "numbers": False}
    assert machine.call("GET", "/public-site", role="service", tenant=SOUTH) == none
