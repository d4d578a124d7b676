"""Read models follow the log exactly once, park what cannot be applied, and are rebuilt beside the old."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import pytest

from shared.domain.clock import SystemClock
from shared.domain.envelope import Recorded
from shared.domain.errors import Invalid, NotFound
from shared.domain.ids import ActorId, TenantId
from shared.eventstore.codec import EventCodec
from shared.eventstore.handler import CommandHandler
from shared.eventstore.mongo import MongoEventStore, create_indexes
from shared.eventstore.sequencer import Sequencer
from shared.mongo import Db, connect
from shared.projections.parking import LogParking, ask_log, list_parked_log
from shared.projections.projection import Projection
from shared.projections.reader import Views
from shared.projections.registry import Registry, log_checkpoint
from shared.projections.runner import ProjectionRunner
from shared.projections.view import View
from shared.tenancy.scope import Scope
from shared.testing.ledger import LEDGER, Deposit, Deposited
from shared.testing.sealing import PlainSealer

pytestmark = pytest.mark.integration

HOME = Scope(TenantId("school-1"), ActorId("coordinator"))
AWAY = Scope(TenantId("school-2"), ActorId("coordinator"))


class Balances(Projection):
    name = "balances"
    indexes = (("balance",),)
    poison: ClassVar[int] = 666

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case Deposited(amount):
                if amount == self.poison:
                    raise ZeroDivisionError("poison")
                view.increment(recorded.key, balance=amount, events=1)


class Machine:
    """A store with its sequencer and one read model."""

    def __init__(self, db: Db) -> None:
        create_indexes(db)
        codec = EventCodec([LEDGER], PlainSealer())
        self.db = db
        self.store = MongoEventStore(db, codec)
        self.handler = CommandHandler(self.store, codec, SystemClock())
        self.sequencer = Sequencer(db)
        self.views = Views(db, self.store)
        self.runner = ProjectionRunner(db, self.store, [Balances()], batch=3, look_seconds=0)
        self.runner.prepare()
        self._keys = 0

    def deposit(self, amount: int, id: str = "a", scope: Scope = HOME) -> Any:
        self._keys += 1
        return self.handler.handle(scope, LEDGER, id, Deposit(amount), key=str(self._keys))

    def settle(self) -> None:
        while self.sequencer.stamp():
            pass
        while self.runner.advance():
            pass

    def balance(self, id: str = "a", scope: Scope = HOME) -> Any:
        return self.views.reader(scope, "balances").get(id)["balance"]


@pytest.fixture(name="machine")
def _machine(mongo_url: str, cell: str) -> Iterator[Machine]:
    client = connect(mongo_url)
    yield Machine(client[f"{cell}_views"])
    client.close()


def test_every_event_is_applied_once(machine: Machine) -> None:
    for amount in range(1, 11):
        machine.deposit(amount)
    machine.settle()
    machine.settle()
    assert machine.balance() == 55


def test_two_runners_do_not_apply_twice(machine: Machine) -> None:
    for _ in range(20):
        machine.deposit(1)
    while machine.sequencer.stamp():
        pass
    rival = ProjectionRunner(machine.db, machine.store, [Balances()], batch=2, look_seconds=0)
    while machine.runner.advance() + rival.advance():
        pass
    assert machine.balance() == 20


def test_a_crash_between_apply_and_checkpoint_cannot_happen(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.deposit(5)
    while machine.sequencer.stamp():
        pass

    def fail(self: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("shared.projections.view.Batch.flush_all", fail)
        with pytest.raises(KeyboardInterrupt):
            machine.runner.advance()
    machine.settle()
    assert machine.balance() == 5


def test_another_tenant_sees_nothing(machine: Machine) -> None:
    machine.deposit(5)
    machine.deposit(7, scope=AWAY)
    machine.settle()
    assert machine.balance(scope=AWAY) == 7
    assert [d["balance"] for d in machine.views.reader(HOME, "balances").all()] == [5]
    with pytest.raises(NotFound):
        machine.views.reader(HOME, "balances").get("b")


def test_a_poison_stream_is_set_aside_and_the_others_go_on(machine: Machine) -> None:
    machine.deposit(1, "good")
    machine.deposit(Balances.poison, "bad")
    machine.deposit(2, "bad")
    machine.deposit(3, "good")
    machine.settle()
    assert machine.balance("good") == 4
    with pytest.raises(NotFound):
        machine.balance("bad")
    parking = LogParking(machine.db)
    follower = log_checkpoint("balances", 1)
    assert parking.streams(follower) == {("school-1", "ledger-bad")}
    assert parking.incomplete(follower)
    assert machine.db.parked_log.count_documents({}) == 2


def test_a_stream_set_aside_is_applied_in_order_when_asked_for(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for amount in (1, Balances.poison, 2):
        machine.deposit(amount, "bad")
    machine.settle()
    assert machine.balance("bad") == 1
    ask_log(machine.db, "school-1", "ledger-bad", "retry")
    machine.settle()
    assert machine.balance("bad") == 1, "it failed again, and nothing overtook it"
    monkeypatch.setattr(Balances, "poison", 0)
    assert ask_log(machine.db, "school-1", "ledger-bad", "retry") == 2
    machine.settle()
    assert machine.balance("bad") == 1 + 666 + 2
    assert list_parked_log(machine.db) == []
    machine.deposit(4, "bad")
    machine.settle()
    assert machine.balance("bad") == 1 + 666 + 2 + 4


def test_what_was_set_aside_first_can_be_left_out(machine: Machine) -> None:
    for amount in (1, Balances.poison, 2):
        machine.deposit(amount, "bad")
    machine.settle()
    ask_log(machine.db, "school-1", "ledger-bad", "skip")
    machine.settle()
    assert machine.balance("bad") == 3
    assert list_parked_log(machine.db) == []
    assert ask_log(machine.db, "school-1", "ledger-bad", "retry") == 0


def test_a_rebuild_beside_the_old_one_gives_the_same_and_takes_over(machine: Machine) -> None:
    for amount in range(1, 8):
        machine.deposit(amount, id=str(amount % 3))
    machine.settle()
    before = sorted((d["id"], d["balance"]) for d in machine.views.reader(HOME, "balances").all())
    generation = Registry(machine.db).begin(Balances())
    assert Registry(machine.db).active("balances") == 1
    machine.deposit(100, id="0")
    machine.settle()
    generations = Registry(machine.db).get("balances")
    assert (generations.active, generations.building) == (generation, None)
    views = Views(machine.db, machine.store)
    after = {d["id"]: d["balance"] for d in views.reader(HOME, "balances").all()}
    assert after == {**dict(before), "0": dict(before)["0"] + 100}
    machine.deposit(1, id="0")
    machine.settle()
    old = machine.db["view_balances_g1"].find_one({"id": "0"})
    assert old is not None
    assert old["balance"] == after["0"] + 1
    Registry(machine.db).drop("balances", 1)
    machine.deposit(1, id="0")
    machine.settle()
    assert views.reader(HOME, "balances").get("0")["balance"] == after["0"] + 2


def test_one_can_wait_for_ones_own_write(machine: Machine) -> None:
    outcome = machine.deposit(5)
    assert not machine.views.wait_for(outcome.commit, "balances", seconds=0.05)
    machine.settle()
    assert machine.views.wait_for(outcome.commit, "balances", seconds=0.05)
    assert machine.views.wait_for(outcome.commit, None, seconds=0.05)


@pytest.mark.parametrize("sort", ["id", "balance", "-balance", "absent"])
def test_pages_together_are_the_whole_list(machine: Machine, sort: str) -> None:
    for number in range(23):
        machine.deposit(1 + number % 4, id=f"{number:02d}")
    machine.settle()
    reader = machine.views.reader(HOME, "balances")
    found: list[str] = []
    after = None
    while True:
        page = reader.find(sort=sort, after=after, limit=5)
        found += [d["id"] for d in page.items]
        after = page.next
        if after is None:
            break
    assert len(found) == 23
    assert set(found) == {f"{number:02d}" for number in range(23)}


def test_a_cursor_that_is_none_of_ours_is_refused(machine: Machine) -> None:
    with pytest.raises(Invalid):
        machine.views.reader(HOME, "balances").find(after="%%%")
