"""One mentoring year of three schools, driven over HTTP through real processes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from zipfile import ZipFile

import pytest
from rich.console import Console

from infra.demo import completing
from infra.demo.__main__ import fresh_layout, run_year, show, start_services, town_of
from infra.demo.asking import wait_for
from infra.demo.town import School, Town
from infra.supervisor import Stack
from infra.testing.mailing import mail_server

pytestmark = pytest.mark.e2e


@pytest.fixture(
    name="year",
    scope="module",
    params=["embedded", pytest.param("kafka", marks=[pytest.mark.kafka, pytest.mark.long])],
)
def _year(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Town, bool, str]]:
    """The town after its year, whether all was proven, and what the driver printed."""
    with mail_server() as mail:
        layout = fresh_layout(tmp_path_factory.mktemp("year") / "home", request.param, mail)
        stack, printed = Stack(layout), io.StringIO()
        try:
            start_services(stack)
            town = town_of(layout, stack.mongo_url, lambda line: None, fresh=True, mail=mail)
            whole = run_year(town, layout.bus, Console(file=printed, soft_wrap=True))
            yield town, whole, printed.getvalue()
        finally:
            stack.stop()


@pytest.mark.timeout(600)
def test_every_item_of_every_school_has_its_evidence(year: tuple[Town, bool, str]) -> None:
    town, whole, printed = year
    assert whole, printed
    assert printed.count("выполнено 35 из 35") == len(town.schools) == 3
    assert "✗" not in printed


@pytest.mark.timeout(60)
def test_the_order_is_a_document_that_names_the_pairs(year: tuple[Town, bool, str]) -> None:
    town, _, _ = year
    for school in town.schools:
        with ZipFile(town.directory / f"order-school-{school.number}.docx") as document:
            text = document.read("word/document.xml").decode()
        mentor = school.pairs[0]["mentor"]
        body = {"people": [mentor], "why": "order"}
        names = school.coordinator.post("participants", "/people/names", body)["names"]
        assert names[mentor] in text


@pytest.mark.timeout(60)
def test_a_withdrawn_child_is_in_no_pair_and_no_journal(year: tuple[Town, bool, str]) -> None:
    town, _, _ = year
    school = town.schools[0]
    child = school.facts["withdrawn"]
    pairs = school.coordinator.all("matching", "/pairs", programme=school.programme)
    assert {p["status"] for p in pairs if child in p["mentees"]} == {"ended"}
    met = school.coordinator.all("meetings", "/pairings", year=town.year)
    assert {p["status"] for p in met if child in p["mentees"]} == {"ended"}


@pytest.mark.timeout(120)
def test_without_one_meeting_the_year_is_not_proven(year: tuple[Town, bool, str]) -> None:
    town, _, _ = year
    school = town.schools[1]
    pairing = school.pairs[0]["id"]
    _strike_the_regular_meeting(school, pairing)
    roadmap = wait_for(
        lambda: completing.roadmap(school, seconds=0),
        lambda found: found["ticked"] < completing.ITEMS,
        "the roadmap without its tick",
    )
    assert [one["item"] for one in roadmap["items"] if not one["ticked"]] == ["6.4"]
    printed = io.StringIO()
    assert not show(town, Console(file=printed, soft_wrap=True), seconds=1)
    assert "✗ 6.4" in printed.getvalue()


def _strike_the_regular_meeting(school: School, pairing: str) -> None:
    held = school.coordinator.get("meetings", f"/pairings/{pairing}")["held"]
    meeting = next(id for id, one in held.items() if one["kind"] == "regular")
    school.coordinator.post("meetings", f"/pairings/{pairing}/meetings/{meeting}/strike")
