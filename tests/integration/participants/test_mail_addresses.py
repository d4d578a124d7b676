"""Where letters go is told to the services that send them, for one sending, and recorded."""

from __future__ import annotations

import pytest

from tests.integration.participants import people
from tests.integration.participants.conftest import Town

pytestmark = pytest.mark.integration


def test_only_a_service_learns_addresses_of_those_who_may_be_written_to(town: Town) -> None:
    staff = town.coordinator(town.north)
    mentor = people.adult(staff, "Пётр Гусев")
    card = {"name": "Пётр Гусев", "birth_date": "1990-01-01"}
    contact = "тел. 8 900 000-00-00, gusev@example.org"
    assert staff.ask("PUT", f"/people/{mentor}", {**card, "contact": contact}).status_code == 200
    other = people.adult(staff, "Иван Чайкин")
    service = town.cell.caller(town.north, "service")
    body = {"people": [mentor, other, "nobody"]}
    missing = service.post("/people/mail-addresses", body)
    assert missing["addresses"] == {}
    assert set(missing["without"].values()) == {"consent-missing"}
    register = {**body, "basis": "register"}
    assert service.post("/people/mail-addresses", register) == missing, "nobody is a guardian"
    link = {"guardian": mentor, "child": people.child(staff)[0]}
    staff.post("/guardianships", link)
    town.cell.settle()
    told = service.post("/people/mail-addresses", register)
    assert told["addresses"] == {mentor: "gusev@example.org"}
    assert set(told["without"].values()) == {"consent-missing"}
    asked = {"people": [mentor, other]}
    assert service.post("/guardianships/among", asked) == {"guardians": [mentor]}
    staff.refused("/guardianships/among", asked, status=403)
    staff.post("/guardianships/unlink", link)
    town.cell.settle()
    people.consent(staff, mentor)
    told = service.post("/people/mail-addresses", body)
    assert told["addresses"] == {mentor: "gusev@example.org"}
    staff.refused("/people/mail-addresses", body, status=403)
    foreign = town.cell.caller(town.south, "service")
    assert foreign.post("/people/mail-addresses", {**body, "basis": "register"})["addresses"] == {}
