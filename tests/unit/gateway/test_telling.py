"""What page and feeds of an organisation are made of, from the answers of the services."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel

from gateway import addresses, telling
from gateway.pages.results import _feed_item, blueprint

PLACE = "https://mentors.example"
OWN = {"id": "own", "at": "2027-05-20T10:00:00Z"}
OF_SCHOOL = {"id": "school's", "at": "2027-05-25T10:00:00Z"}
ITEM = {
    "id": "item", "school": "north", "kind": "mentor", "published_on": "2027-05-01", "title": "Т",
    "text": "Т", "alt": "Двое", "changed_at": "2027-05-01T08:00:00Z", "picture": {"width": 1},
}  # fmt: skip


class Services:
    def __init__(self, kind: str) -> None:
        self.answers: dict[str, Any] = {
            "/v1/organisations/self": {"id": "town", "name": "Заречье", "kind": kind},
            "/v1/public/items": {"items": [], "years": [], "gone": [OWN], "next": None},
            "/v1/public/schools": {"items": [ITEM], "gone": [OF_SCHOOL], "next": None},
            "/v1/organisations/names": {"names": {"north": "Школа № 1"}},
        }

    def get(self, path: str, scope: Any, **rest: Any) -> Any:
        return self.answers[path]

    def post(self, path: str, scope: Any, body: Any, **rest: Any) -> Any:
        return self.answers[path]


@pytest.fixture(name="told")
def _told(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Any:
    services = Services(getattr(request, "param", "municipality"))
    here = SimpleNamespace(
        clients={"participants": services, "reporting": services},
        settings=SimpleNamespace(public_url=PLACE),
    )
    for module in (telling, addresses):
        monkeypatch.setattr(module, "gateway", lambda: here)
    return telling.told_by("town")


def test_a_municipality_tells_what_its_schools_have_withdrawn(told: telling.Told) -> None:
    assert told.gone == [OF_SCHOOL, OWN], "the newest first"


@pytest.mark.parametrize("told", ["school"], indirect=True)
def test_a_school_tells_of_its_own_only(told: telling.Told) -> None:
    assert (told.items, told.gone) == ([], [OWN])


def test_the_address_of_a_picture_does_not_follow_what_a_reader_calls_the_site(
    told: telling.Told,
) -> None:
    app = Flask(__name__)
    Babel(app)
    app.register_blueprint(blueprint)
    with app.test_request_context("/", headers={"Host": "elsewhere.example"}):
        item = _feed_item(told, told.items[0])
    assert item.picture == f"{PLACE}/results/north/images/item"
    assert item.url.startswith(PLACE)
