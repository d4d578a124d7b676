"""A mentee changes school: history stays, only what the guardian confirmed goes along."""

from __future__ import annotations

from typing import Any

import pytest

from shared.domain.ids import TenantId, stream_id
from tests.integration.participants import people
from tests.integration.participants.conftest import YEAR, Caller, Town

pytestmark = pytest.mark.integration


def _started(town: Town, kid: str, guardian: str) -> tuple[Caller, str]:
    north = town.coordinator(town.north)
    body = {"child": kid, "signer": guardian, "to": town.south}
    token = north.post("/transfers", body)["token"]
    return town.cell.caller(town.north, "service"), f"/transfers/links/{token}"


def _confirmed(town: Town, *items: str, assent: bool = False) -> tuple[str, str, dict[str, Any]]:
    """An admitted mentee of the north and what the south sees of them."""
    kid, guardian = people.mentee(town.coordinator(town.north))
    town.cell.settle()
    visitor, link = _started(town, kid, guardian)
    visitor.post(link, {"agree": True, "items": list(items), "assent": assent})
    town.cell.settle()
    rows = town.coordinator(town.south).get("/arrivals")["items"]
    assert len(rows) == 1
    return kid, guardian, rows[0]


def test_mentee_changes_school(town: Town) -> None:
    """Edge case: the history stays where it was made, nothing leaks, a new consent there."""
    kid, guardian, offered = _confirmed(town, "group", "guardian", "request")
    north, south = town.coordinator(town.north), town.coordinator(town.south)
    assert (offered["name"], offered["group"]) == ("Ваня Соколов", "7 А")
    assert (offered["guardian_name"], offered["contact"]) == ("Мать: Ваня Соколов", None)
    assert offered["request"] is None  # no consent here yet
    assert kid not in str(offered)
    assert guardian not in str(offered)
    assert [r["person"] for r in north.get(f"/mentees?year={YEAR}")["items"]] == [kid]

    south.post(f"/arrivals/{offered['id']}/accept")
    town.cell.settle()
    there = offered["person"]
    assert south.get(f"/people/{there}")["name"] == "Ваня Соколов"
    links = south.get(f"/guardianships?child={there}")["items"]
    assert [link["confirmed"] for link in links] == [False]
    opening = {"person": there, "year": YEAR, "kind": "mentee"}
    assert south.refused("/questionnaires", opening)["code"] == "consent-missing"
    assert south.get("/arrivals")["items"][0]["request"] is None
    pair = {"guardian": links[0]["guardian"], "child": there}
    south.post("/guardianships/confirm", pair)
    people.consent(south, there, guardian=links[0]["guardian"])
    request = south.get("/arrivals")["items"][0]["request"]
    assert request == {"forms": ["pupil_pupil"], "themes": ["studies", "confidence"]}
    south.post("/questionnaires", opening)

    assert north.get("/transfers")["items"][0]["status"] == "accepted"
    assert [m["status"] for m in north.get(f"/mentees?year={YEAR}")["items"]] == ["withdrawn"]
    assert north.get(f"/candidates?year={YEAR}")["items"] == []
    assert north.get(f"/people/{kid}")["name"] == "Ваня Соколов"
    history = north.get(f"/questionnaires?person={kid}")["items"]
    assert [row["status"] for row in history] == ["answered"]
    told = town.cell.names_of_messages(town.north)
    assert {"MenteeReturned", "CandidateRemoved"} <= set(told)  # what suspends running pairs
    assert "MenteeAdmitted" not in town.cell.names_of_messages(town.south)
    assert south.ask("GET", f"/people/{kid}").status_code == 404
    assert south.get(f"/questionnaires?person={kid}")["items"] == []


def test_without_an_item_nothing_of_it_reaches_the_school(town: Town) -> None:
    _, _, offered = _confirmed(town)
    kept = {k: v for k, v in offered.items() if v is not None}
    assert set(kept) == {"id", "home", "person", "status", "name", "birth_date"}


def test_from_fourteen_the_child_confirms_too(town: Town) -> None:
    north = town.coordinator(town.north)
    kid, guardian = people.child(north, "Лиза Орлова", age=15)
    visitor, link = _started(town, kid, guardian)
    seen = visitor.get(link)
    assert (seen["child_name"], seen["to_name"], seen["assent_needed"]) == (
        "Лиза Орлова", "Школа № 2", True,
    )  # fmt: skip
    assert visitor.refused(link, {"agree": True, "items": []})["code"] == "assent-missing"
    assert visitor.get(link)["open"] is True
    visitor.post(link, {"agree": True, "items": [], "assent": True})
    assert visitor.get(link)["open"] is False
    assert visitor.refused(link, {"agree": True, "assent": True})["code"] == "link-closed"


def test_a_no_and_a_cancellation_leave_nothing_there(town: Town) -> None:
    kid, guardian = people.mentee(town.coordinator(town.north))
    visitor, link = _started(town, kid, guardian)
    visitor.post(link, {"agree": False})
    town.cell.settle()
    south = town.coordinator(town.south)
    assert south.get("/arrivals")["items"] == []
    visitor, link = _started(town, kid, guardian)
    visitor.post(link, {"agree": True, "items": ["group"]})
    town.cell.settle()
    row = south.get("/arrivals")["items"][0]
    north = town.coordinator(town.north)
    waiting = north.get("/transfers?status=confirmed")["items"]
    north.post(f"/transfers/{waiting[0]['id']}/cancel")
    town.cell.settle()
    assert south.get("/arrivals")["items"] == []
    south.refused(f"/arrivals/{row['id']}/accept")
    _dark(town, row["id"])
    assert [m["status"] for m in north.get(f"/mentees?year={YEAR}")["items"]] == ["admitted"]


def test_declining_and_erasing_make_what_was_sent_dark(town: Town) -> None:
    kid, guardian, row = _confirmed(town, "group", "guardian")
    town.coordinator(town.south).post(f"/arrivals/{row['id']}/decline")
    town.cell.settle()
    _dark(town, row["id"])
    assert town.coordinator(town.north).get("/transfers")["items"][0]["status"] == "declined"
    visitor, link = _started(town, kid, guardian)
    visitor.post(link, {"agree": True, "items": []})
    town.cell.settle()
    second = town.coordinator(town.south).get("/arrivals")["items"][0]
    town.coordinator(town.north).post(f"/people/{kid}/erase")
    town.cell.settle()
    assert town.coordinator(town.south).get("/arrivals")["items"] == []
    _dark(town, second["id"])


def _dark(town: Town, transfer: str) -> None:
    service = town.cell.service
    offer = service.store.load(TenantId(town.south), stream_id("arrival", transfer)).events[0]
    tokens = [offer.name.sealed, offer.birth_date.sealed]
    assert service.vault.open_many(town.south, tokens) == dict.fromkeys(tokens)


def test_only_the_right_people_move_a_child(town: Town) -> None:
    north, south = town.coordinator(town.north), town.coordinator(town.south)
    kid, guardian = people.child(north)
    stranger = people.adult(north, "Чужой Человек")
    body = {"child": kid, "signer": stranger, "to": town.south}
    north.refused("/transfers", body, status=422)
    north.refused("/transfers", {**body, "signer": kid}, status=422)
    north.refused("/transfers", {**body, "signer": guardian, "to": town.council}, status=404)
    north.refused("/transfers", {**body, "signer": guardian, "to": town.north}, status=422)
    south.refused("/transfers", {**body, "signer": guardian, "to": town.north}, status=404)
    _, link = _started(town, kid, guardian)
    elsewhere = town.cell.caller(town.south, "service")
    assert elsewhere.ask("GET", link).status_code == 404
    transfer = north.get("/transfers")
    assert transfer["items"] == []
    town.cell.settle()
    id = north.get("/transfers")["items"][0]["id"]
    south.refused(f"/transfers/{id}/cancel", status=404)
    north.refused(f"/arrivals/{id}/accept", status=404)


def test_one_guardian_three_children_in_two_schools(town: Town) -> None:
    """Edge case: the guardian's view is made of one token a school; each shows its own children."""
    north, south = town.coordinator(town.north), town.coordinator(town.south)
    first, mother = people.child(north, "Ваня Соколов")
    second = north.post("/people", {"name": "Аня Соколова", "birth_date": people.born(11)})["id"]
    link = {"guardian": mother, "child": second}
    north.post("/guardianships", link)
    third, mother_there = people.child(south, "Петя Соколов")
    people.consent(north, first, guardian=mother)
    town.cell.settle()
    here = town.cell.caller(town.north, "guardian", person=mother)
    there = town.cell.caller(town.south, "guardian", person=mother_there)
    assert [row["name"] for row in here.get("/children")["items"]] == ["Ваня Соколов"]
    north.post("/guardianships/confirm", link)
    town.cell.settle()
    rows = {row["id"]: row for row in here.get("/children")["items"]}
    assert set(rows) == {first, second}
    assert rows[first]["consents"]["participation"]["status"] == "given"
    assert [row["id"] for row in there.get("/children")["items"]] == [third]
    crossed = town.cell.caller(town.south, "guardian", person=mother)
    assert crossed.get("/children")["items"] == []
    nobody = town.cell.caller(town.north, "guardian")
    assert nobody.get("/children")["items"] == []
