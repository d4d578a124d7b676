"""Feedback without an account: dates from the roadmap, links, and what they may not do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shared.contracts import participants
from shared.contracts.reporting import ItemScheduled
from shared.domain.ids import PersonId, ProgrammeId, derived_id
from tests.integration.meetings.conftest import OTHER, SCHOOL, YEAR, Machine

pytestmark = pytest.mark.integration
GATEWAY: dict[str, Any] = {"roles": ("service",)}
WELL = {"usefulness": 5, "comfort": 4}
SIDES = ["mentor", "mentee", "guardian"]


def told(machine: Machine, item: str = "6.5", *, ago: int = 0, days: int = 84) -> None:
    """The roadmap says when feedback is collected."""
    programme = ProgrammeId(derived_id("programme", SCHOOL, YEAR))
    starts = machine.today - timedelta(days=ago)
    machine.hear(ItemScheduled(programme, item, starts, starts + timedelta(days=days)))
    machine.settle()


def dates_of(machine: Machine, pairing: str) -> list[str]:
    return list(machine.call("GET", f"/pairings/{pairing}").get("feedback_dates", []))


def asked(machine: Machine) -> str:
    """A pairing whose round is open."""
    pairing = machine.pair()
    dates = {"dates": [machine.today.isoformat()]}
    machine.call("POST", f"/pairings/{pairing}/feedback/schedule", dates)
    return pairing


def links(machine: Machine, pairing: str, **more: Any) -> dict[str, str]:
    body = {"pairings": [pairing], "sides": SIDES}
    made = machine.call("POST", "/feedback/links", body, **more)
    return {one["side"]: one["token"] for one in made["links"]}


def test_pairs_follow_the_roadmap_whichever_comes_first(machine: Machine) -> None:
    before = machine.pair("mentor", "early")
    told(machine, "6.4")
    assert dates_of(machine, before) == []
    told(machine)
    after = machine.pair("mentor", "late")
    expected = [(machine.today + timedelta(weeks=w)).isoformat() for w in (6, 12)]
    assert dates_of(machine, before) == dates_of(machine, after) == expected
    machine.call("POST", "/feedback/plan", {"year": YEAR, "weeks": 4})
    machine.settle()
    expected = [(machine.today + timedelta(weeks=w)).isoformat() for w in (4, 8, 12)]
    assert dates_of(machine, after) == expected
    own = (machine.today + timedelta(days=3)).isoformat()
    machine.call("POST", f"/pairings/{after}/feedback/schedule", {"dates": [own]})
    told(machine, days=35)
    assert dates_of(machine, after) == [own]
    assert dates_of(machine, before) == [expected[0]]
    plan = machine.call("GET", "/feedback/plan", year=YEAR)
    assert (plan["weeks"], len(plan["dates"])) == (4, 2)
    assert machine.call("GET", "/feedback/plan", year=YEAR, tenant=OTHER)["dates"] == []


def test_three_sides_answer_without_an_account(machine: Machine) -> None:
    pairing = asked(machine)
    tokens = links(machine, pairing, key="same")
    assert list(tokens) == SIDES
    assert links(machine, pairing, key="same") == tokens
    for side, said in (("mentor", WELL), ("mentee", WELL), ("guardian", {**WELL, "help": True})):
        path = f"/feedback/links/open/{tokens[side]}"
        for _look in range(3):
            shown = machine.call("GET", path, **GATEWAY)
            assert (shown["open"], shown["side"]) == (True, side)
        machine.call("POST", path, said, **GATEWAY)
        again = machine.call("POST", path, said, status=409, **GATEWAY)
        assert again["code"] in ("link-closed", "already-exists")
        assert machine.call("GET", path, **GATEWAY)["used"]
    machine.settle()
    heard = [data["side"] for kind, data in machine.published() if kind == "FeedbackGiven"]
    assert heard == ["mentor", "mentee"]
    assert machine.call("GET", "/alerts/counts")["feedback"] == 1
    counted = machine.call("GET", "/alerts/counts", roles=("psychologist",))
    assert counted == {"feedback": 1}
    assert "feedback" not in machine.call("GET", "/alerts/counts", roles=("head",))
    (alert,) = machine.call("GET", "/feedback/alerts", roles=("psychologist",))["items"]
    assert (alert["side"], alert["person"], alert["scores"]["help"]) == ("guardian", "mentee", True)
    rows = machine.call("GET", "/feedback/links", year=YEAR)["items"]
    assert [row["status"] for row in rows] == ["used"] * 3
    assert not {*tokens.values()} & {str(value) for row in rows for value in row.values()}


def test_who_can_not_be_asked_gets_no_link(machine: Machine) -> None:
    pairing = machine.pair()
    body: dict[str, Any] = {"pairings": [pairing], "sides": ["mentee"]}

    def reasons(**more: Any) -> list[str]:
        made = machine.call("POST", "/feedback/links", body, **more)
        assert made["links"] == []
        return [one["reason"] for one in made["without"]]

    assert reasons() == ["no-round"]
    dates = {"dates": [machine.today.isoformat()]}
    machine.call("POST", f"/pairings/{pairing}/feedback/schedule", dates)
    machine.consents.withdrawn.add("mentee")
    assert reasons() == ["consent-missing"]
    machine.consents.withdrawn.clear()
    said = {"side": "mentee", "person": "mentee", **WELL}
    machine.call("POST", f"/pairings/{pairing}/feedback/answers", said)
    assert reasons() == ["answered"]
    machine.call("POST", "/feedback/links", body, tenant=OTHER, status=404)
    for role in ("head", "psychologist", "mentor", "guardian"):
        machine.call("POST", "/feedback/links", body, roles=(role,), status=403)


def test_a_link_stops_with_its_term_its_consent_and_its_owner(machine: Machine) -> None:
    tokens = links(machine, asked(machine))
    path = f"/feedback/links/open/{tokens['mentee']}"
    machine.call("GET", path, tenant=OTHER, status=404, **GATEWAY)
    machine.call("POST", path, WELL, tenant=OTHER, status=404, **GATEWAY)
    machine.call("GET", "/feedback/links/open/unheard", status=404, **GATEWAY)
    machine.call("GET", path, status=403)
    machine.call("POST", path, {**WELL, "comfort": 6}, status=422, **GATEWAY)
    machine.consents.withdrawn.add("mentee")
    assert machine.call("GET", path, **GATEWAY)["waiting"]
    refused = machine.call("POST", path, WELL, status=409, **GATEWAY)
    assert refused["code"] == "consent-missing"
    machine.consents.withdrawn.clear()
    assert machine.call("GET", path, **GATEWAY)["open"]
    machine.settle()
    (mine,) = [r for r in machine.call("GET", "/feedback/links")["items"] if r["side"] == "mentee"]
    machine.call("POST", "/feedback/links/revoke", {"link": mine["id"]}, tenant=OTHER, status=404)
    machine.call("POST", "/feedback/links/revoke", {"link": mine["id"]})
    closed = machine.call("POST", path, WELL, status=409, **GATEWAY)
    assert closed["code"] == "link-closed"
    machine.settle()
    assert "FeedbackGiven" not in [kind for kind, _ in machine.published()]


def test_a_no_after_the_trial_is_an_alert(machine: Machine) -> None:
    pairing = machine.pair()
    machine.meet(pairing, "organisational")
    machine.meet(pairing, "trial", go_on_mentee=False)
    assert machine.call("GET", "/alerts/counts")["doubt"] == 1
    (row,) = machine.call("GET", "/alerts", kind="doubt")["items"]
    assert row["id"] == pairing
    machine.call("POST", f"/pairings/{pairing}/continue", {})
    machine.settle()
    assert machine.call("GET", "/alerts", kind="doubt")["items"] == []


def test_a_link_of_somebody_erased_is_taken_back_without_a_trace(machine: Machine) -> None:
    """The page was loaded before; what is left of the link must not come back as half a row."""
    pairing = asked(machine)
    machine.call("POST", "/feedback/links", {"pairings": [pairing], "sides": ["mentee"]})
    machine.settle()
    (row,) = machine.call("GET", "/feedback/links")["items"]
    machine.hear(participants.PersonErased(PersonId("mentee")))
    machine.settle()
    assert machine.call("GET", "/feedback/links")["items"] == []
    machine.call("POST", "/feedback/links/revoke", {"link": row["id"]})
    machine.settle()
    assert machine.call("GET", "/feedback/links")["items"] == []
