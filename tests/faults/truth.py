"""What must hold whatever was killed: one commit a command, dense orders, equal rebuilds."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from infra.waiting import NotReady, wait_until
from services.matching.bootstrap import DEFINITION as MATCHING
from services.participants.bootstrap import DEFINITION as PARTICIPANTS
from shared.contracts.catalogue import PARTITIONS
from shared.mongo import Db
from shared.projections.registry import Registry, collection_of, log_checkpoint
from shared.service import ServiceDefinition
from tests.faults.load import YEAR, Load
from tests.faults.platform import Platform

DEFINITIONS = {"participants": PARTICIPANTS, "matching": MATCHING}


# Rest


def settle(platform: Platform, seconds: float = 40.0) -> None:
    """Until no process has anything left to do: twice in a row, for one may give another work."""
    seen: list[str] = ["not looked yet"]

    def at_rest() -> bool:
        seen[:] = [line for name in platform.services for line in _behind(platform, name)]
        heads = [_head(platform.db(name)) for name in platform.services]
        again = [line for name in platform.services for line in _behind(platform, name)]
        return (
            not seen and not again and heads == [_head(platform.db(n)) for n in platform.services]
        )

    try:
        wait_until(at_rest, seconds, "rest")
    except NotReady as error:
        raise AssertionError(f"never at rest: {seen}") from error


def _head(db: Db) -> int:
    last = db.commits.find_one({"position": {"$gt": 0}}, sort=[("position", -1)])
    return 0 if last is None else int(last["position"] + len(last["events"]) - 1)


def _behind(platform: Platform, name: str) -> list[str]:
    """What this service still has to do, in words."""
    db, definition = platform.db(name), DEFINITIONS[name]
    head = _head(db)
    lines = ["unstamped"] if db.commits.find_one({"pending": True}) else []
    places = {d["_id"]: d["position"] for d in db.checkpoints.find()}
    registry = Registry(db)
    for projection in definition.projections:
        if projection.follows_log:
            for generation in registry.get(projection.name).all:
                if places.get(log_checkpoint(projection.name, generation), 0) < head:
                    lines.append(f"{name}: view {projection.name}")
    lines += [f"{name}: policy {policy.name}" for policy in definition.policies
              if places.get(f"policy|{policy.name}", 0) < head]  # fmt: skip
    relay = {d["_id"]: d for d in db.relay.find()}
    if relay["publications"]["source"] < head:
        lines.append(f"{name}: outbox maps")
    if relay["published"]["position"] < relay["publications"]["position"]:
        lines.append(f"{name}: outbox publishes")
    for topic in definition.topics:
        lines += _unheard(platform, name, topic, places)
    return lines


def _unheard(platform: Platform, name: str, topic: str, places: dict[str, int]) -> list[str]:
    owner = topic.split(".", 1)[0]
    if owner not in platform.services:
        return []
    messages = platform.db(owner).messages
    lines = []
    for partition in range(PARTITIONS):
        last = messages.find_one({"partition": partition}, sort=[("_id", -1)])
        if last and places.get(f"{name}|{topic}|{partition}", 0) < last["_id"]:
            lines.append(f"{name}: hears {topic} {partition}")
    return lines


# The log


def check_logs(platform: Platform) -> None:
    """Streams, positions and messages are dense; nothing was set aside."""
    for name in platform.services:
        db = platform.db(name)
        commits = list(db.commits.find({"from": {"$gt": 0}}).sort("commit_no", 1))
        assert [c["commit_no"] for c in commits] == list(range(1, len(commits) + 1)), name
        position = 1
        versions: dict[tuple[str, str], int] = defaultdict(int)
        for commit in commits:
            assert commit["position"] == position, (name, commit["commit_no"])
            position += len(commit["events"])
            stream = (commit["tenant"], commit["stream"])
            assert commit["from"] == versions[stream] + 1, (name, stream)
            versions[stream] = commit["to"]
        numbers = [m["_id"] for m in db.messages.find({}, {"_id": 1}).sort("_id", 1)]
        assert numbers == list(range(1, len(numbers) + 1)), name
        assert len(db.messages.distinct("id")) == len(numbers), name
        assert not list(db.parked_log.find()), name
        assert not list(db.parked.find()), name


def check_acknowledged(platform: Platform, load: Load) -> None:
    """Every acknowledged command is one commit, and nothing else was stored by the caller."""
    db = platform.db("participants")
    stored = {c["_id"]: c for c in db.commits.find({"tenant": load.tenant, "actor": load.actor})}
    answered = {done.commit for done in load.acknowledged}
    assert len(answered) == len(load.acknowledged) == load.total + 1
    assert set(stored) == answered
    for done in load.acknowledged:
        assert stored[done.commit]["to"] == done.version
    for person in load.persons:
        events = [e for c in _stream(db, load.tenant, f"person-{person}") for e in c["events"]]
        assert [e["type"].split(".")[-1] for e in events] == [
            "PersonRegistered", "CandidateRegistered", "CandidateRemoved", "CandidateRegistered",
        ]  # fmt: skip


def check_effects(platform: Platform, load: Load) -> None:
    """Counters and the other service's own events: each effect happened exactly once."""
    training = _row(platform, "participants", "trainings", load.tenant, load.training)
    assert training["enrolled"] == load.people
    db = platform.db("matching")
    for person in load.persons:
        events = [e for c in _stream(db, load.tenant, f"enrolment-{person}") for e in c["events"]]
        assert [e["type"].split(".")[-1] for e in events] == [
            "ParticipationStopped", "ParticipationRestored",
        ]  # fmt: skip
        candidate = _row(platform, "matching", "candidates", load.tenant, f"mentor:{YEAR}:{person}")
        assert candidate["removed"] is False


def _stream(db: Db, tenant: str, stream: str) -> list[dict[str, Any]]:
    return list(
        db.commits.find({"tenant": tenant, "stream": stream, "from": {"$gt": 0}}).sort("from")
    )


def _row(platform: Platform, service: str, view: str, tenant: str, id: str) -> dict[str, Any]:
    db = platform.db(service)
    found = db[collection_of(view, Registry(db).get(view).active)].find_one(
        {"_id": f"{tenant}|{id}"}
    )
    assert found is not None, (view, id)
    return found


# Rebuilds


def check_rebuilds(platform: Platform, seconds: float = 40.0) -> int:
    """Every read model of every service equals a new generation built from zero beside it.

    Answers how many documents were compared. The older generation is dropped.
    """
    begun: list[tuple[str, str, int, int]] = []
    for name in platform.services:
        registry = Registry(platform.db(name))
        for projection in DEFINITIONS[name].projections:
            old = registry.get(projection.name).active
            begun.append((name, projection.name, old, registry.begin(projection)))
    platform.eventually(
        lambda: not any(Registry(platform.db(n)).get(v).building for n, v, _, _ in begun),
        "the rebuilds", seconds,
    )  # fmt: skip
    settle(platform)
    compared = 0
    for name, view, old, new in begun:
        db = platform.db(name)
        assert Registry(db).get(view).active == new
        before = {d["_id"]: d for d in db[collection_of(view, old)].find()}
        after = {d["_id"]: d for d in db[collection_of(view, new)].find()}
        assert before == after, f"{name}: {view} is not what its events say"
        compared += len(after)
        Registry(db).drop(view, old)
    return compared


def check_everything(platform: Platform, *loads: Load) -> int:
    settle(platform)
    check_logs(platform)
    for load in loads:
        check_acknowledged(platform, load)
        check_effects(platform, load)
    return check_rebuilds(platform)


def definition_of(name: str) -> ServiceDefinition:
    return DEFINITIONS[name]
