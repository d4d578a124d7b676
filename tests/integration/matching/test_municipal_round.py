"""Three schools and the mentors they share: each gets its share and sees nobody else's people."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.matching.application import round_work
from services.matching.application.apart import Apart, Gone
from services.matching.application.round_delivery import deliver
from services.matching.application.round_parts import left_over_all
from services.matching.domain.engine import town as engine
from shared.contracts import participants
from shared.contracts.features import Features
from shared.domain.errors import Conflict
from shared.domain.ids import PersonId, TenantId, derived_id
from tests.integration.matching import round_child
from tests.integration.matching.conftest import ADULT, PUPIL, SUMMER, YEAR, Machine

pytestmark = pytest.mark.integration
COUNCIL = TenantId("m")
HOME = TenantId("company-home")
SCHOOLS = tuple(TenantId(f"school-{name}") for name in ("east", "north", "west"))
EAST, NORTH, WEST = SCHOOLS
FORM = "student_pupil"
ADMIN = ("municipal_admin",)


class Town:
    """A municipality whose three schools share one mentor; each mentee is called by the school."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        for school in SCHOOLS:
            self._programme(school)

    def _programme(self, school: TenantId) -> None:
        body = {"year": YEAR, "starts": "2026-09-01", "ends": "2027-05-31"}
        id = self.call("POST", "/programmes", body, school)["id"]
        chosen = {"form": FORM, "variants": ["peer_peer"], "reason": "12 запросов"}
        self.call("PUT", f"/programmes/{id}/forms", {"forms": [chosen]}, school)

    def admit(self, school: TenantId, *names: str, features: Features = PUPIL) -> None:
        for name in names:
            sealed = self.machine.sealed(school, name, features)
            told = participants.MenteeAdmitted(PersonId(name), YEAR, sealed)
            self.machine.hear(told, school)

    def mentor(self, school: TenantId, name: str, capacity: int = 1) -> None:
        """In the school's own base."""
        sealed = self.machine.sealed(school, name, ADULT)
        one = PersonId(name)
        listed = participants.MentorListed(one, school, one, YEAR, capacity, SUMMER, sealed)
        self.machine.hear(listed, school)
        self.machine.hear(participants.InterviewDecided(one, YEAR, "admit"), school)

    def share(self, name: str, capacity: int, *schools: TenantId) -> None:
        """A mentor of a company with a card, under a name of its own, at each of the schools."""
        one = PersonId(name)
        at_home = self.machine.sealed(HOME, name, ADULT)
        listed = participants.MentorListed(one, HOME, one, YEAR, capacity, SUMMER, at_home)
        self.machine.hear(listed, HOME)
        for school in schools:
            card = PersonId(f"{name}-card-{school}")
            here = self.machine.sealed(school, card, ADULT)
            shown = participants.MentorListed(card, HOME, one, YEAR, capacity, SUMMER, here)
            self.machine.hear(shown, school)
            permitted = participants.SharingPermitted(one, school, card, (FORM,), capacity, SUMMER)
            self.machine.hear(permitted, HOME)

    def call(
        self, method: str, path: str, body: Any, tenant: TenantId, status: int = 200, **more: Any
    ) -> Any:
        roles = ADMIN if tenant == COUNCIL else ("coordinator",)
        return self.machine.call(
            method, path, body, tenant=tenant, roles=roles, status=status, **more
        )

    def opened(self) -> str:
        self.machine.settle()
        body = {"year": YEAR, "closes": SUMMER.isoformat()}
        id: str = self.call("POST", "/rounds", body, COUNCIL)["id"]
        self.machine.settle()
        return id

    def joined(self, *schools: TenantId) -> str:
        id = self.opened()
        for school in schools or SCHOOLS:
            self.call("POST", f"/round-calls/{id}/join", {"forms": [FORM]}, school)
        self.machine.settle()
        return id

    def start(self, id: str) -> None:
        self.call("POST", f"/rounds/{id}/start", {}, COUNCIL)
        self.machine.settle()

    def computed(self, id: str) -> None:
        """Started, and carried out by a worker."""
        self.start(id)
        assert round_work.advance(self.machine.service) == 1
        self.machine.settle()

    def shown(self, id: str) -> Any:
        return self.call("GET", f"/rounds/{id}", None, COUNCIL)

    def own(self, id: str, school: TenantId) -> Any:
        return self.call("GET", f"/round-calls/{id}", None, school)

    def proposal(self, id: str, school: TenantId) -> Any:
        run = self.own(id, school)["share"]["run"]
        return self.call("GET", f"/proposals/{run}", None, school)

    def runs(self) -> dict[TenantId, int]:
        """How many proposals each school has."""
        found = {}
        for school in SCHOOLS:
            found[school] = len(self.call("GET", "/proposals", None, school)["items"])
        return found


@pytest.fixture(name="town")
def _town(machine: Machine) -> Town:
    return Town(machine)


@pytest.fixture(name="shared")
def _shared(town: Town) -> Town:
    """One mentor with six places for three schools with seven, six and five mentees; the last has
    four places of its own."""
    town.admit(EAST, *(f"east-{n}" for n in range(7)))
    town.admit(NORTH, *(f"north-{n}" for n in range(6)))
    town.admit(WEST, *(f"west-{n}" for n in range(5)))
    town.mentor(WEST, "west-mentor", capacity=4)
    town.share("shared", 6, *SCHOOLS)
    return town


def test_each_school_gets_its_share_and_the_municipality_counts(shared: Town) -> None:
    id = shared.joined()
    assert [one["school"] for one in shared.shown(id)["schools"]] == list(SCHOOLS)
    shared.computed(id)
    shares = {school: shared.own(id, school)["share"] for school in SCHOOLS}
    for school in SCHOOLS:
        assert shares[school]["served"] >= shares[school]["guaranteed"]
        assert shares[school]["guaranteed"] >= 2, "a third of the six places, rounded down"
        assert len(shared.proposal(id, school)["lines"]) == shares[school]["served"]
    assert sum(share["served"] for share in shares.values()) == 10, "all places are used"
    shown = shared.shown(id)
    assert shown["status"] == "delivered"
    assert shown["progress"] is None
    numbers = {line["school"]: line for line in shown["numbers"]}
    assert {line["requests"] for line in numbers.values()} == {5, 6, 7}
    assert numbers[EAST]["served"] is None, "two or three of seven are not counted for others"
    assert shown["sums"]["requests"] == {"sum": 18, "whole": True}
    assert shown["sums"]["served"]["whole"] is False
    line = shared.proposal(id, EAST)["lines"][0]
    assert set(line["contributions"]) == {
        "theme", "time", "interests", "ballot", "area", "wish", "recommendation",
    }  # fmt: skip
    assert line["facts"]["themes"] == ["exams"]
    left = shared.proposal(id, EAST)["unmatched"][0]
    assert left["reason"] == "no_place"


def test_no_school_sees_another_schools_people(shared: Town) -> None:
    """Byte by byte, in what is stored for a school and in what it is answered."""
    id = shared.joined()
    shared.computed(id)
    foreign = {
        school: [
            f"{other.removeprefix('school-')}-".encode() for other in SCHOOLS if other != school
        ]
        + [other.encode() for other in SCHOOLS if other != school]
        for school in SCHOOLS
    }
    for school in SCHOOLS:
        run = shared.own(id, school)["share"]["run"]
        answers = [shared.own(id, school), shared.proposal(id, school)]
        answers += [
            shared.call("GET", path, None, school) for path in ("/proposals", "/round-calls")
        ]
        stored = list(_stored(shared.machine, school))
        assert any(run.encode() in document for document in stored)
        own = f"{school.removeprefix('school-')}-0".encode()
        assert any(own in document for document in stored), "the scan would see an id"
        for text in [*stored, *(json.dumps(one).encode() for one in answers)]:
            for name in foreign[school]:
                assert name not in text, (school, name)
    everyone = [f"{name}-".encode() for name in ("east", "north", "west", "shared")]
    for text in [*_stored(shared.machine, COUNCIL), json.dumps(shared.shown(id)).encode()]:
        for name in everyone:
            assert name not in text.replace(b"school-", b""), "the municipality knows counts only"


def _stored(machine: Machine, tenant: TenantId) -> Iterator[bytes]:
    """Every document of the tenant's in every collection, opened where it is sealed."""
    db = machine.service.db
    for name in db.list_collection_names():
        for document in db[name].find({"tenant": tenant}):
            text = json.dumps(document, default=str)
            yield text.encode()
            for token in _sealed(document):
                opened = machine.service.vault.open(tenant, token)
                assert opened is not None
                yield opened.encode()


def _sealed(value: Any) -> Iterator[str]:
    if isinstance(value, str) and value.startswith("s1~"):
        yield value
    for one in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        yield from _sealed(one)


def test_a_foreign_id_is_not_there(shared: Town) -> None:
    id = shared.joined()
    shared.computed(id)
    run = shared.own(id, EAST)["share"]["run"]
    for path in (f"/proposals/{run}",):
        shared.call("GET", path, None, NORTH, status=404)
        shared.call("POST", f"{path}/adopt", {}, NORTH, status=404)
    elsewhere = TenantId("council-elsewhere")
    shared.machine.call("GET", f"/rounds/{id}", roles=ADMIN, tenant=elsewhere, status=404)
    shared.machine.call(
        "POST", f"/rounds/{id}/start", {}, roles=ADMIN, tenant=elsewhere, status=404
    )
    shared.machine.call(
        "GET", f"/proposals/{run}", roles=("coordinator",), tenant=COUNCIL, status=404
    )
    stranger = TenantId("elsewhere-school")
    for path in ("join", "leave"):
        body = {"forms": [FORM]} if path == "join" else {}
        shared.call("POST", f"/round-calls/{id}/{path}", body, stranger, status=404)
    shared.call("GET", f"/round-calls/{id}", None, stranger, status=404)
    assert shared.call("GET", "/round-calls", None, stranger)["items"] == []
    shared.call("GET", f"/rounds/{id}", None, EAST, status=403)


def test_a_proposal_of_the_round_is_changed_adopted_and_its_places_reserved(shared: Town) -> None:
    id = shared.joined()
    shared.computed(id)
    taken = 0
    for school in SCHOOLS:
        proposal = shared.proposal(id, school)
        path = f"/proposals/{proposal['id']}"
        first = proposal["lines"][0]
        lock = {"mentee": first["mentee"], "locked": True}
        shared.call("POST", f"{path}/locks", lock, school)
        adopted = shared.call("POST", f"{path}/adopt", {}, school)
        assert adopted["refused"] == []
        taken += len(proposal["lines"])
    assert taken == 10
    shared.machine.settle()
    places = shared.machine.call("GET", "/places/shared", tenant=HOME, roles=("coordinator",))
    assert places["taken"] == 6
    assert {claim["school"] for claim in places["claims"]} == set(SCHOOLS)


def test_a_lost_race_is_told(shared: Town) -> None:
    """Before anybody adopts, the mentor agrees to three places instead of six."""
    id = shared.joined()
    shared.computed(id)
    sealed = shared.machine.sealed(HOME, "shared", ADULT)
    one = PersonId("shared")
    less = participants.MentorListed(one, HOME, one, YEAR, 3, SUMMER, sealed)
    shared.machine.hear(less, HOME)
    shared.machine.settle()
    refused = []
    for school in SCHOOLS:
        run = shared.own(id, school)["share"]["run"]
        answer = shared.machine.answer("POST", f"/proposals/{run}/adopt", {}, tenant=school)
        body = answer.get_json()
        refused += [one["reason"] for one in body.get("refused", ())]
        if answer.status_code == 409:
            assert body["code"] == "nothing-adopted"
    assert "no_place" in refused
    places = shared.machine.call("GET", "/places/shared", tenant=HOME, roles=("coordinator",))
    assert places["taken"] <= 3


def test_who_withdraws_is_in_no_proposal(shared: Town) -> None:
    id = shared.joined()
    shared.machine.consents.withdrawn |= {"east-0", f"shared-card-{NORTH}"}
    shared.computed(id)
    east = shared.proposal(id, EAST)
    assert {"mentee": "east-0", "reason": "consent"}.items() <= next(
        one for one in east["unmatched"] if one["mentee"] == "east-0"
    ).items()
    assert shared.proposal(id, NORTH)["lines"] == []
    assert sum(shared.own(id, school)["share"]["served"] for school in SCHOOLS) == 10


def test_a_consent_that_ends_while_it_computes(
    shared: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is asked again before anything is delivered; whoever withdrew is computed without."""
    id = shared.joined()
    withdrawn: list[str] = []

    def late(*arguments: Any) -> Any:
        if not withdrawn:
            withdrawn.extend(f"east-{n}" for n in range(6))
            shared.machine.consents.withdrawn |= set(withdrawn)
        return left_over_all(*arguments)

    monkeypatch.setattr(round_work, "left_over_all", late)
    shared.computed(id)
    mentees = {line["mentee"] for line in shared.proposal(id, EAST)["lines"]}
    assert mentees <= {"east-6"}
    assert sum(len(shared.proposal(id, school)["lines"]) for school in SCHOOLS) == 10


def test_a_consent_that_ends_while_it_is_delivered(
    shared: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stored a moment too late, it is undone by a policy."""
    id = shared.joined()

    def late(*arguments: Any) -> None:
        shared.machine.consents.withdrawn.add(f"shared-card-{EAST}")
        deliver(*arguments)

    monkeypatch.setattr(round_work, "deliver", late)
    shared.computed(id)
    proposal = shared.proposal(id, EAST)
    assert proposal["lines"] == []
    assert {one["reason"] for one in proposal["unmatched"]} == {"by_hand", "no_place"}


def test_the_same_answer_in_any_order_and_nothing_twice(shared: Town) -> None:
    """Joining, starting and delivering again under the same keys changes nothing."""
    id = shared.opened()
    for school in reversed(SCHOOLS):
        for _ in range(2):
            body = {"forms": [FORM]}
            shared.call("POST", f"/round-calls/{id}/join", body, school, key=f"join-{school}")
    shared.machine.settle()
    shared.computed(id)
    first = {school: shared.proposal(id, school)["lines"] for school in SCHOOLS}
    assert round_work.advance(shared.machine.service) == 0
    shared.call("POST", "/rounds", {"year": YEAR, "closes": SUMMER.isoformat()}, COUNCIL)
    shared.machine.settle()
    for school in SCHOOLS:
        assert shared.own(id, school)["share"] is None, "a new round; the proposal is still there"
        shared.call("POST", f"/round-calls/{id}/join", {"forms": [FORM]}, school)
    shared.machine.settle()
    shared.computed(id)
    assert {school: shared.proposal(id, school)["lines"] for school in SCHOOLS} == first
    assert shared.runs() == dict.fromkeys(SCHOOLS, 2)


def test_who_may_join_and_when(shared: Town) -> None:
    id = shared.opened()
    join = f"/round-calls/{id}/join"
    refused = shared.call("POST", join, {"forms": ["pupil_pupil"]}, EAST, status=409)
    assert refused["code"] == "form-not-chosen"
    shared.call("POST", join, {"forms": ["unheard"]}, EAST, status=422)
    shared.call("POST", join, {"forms": []}, EAST, status=422)
    shared.call("POST", join, {"forms": [FORM]}, EAST)
    too_few = shared.call("POST", f"/rounds/{id}/start", {}, COUNCIL, status=409)
    assert too_few["code"] == "too-few-schools"
    shared.call("POST", join, {"forms": [FORM]}, NORTH)
    shared.call("POST", f"/round-calls/{id}/leave", {}, NORTH)
    shared.call("POST", join, {"forms": [FORM]}, WEST)
    shared.machine.settle()
    assert shared.own(id, NORTH)["joined"] is False
    shared.computed(id)
    assert shared.own(id, NORTH)["share"] is None
    assert shared.runs() == {EAST: 1, NORTH: 0, WEST: 1}
    late = shared.call("POST", join, {"forms": [FORM]}, NORTH, status=409)
    assert late["code"] == "round-not-open"


def test_called_off_nothing_is_computed(shared: Town) -> None:
    id = shared.joined()
    shared.start(id)
    shared.call("POST", f"/rounds/{id}/call-off", {}, COUNCIL)
    shared.machine.settle()
    assert round_work.advance(shared.machine.service) == 0
    assert shared.runs() == dict.fromkeys(SCHOOLS, 0)
    assert shared.own(id, EAST)["status"] == "called_off"


def test_it_is_stopped_at_once_and_begun_again(
    shared: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = shared.joined()
    shared.start(id)
    with monkeypatch.context() as patched:
        patched.setattr(engine, "compute", round_child.slow)
        worker = threading.Thread(target=round_work.advance, args=(shared.machine.service,))
        began = time.monotonic()
        worker.start()
        _until(lambda: (shared.shown(id)["progress"] or {}).get("phase") == "sharing")
        shared.call("POST", f"/rounds/{id}/stop", {}, COUNCIL)
        shared.machine.settle()
        worker.join(timeout=30)
        assert not worker.is_alive()
        assert time.monotonic() - began < round_child.SLOW_SECONDS / 2
    assert shared.shown(id)["status"] == "open"
    assert shared.shown(id)["stopped"] == "by_hand"
    assert shared.runs() == dict.fromkeys(SCHOOLS, 0)
    shared.computed(id)
    assert shared.runs() == dict.fromkeys(SCHOOLS, 1)


def test_a_computation_that_dies_is_begun_again_and_given_back_in_the_end(
    shared: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = shared.joined()
    shared.start(id)
    monkeypatch.setattr(round_work, "_ABANDONED_MS", 0)

    class Dying(Apart):
        def __init__(self, *asked: Any) -> None:
            super().__init__(*asked)
            self._process.kill()

    monkeypatch.setattr(round_work, "Apart", Dying)
    for _ in range(4):
        with pytest.raises(Gone):
            round_work.advance(shared.machine.service)
    assert shared.shown(id)["status"] == "computing"
    assert round_work.advance(shared.machine.service) == 1
    shared.machine.settle()
    assert shared.shown(id)["stopped"] == "computation-lost"
    monkeypatch.setattr(round_work, "Apart", Apart)
    shared.computed(id)
    assert shared.runs() == dict.fromkeys(SCHOOLS, 1)


@pytest.mark.parametrize("moment", ["compute", "store", "done"])
def test_killed_in_the_middle_it_delivers_all_or_nothing(
    shared: Town, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = shared.joined()
    shared.start(id)
    settings = shared.machine.service.settings
    killed = subprocess.run(
        [sys.executable, "-m", round_child.__name__, moment, settings.mongo_url, settings.cell,
         str(settings.secrets)],
        cwd=Path(__file__).parents[3], timeout=100, check=False,
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL
    time.sleep(0.5)  # the server notices that the connection is gone
    shared.machine.settle()
    whole = moment == "done"
    assert shared.runs() == dict.fromkeys(SCHOOLS, 1 if whole else 0)
    assert shared.shown(id)["status"] == ("delivered" if whole else "computing")
    assert round_work.advance(shared.machine.service) == 0, "it was heard of a moment ago"
    monkeypatch.setattr(round_work, "_ABANDONED_MS", 0)
    _until(lambda: _advanced(shared.machine))
    shared.machine.settle()
    assert shared.runs() == dict.fromkeys(SCHOOLS, 1)
    assert shared.shown(id)["status"] == "delivered"
    assert sum(shared.own(id, school)["share"]["served"] for school in SCHOOLS) == 10
    assert shared.own(id, EAST)["share"]["run"] == derived_id("match_run", EAST, "round", id, "1")


def _advanced(machine: Machine) -> bool:
    """The killed transaction holds its documents for some seconds; meanwhile the worker waits."""
    try:
        return round_work.advance(machine.service) == 1
    except Conflict:
        return False


def _until(done: Any, seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_who_is_erased_while_it_computes(shared: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing can be sealed about them any more: the round is computed anew without them."""
    id = shared.joined()
    erased: list[str] = []

    def late(*arguments: Any) -> Any:
        if not erased:
            erased.extend(f"east-{n}" for n in range(6))
            for person in erased:
                shared.machine.service.vault.erase(EAST, person)
        return left_over_all(*arguments)

    monkeypatch.setattr(round_work, "left_over_all", late)
    shared.computed(id)
    proposal = shared.proposal(id, EAST)
    known = {line["mentee"] for line in (*proposal["lines"], *proposal["unmatched"])}
    assert known == {"east-6"}
    assert sum(shared.own(id, school)["share"]["served"] for school in SCHOOLS) == 10
