"""What a rebuild or a policy cannot apply is set aside, waits in order, and is applied when asked for."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

import pytest
from click.testing import CliRunner

from infra import cli
from shared.bus.embedded import EmbeddedBus
from shared.bus.parking import has_parked, list_parked, retry
from shared.bus.port import Message, Received
from shared.config import Settings
from shared.contracts.catalogue import PARTITIONS
from shared.contracts.participants import TOPIC as PARTICIPANTS
from shared.contracts.participants import PersonErased
from shared.contracts.reporting import TOPIC, AwardGiven
from shared.domain.envelope import Recorded
from shared.domain.errors import Unavailable
from shared.domain.ids import ActorId, PersonId, TenantId
from shared.eventstore.sequencer import Sequencer
from shared.mongo import connect
from shared.policies import Policy, PolicyRunner
from shared.projections.consumption import Consumption
from shared.projections.parking import ask_log, list_parked_log
from shared.projections.projection import Projection
from shared.projections.reader import Views
from shared.projections.registry import Registry, collection_of
from shared.projections.runner import ProjectionRunner
from shared.projections.view import View
from shared.service import Service, ServiceDefinition, build
from shared.tenancy.scope import Scope
from shared.testing.ledger import LEDGER, Deposit, Deposited, DepositTwice
from tests.integration.shared.bus_messages import Owner

pytestmark = pytest.mark.integration
SCHOOL = TenantId("school-1")
HOME = Scope(SCHOOL, ActorId("coordinator"))
SECONDS = 20.0


class Awards(Projection):
    name = "awards"
    hears = (AwardGiven, PersonErased)
    poison: ClassVar[object] = None

    def receive(self, view: View, received: Received[Any]) -> None:
        match received.message:
            case AwardGiven(award):
                if award == self.poison:
                    raise ZeroDivisionError("poison")
                before = (view.get(received.stream) or {}).get("seen", [])
                view.merge(received.stream, seen=[*before, award])
            case PersonErased(person):
                if person == self.poison:
                    raise ZeroDivisionError("poison")
                view.merge("erased", **{person: True})


class Echo(Policy):
    """Every deposit is answered by one of a tenth into another ledger."""

    name = "echo"
    on = (Deposited,)
    poison: ClassVar[int | None] = None
    away: ClassVar[str | None] = None

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        if self.away and recorded.id.endswith(self.away):
            raise Unavailable("a peer is away")
        if recorded.event.amount == self.poison:
            raise ZeroDivisionError("poison")
        if recorded.event.amount >= 10:
            amount = Deposit(recorded.event.amount // 10)
            service.handler.handle(HOME, LEDGER, f"of-{recorded.key}", amount, key=recorded.id)


class Machine:
    """A service that hears two topics, with its worker's steps by hand."""

    def __init__(self, settings: Settings) -> None:
        self.definition = ServiceDefinition(
            "listener", (LEDGER,), (Awards(),), (Echo(),), topics=(TOPIC, PARTICIPANTS),
            gate=lambda service: None,  # type: ignore[arg-type,return-value]  # nothing asks it
        )  # fmt: skip
        self.service = build(self.definition, settings)
        self.db = self.service.db
        self._watcher = connect(settings.mongo_url, timeout_ms=None)
        self.bus = EmbeddedBus(self.service.client, settings.database("bus"), self._watcher)
        self.owners = {TOPIC: Owner(), PARTICIPANTS: Owner(PARTICIPANTS)}
        for topic in self.owners:
            self.bus.ensure_topic(topic, PARTITIONS)
        self.start()

    def start(self) -> None:
        """As a new process does: it knows what the database knows."""
        service = self.service
        self.runner = ProjectionRunner(
            service.db, service.store, self.definition.projections, look_seconds=0
        )
        self.runner.prepare()
        self.consumption = Consumption(service, self.runner, self.bus, self._fill)
        self.policies = PolicyRunner(service, service.db, service.store)
        self.sequencer = Sequencer(service.db)

    def _fill(self, topic: str, after: int, limit: int) -> Sequence[Message]:
        return self.owners[topic].fill(topic, after, limit)

    def close(self) -> None:
        self.consumption.close()
        self.bus.close()
        self._watcher.close()
        self.service.client.close()

    def give(self, stream: str, *awards: str) -> None:
        self.bus.publish([self.owners[TOPIC].award(stream, award) for award in awards])

    def erase(self, person: str) -> None:
        message = self.owners[PARTICIPANTS].message(
            f"person-{person}", PersonErased(PersonId(person))
        )
        self.bus.publish([message])

    def until(self, reached: Callable[[], bool]) -> None:
        end = time.monotonic() + SECONDS
        while not reached():
            assert time.monotonic() < end, "not reached in time"
            self.consumption.advance()

    def seen(self, stream: str, generation: int = 1) -> list[str]:
        view = self.db[collection_of("awards", generation)]
        document = view.find_one({"tenant": SCHOOL, "id": stream})
        return [] if document is None else list(document["seen"])

    def rebuild(self) -> int:
        return Registry(self.db).begin(Awards())

    def reads(self, generation: int) -> bool:
        return Registry(self.db).get("awards").active == generation


@pytest.fixture(name="machine")
def _machine(mongo_url: str, cell: str, tmp_path: Path) -> Iterator[Machine]:
    (tmp_path / "master.key").write_bytes(os.urandom(32))
    machine = Machine(
        Settings(
            service="listener", mongo_url=mongo_url, cell=cell, bus="embedded", kafka_bootstrap="",
            secrets=tmp_path, urls={},
        )
    )  # fmt: skip
    yield machine
    machine.close()


# A rebuild


def test_a_poison_stream_does_not_stop_a_rebuild(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.give("good", "1", "2")
    machine.give("bad", "1", "poison", "3")
    machine.until(lambda: len(machine.seen("good") + machine.seen("bad")) == 5)
    monkeypatch.setattr(Awards, "poison", "poison")
    machine.rebuild()
    machine.until(lambda: machine.reads(2))
    assert (machine.seen("good", 2), machine.seen("bad", 2)) == (["1", "2"], ["1"])
    assert [one["reason"] for one in list_parked_log(machine.db)] == ["ZeroDivisionError", "behind"]
    views = Views(machine.db, machine.service.store)
    assert views.incomplete(HOME, "awards")
    assert not views.incomplete(Scope(TenantId("school-2"), ActorId("a")), "awards")

    machine.start()
    machine.give("bad", "4")
    machine.give("good", "3")
    machine.until(lambda: machine.seen("bad")[-1] == "4" and machine.seen("good", 2)[-1] == "3")
    assert machine.seen("bad", 2) == ["1"], "what comes later waits behind it"

    assert ask_log(machine.db, SCHOOL, "bad", "retry") == 3
    machine.until(lambda: "asked" not in str(list_parked_log(machine.db)))
    assert machine.seen("bad", 2) == ["1"], "it failed again"
    monkeypatch.setattr(Awards, "poison", None)
    ask_log(machine.db, SCHOOL, "bad", "retry")
    machine.until(lambda: not has_parked(machine.db))
    assert machine.seen("bad", 2) == machine.seen("bad") == ["1", "poison", "3", "4"]
    machine.give("bad", "5")
    machine.until(lambda: machine.seen("bad", 2)[-1] == "5")


def test_what_was_parked_live_is_not_applied_twice_by_a_rebuild(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Awards, "poison", "poison")
    machine.give("bad", "1", "poison", "3")
    machine.until(lambda: len(list_parked(machine.db)) == 2)
    monkeypatch.setattr(Awards, "poison", None)
    machine.rebuild()
    machine.until(lambda: machine.reads(2))
    ask_log(machine.db, SCHOOL, "bad", "retry")
    for _ in range(3):
        machine.consumption.advance()
    assert machine.seen("bad", 2) == ["1"], "the live consumer's own retry comes first"
    retry(machine.db, SCHOOL, "bad")
    machine.until(lambda: not has_parked(machine.db))
    assert machine.seen("bad") == machine.seen("bad", 2) == ["1", "poison", "3"]


def test_a_rebuild_waits_for_an_erasure_that_it_cannot_apply(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.erase("p1")
    machine.give("good", "1")
    erased = machine.db[collection_of("awards", 1)]
    machine.until(lambda: erased.find_one({"id": "erased"}) is not None)
    machine.until(lambda: machine.seen("good") == ["1"])
    monkeypatch.setattr(Awards, "poison", "p1")
    machine.rebuild()
    machine.until(lambda: machine.seen("good", 2) == ["1"])
    machine.consumption.advance()
    assert not machine.reads(2)
    assert list_parked_log(machine.db) == []
    monkeypatch.setattr(Awards, "poison", None)
    machine.until(lambda: machine.reads(2))


def test_a_generation_that_is_dropped_leaves_nothing_set_aside(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.give("bad", "poison")
    machine.until(lambda: machine.seen("bad") == ["poison"])
    monkeypatch.setattr(Awards, "poison", "poison")
    machine.rebuild()
    machine.until(lambda: machine.reads(2))
    monkeypatch.setattr(Awards, "poison", None)
    machine.rebuild()
    machine.until(lambda: machine.reads(3))
    assert not Views(machine.db, machine.service.store).incomplete(HOME, "awards")
    Registry(machine.db).drop("awards", 2)
    assert not has_parked(machine.db)


# A policy


def balance(machine: Machine, id: str) -> int:
    return int(machine.service.handler.state(HOME, LEDGER, id).state)


def test_a_policy_held_in_the_middle_of_a_commit_loses_none_of_its_events(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.service.handler.handle(HOME, LEDGER, "a", DepositTwice(20), key="1")
    while machine.sequencer.stamp():
        pass
    monkeypatch.setattr(Echo, "away", ".1")
    with pytest.raises(Unavailable):
        machine.policies.advance()
    assert balance(machine, "of-a") == 2
    monkeypatch.setattr(Echo, "away", None)
    machine.start()
    machine.policies.advance()
    assert balance(machine, "of-a") == 4


def test_a_policy_does_what_it_could_not_do_once_asked(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def settle() -> None:
        while machine.sequencer.stamp() + machine.policies.advance():
            pass

    monkeypatch.setattr(Echo, "poison", 10)
    for number, amount in enumerate((20, 10, 30)):
        machine.service.handler.handle(HOME, LEDGER, "a", Deposit(amount), key=str(number))
    settle()
    assert balance(machine, "of-a") == 2
    assert [one["follower"] for one in list_parked_log(machine.db)] == ["policy|echo"] * 2
    monkeypatch.setattr(Echo, "poison", None)
    assert ask_log(machine.db, SCHOOL, "ledger-a", "retry") == 2
    machine.start()
    settle()
    assert balance(machine, "of-a") == 6
    assert not has_parked(machine.db)


def test_the_command_lists_retries_and_leaves_out(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def command(*words: str) -> str:
        done = CliRunner().invoke(cli.commands, ["parked", *words], catch_exceptions=False)
        assert done.exit_code == 0
        return done.output

    monkeypatch.setattr(cli, "_database", lambda service: machine.db)
    monkeypatch.setattr(Echo, "poison", 10)
    machine.service.handler.handle(HOME, LEDGER, "a", Deposit(10), key="1")
    while machine.sequencer.stamp() + machine.policies.advance():
        pass
    listed = "school-1 ledger-a policy|echo ZeroDivisionError\n1 parked\n"
    assert command("list", "matching") == listed
    assert command("retry", "matching", "school-1", "ledger-a") == "1 are applied again\n"
    machine.start()
    machine.policies.advance()
    assert command("list", "matching") == listed
    assert "left out" in command("skip", "matching", "school-1", "ledger-a")
    machine.start()
    machine.policies.advance()
    assert command("list", "matching") == "0 parked\n"
    assert command("skip", "matching", "school-1", "ledger-a") == "nothing is parked\n"
