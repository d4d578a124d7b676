"""``kill -9`` of each kind of process while commands come in, and what must hold afterwards."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from shared.domain.ids import new_id
from tests.faults.load import Load, until
from tests.faults.platform import Platform
from tests.faults.truth import check_everything

pytestmark = [pytest.mark.integration, pytest.mark.faults]
PEOPLE = 60


def at_random_moments(
    platform: Platform,
    load: Load,
    victim: str,
    kills: int,
    moment: Callable[[], bool] | None = None,
) -> None:
    """Kills and starts again, ``kills`` times, each time after some progress of the load."""
    dice = random.Random(load.seed)
    share = load.total // (kills + 1)
    for number in range(1, kills + 1):
        load.reach(share * number + dice.randrange(share // 2))
        if moment is not None:
            until(moment, 20.0, f"the moment to kill {victim} never came")
        platform.kill(victim)
        platform.start(victim)


@pytest.mark.parametrize(
    ("victim", "kills"),
    [
        ("participants", 3),
        ("mongod", 2),
        ("matching", 2),
        ("matching-worker", 2),
    ],
)
def test_nothing_is_lost_and_nothing_happens_twice(
    platform: Platform, victim: str, kills: int
) -> None:
    load = Load(platform, f"school-{new_id()}", PEOPLE, seed=kills)
    load.start()
    at_random_moments(platform, load, victim, kills)
    load.join()
    assert check_everything(platform, load) > PEOPLE


def test_a_relay_killed_between_stamping_and_publishing(platform: Platform) -> None:
    load = Load(platform, f"school-{new_id()}", PEOPLE, seed=7)
    load.start()
    at_random_moments(
        platform, load, "participants-worker", 2, lambda: stamped_and_not_published(platform)
    )
    load.join()
    check_everything(platform, load)


@pytest.mark.kafka
@pytest.mark.parametrize("victim", ["kafka", "participants-worker"])
def test_the_same_on_a_broker(on_kafka: Platform, victim: str) -> None:
    load = Load(on_kafka, f"school-{new_id()}", PEOPLE, seed=11)
    load.start()
    at_random_moments(on_kafka, load, victim, 1)
    load.join()
    check_everything(on_kafka, load)


@pytest.mark.long
@pytest.mark.timeout(900)
def test_many_kills_of_everything(platform: Platform) -> None:
    load = Load(platform, f"school-{new_id()}", 600, threads=6, seed=13)
    load.start()
    dice = random.Random(13)
    victims = ["participants", "participants-worker", "matching", "matching-worker", "mongod"] * 4
    dice.shuffle(victims)
    for number, victim in enumerate(victims, 1):
        load.reach(load.total * number // (len(victims) + 1), 180.0)
        platform.kill(victim)
        platform.start(victim)
    load.join(300.0)
    check_everything(platform, load)


def stamped_and_not_published(platform: Platform) -> bool:
    """Whether the relay has numbered events that the bus does not have yet."""
    db = platform.db("participants")
    relay = {d["_id"]: d for d in db.relay.find()}
    last = db.commits.find_one({"position": {"$gt": 0}}, {"position": 1}, sort=[("position", -1)])
    return last is not None and bool(
        last["position"] > relay["publications"]["source"]
        or relay["publications"]["position"] > relay["published"]["position"]
    )
