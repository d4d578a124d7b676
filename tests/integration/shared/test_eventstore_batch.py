"""Many commands at once keep what one command keeps: ids, versions, receipts, refusals, keys."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shared.crypto.keyring import KeyRing
from shared.crypto.vault import Vault
from shared.domain.clock import SystemClock
from shared.domain.errors import DomainError, IdempotencyConflict, Refused
from shared.domain.ids import ActorId, StreamId, TenantId
from shared.domain.personal import Personal
from shared.eventstore.batch import Ask, BatchHandler, Result, Task
from shared.eventstore.codec import EventCodec
from shared.eventstore.handler import CommandHandler, Outcome
from shared.eventstore.mongo import MongoEventStore, create_indexes
from shared.eventstore.port import Appending
from shared.eventstore.sequencer import Sequencer
from shared.mongo import Client, connect
from shared.tenancy.scope import Scope
from shared.testing.ledger import LEDGER, Deposit, DepositTwice, RaiseTo, Remark

pytestmark = pytest.mark.integration

SCHOOL = TenantId("school-1")
SCOPE = Scope(SCHOOL, ActorId("coordinator"))


class Place:
    """A store with real keys, the single way in and the way in for batches."""

    def __init__(self, client: Client, cell: str) -> None:
        self.db = client[f"{cell}_store"]
        create_indexes(self.db)
        self.rings = [KeyRing(client[f"{cell}_keys"], n, secrets.token_bytes(32)) for n in "ab"]
        for ring in self.rings:
            ring.prepare()
        self.vault = Vault(own=self.rings[0], bus=self.rings[1])
        self.codec = EventCodec([LEDGER], self.vault)
        self.store = MongoEventStore(self.db, self.codec)
        self.single = CommandHandler(self.store, self.codec, SystemClock())
        self.batch = self.batch_on(self.store)

    def batch_on(self, store: MongoEventStore) -> BatchHandler:
        return BatchHandler(store, self.codec, self.vault, SystemClock())

    def commits(self) -> list[dict[str, Any]]:
        return list(self.db.commits.find({}, {"recorded_at": 0}).sort("_id"))

    def balance(self, id: str) -> int:
        return int(self.single.state(SCOPE, LEDGER, id).state)


@pytest.fixture(name="place")
def _place(mongo_url: str, cell: str) -> Iterator[Place]:
    client = connect(mongo_url)
    yield Place(client, cell)
    client.close()


def ask(id: str, command: Any, key: str = "k", *, only_new: bool = False) -> Ask:
    return Ask(LEDGER, id, command, key, only_new)


def done(result: Result) -> tuple[Outcome, ...]:
    assert not isinstance(result, DomainError), result
    return result


def test_it_stores_what_single_commands_would_store(place: Place) -> None:
    asks = [ask(f"l{n}", Deposit(n + 1)) for n in range(450)]
    asks += [ask("l7", DepositTwice(5)), ask("l8", RaiseTo(3)), ask("l9", RaiseTo(90), "other")]
    results = place.batch.handle(SCOPE, [(one,) for one in asks])
    by_batch = place.commits()
    place.db.commits.delete_many({})
    singles = [
        place.single.handle(SCOPE, LEDGER, a.id, a.command, key=a.key) for a in asks
    ]  # the same commands one by one
    assert by_batch == place.commits()
    assert [done(r)[0] for r in results] == singles
    assert sum("receipt" in c for c in by_batch) == 1, "raising to less is remembered as a no-op"


def test_asked_again_it_answers_the_first_answer_and_stores_nothing(place: Place) -> None:
    tasks: list[Task] = [(ask(f"l{n}", Deposit(1)), ask(f"l{n}", RaiseTo(1))) for n in range(50)]
    first = place.batch.handle(SCOPE, tasks)
    before = place.commits()
    second = place.batch.handle(SCOPE, tasks)
    assert place.commits() == before
    assert all(o.repeated for r in second for o in done(r))
    assert not any(o.repeated for r in first for o in done(r))
    assert [(o.commit, o.version) for r in first for o in done(r)] == [
        (o.commit, o.version) for r in second for o in done(r)
    ]


def test_the_same_key_with_another_body_is_refused_and_only_that_task(place: Place) -> None:
    place.batch.handle(SCOPE, [(ask("a", Deposit(1)),)])
    wrong, right = place.batch.handle(SCOPE, [(ask("a", Deposit(2)),), (ask("b", Deposit(2)),)])
    assert isinstance(wrong, IdempotencyConflict)
    assert done(right)[0].version == 1
    assert (place.balance("a"), place.balance("b")) == (1, 2)


def test_a_refused_task_stores_nothing_and_leaves_the_others_alone(place: Place) -> None:
    results = place.batch.handle(
        SCOPE,
        [
            (ask("a", Deposit(5)), ask("b", Deposit(-1))),
            (ask("a", RaiseTo(3)),),
            (ask("c", Deposit(1)), ask("c", Deposit(1), "k2")),
        ],
    )
    assert isinstance(results[0], Refused)
    assert place.balance("a") == 3, "the refused task's deposit does not count"
    assert done(results[2])[1].version == 2
    assert place.store.load(SCHOOL, StreamId("ledger-b")).version == 0


def test_what_exists_already_is_left_out_where_only_the_new_is_wanted(place: Place) -> None:
    place.single.handle(SCOPE, LEDGER, "a", Deposit(1), key="earlier")
    task = (ask("a", Deposit(9), only_new=True), ask("b", Deposit(9), only_new=True))
    (result,) = place.batch.handle(SCOPE, [task, (ask("b", Deposit(9), "k2", only_new=True),)])[:1]
    assert [o.id for o in done(result)] == ["b"]
    assert (place.balance("a"), place.balance("b")) == (1, 9)


class _Rival(MongoEventStore):
    """Somebody else deposits on three of the streams just before the first write."""

    def __init__(self, place: Place) -> None:
        super().__init__(place.db, place.codec)
        self._place = place
        self._came = False

    def append_many(self, appendings: Sequence[Appending], codec: EventCodec) -> int:
        if not self._came:
            self._came = True
            for id in ("l3", "l4", "l250"):
                self._place.single.handle(SCOPE, LEDGER, id, Deposit(100), key="rival")
        return super().append_many(appendings, codec)


def test_a_lost_race_is_decided_anew_without_a_hole_or_a_double(place: Place) -> None:
    tasks: list[Task] = [(ask(f"l{n}", RaiseTo(10)), ask(f"l{n}", Deposit(1))) for n in range(300)]
    results = place.batch_on(_Rival(place)).handle(SCOPE, tasks)
    assert not any(o.repeated for r in results for o in done(r))
    assert place.balance("l3") == 101, "raised to 10 already, so only the deposit"
    assert place.balance("l5") == 11
    assert [place.balance(id) for id in ("l4", "l250")] == [101, 101]
    assert place.db.commits.count_documents({"receipt": {"$exists": True}}) == 3
    sequencer = Sequencer(place.db)
    while sequencer.stamp():
        pass
    assert place.db.commits.count_documents({"pending": True}) == 0


def test_two_who_bring_in_the_same_at_once_bring_it_in_once(place: Place) -> None:
    tasks: list[Task] = [
        (ask(f"l{n}", Deposit(1)), ask(f"l{n}", DepositTwice(2))) for n in range(400)
    ]
    with ThreadPoolExecutor(4) as pool:
        every = list(pool.map(lambda _: place.batch.handle(SCOPE, tasks), range(4)))
    assert place.db.commits.count_documents({}) == 800
    assert all(o.version in (1, 3) for results in every for r in results for o in done(r))
    firsts = [o for results in every for r in results for o in done(r) if not o.repeated]
    assert len(firsts) == 800, "each commit is somebody's own exactly once"


def test_keys_are_made_in_one_go_and_what_they_seal_opens(place: Place) -> None:
    tasks: list[Task] = [
        (ask(f"l{n}", Remark(f"person-{n % 60}", Personal.of(f"слово {n}"))),) for n in range(300)
    ]
    place.batch.handle(SCOPE, tasks)
    ring = place.rings[0]
    assert ring._keys.count_documents({}) == 60
    assert not ring._by_slot, "a batch's keys do not stay in memory"
    event = place.store.load(SCHOOL, StreamId("ledger-l299")).events[0]
    assert place.vault.open(SCHOOL, event.text.sealed) == "слово 299"
    assert place.vault.open("school-2", event.text.sealed) is None


def test_whoever_was_erased_is_refused_and_the_others_go_in(place: Place) -> None:
    place.vault.erase(SCHOOL, "person-1")
    tasks: list[Task] = [
        (ask(f"l{n}", Deposit(1)), ask(f"l{n}", Remark(f"person-{n}", Personal.of("слово"))))
        for n in range(4)
    ]
    results = place.batch.handle(SCOPE, tasks)
    assert [isinstance(r, Refused) and r.code == "erased" for r in results] == [
        False, True, False, False,
    ]  # fmt: skip
    assert place.store.load(SCHOOL, StreamId("ledger-l1")).version == 0
    assert place.rings[0]._keys.count_documents({"subject": "person-1"}) == 0


class _Erasing(KeyRing):
    """Somebody is erased after the first look at the ledger and before their key is written."""

    def _insert_batch(self, documents: list[dict[str, Any]]) -> set[str]:
        self._erasures.insert_one({"_id": f"{SCHOOL}|person-1"})
        return super()._insert_batch(documents)


def test_an_erasure_in_between_leaves_no_key(place: Place, mongo_url: str, cell: str) -> None:
    ring = _Erasing(connect(mongo_url)[f"{cell}_keys"], "a", secrets.token_bytes(32))
    with pytest.raises(Refused):
        ring.make_many([(SCHOOL, "person-1", "register"), (SCHOOL, "person-2", "register")])
    assert ring._keys.count_documents({}) == 0
