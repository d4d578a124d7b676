"""7.6: a picture belongs to the people it was sent for, and none is lost while an item names it."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Any

import pytest

from shared.domain.ids import PersonId
from shared.tenancy.scope import Scope
from tests.integration.reporting.conftest import SCHOOL, Consents, Machine
from tests.integration.reporting.test_public_page import ADA, MAX, draft, picture, public, publish
from tests.unit.shared.pictures import png

pytestmark = pytest.mark.integration
FIRST, SECOND = png(), png(7, 5)


def send(
    machine: Machine, publication: str, content: bytes, key: str, status: int = 200
) -> dict[str, Any]:
    token = machine._issuer.issue(
        "reporting", tenant=SCHOOL, actor="a", roles=("coordinator",), person=None
    )
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
    answer = machine.client.post(
        f"/v1/publications/{publication}/picture", data=content, headers=headers
    )
    assert answer.status_code == status, answer.get_data(as_text=True)
    return dict(answer.get_json())


def kept(machine: Machine) -> set[str]:
    return set(machine.service.db.pictures.distinct("picture"))


def rewrite(machine: Machine, publication: str, *people: PersonId) -> None:
    anew = {"title": "Т", "text": "Т", "alt": "Т", "people": list(people)}
    machine.call("PUT", f"/publications/{publication}", anew)


class MeanwhileRewritten(Consents):
    """Somebody else names other people while the gate is asked about those on the picture."""

    def __init__(self, machine: Machine, publication: str) -> None:
        super().__init__()
        self.machine, self.publication, self.done = machine, publication, False

    def require(self, scope: Scope, purpose: str, people: Iterable[str]) -> None:
        super().require(scope, purpose, people)
        if not self.done:
            self.done = True
            other = threading.Thread(target=rewrite, args=(self.machine, self.publication, MAX))
            other.start()
            other.join()


def test_a_picture_of_others_is_not_hung_on_an_item_written_anew_meanwhile(
    machine: Machine,
) -> None:
    item = draft(machine, "image", ADA, alt="Ада")
    machine.settle()
    machine.service.gate = MeanwhileRewritten(machine, item)
    send(machine, item, FIRST, "key", status=412)
    machine.settle()
    assert kept(machine) == set(), "nothing of it is left"
    assert publish(machine, item, status=409)["code"] == "picture-missing"
    assert public(machine)["items"] == []


def test_another_picture_from_the_same_form_takes_the_place_of_the_first(machine: Machine) -> None:
    item = draft(machine, "image", MAX, alt="Макс")
    machine.settle()
    send(machine, item, FIRST, "key")
    [before] = kept(machine)
    send(machine, item, SECOND, "key")
    machine.settle()
    [after] = kept(machine)
    assert after != before
    publish(machine, item)
    assert public(machine)["items"][0]["picture"] == {"width": 7, "height": 5}
    assert picture(machine, item)[0] == 200


def test_the_same_form_twice_keeps_the_picture(machine: Machine) -> None:
    item = draft(machine, "image", MAX, alt="Макс")
    machine.settle()
    first, again = (send(machine, item, FIRST, "key") for _ in range(2))
    assert again["commit"] == first["commit"]
    machine.settle()
    assert len(kept(machine)) == 1
    send(machine, item, SECOND, "key")
    refusal = send(machine, item, FIRST, "key", status=412)
    assert refusal["code"] == "version-conflict"
    publish(machine, item)
    assert picture(machine, item)[0] == 200
    assert public(machine)["items"][0]["picture"] == {"width": 7, "height": 5}


def test_the_same_form_after_other_people_were_named_keeps_nothing_of_the_first(
    machine: Machine,
) -> None:
    item = draft(machine, "image", ADA, alt="Ада")
    machine.settle()
    send(machine, item, FIRST, "key")
    rewrite(machine, item, MAX)
    send(machine, item, FIRST, "key")
    machine.settle()
    parts = list(machine.service.db.pictures.find())
    assert [part["people"] for part in parts] == [[MAX]]
    publish(machine, item)
    assert picture(machine, item)[0] == 200


def test_the_same_key_for_two_items_keeps_both_pictures(machine: Machine) -> None:
    one, other = (draft(machine, "image", MAX, alt="Макс") for _ in range(2))
    machine.settle()
    send(machine, one, FIRST, "key")
    send(machine, other, FIRST, "key")
    machine.call("POST", f"/publications/{one}/withdraw", {})
    machine.settle()
    publish(machine, other)
    assert picture(machine, other)[0] == 200


def test_parts_of_a_replaced_picture_go_although_the_request_broke_off(machine: Machine) -> None:
    """A process that ends between the event and the clearing leaves nothing for ever."""
    item = draft(machine, "image", MAX, alt="Макс")
    machine.settle()
    send(machine, item, FIRST, "one")
    [old] = machine.service.db.pictures.find()
    send(machine, item, SECOND, "two")
    machine.service.db.pictures.insert_one(old)
    machine.settle()
    assert kept(machine) == {row["picture"] for row in machine.service.db.pictures.find()}
    assert old["picture"] not in kept(machine)
    publish(machine, item)
    assert picture(machine, item)[0] == 200
