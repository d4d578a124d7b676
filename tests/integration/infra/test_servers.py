"""The servers that are started without Docker keep their data and can move to another port."""

from __future__ import annotations

from pathlib import Path

import pytest
from kafka.admin import KafkaAdminClient, NewTopic

from infra.broker.kafka import Kafka
from infra.mongod import LocalMongod
from infra.waiting import free_port
from shared.mongo import connect

pytestmark = pytest.mark.integration


def test_mongod_keeps_its_data_through_a_kill_and_a_move_to_another_port(tmp_path: Path) -> None:
    first = LocalMongod(tmp_path / "data", free_port(), tmp_path / "log")
    first.start()
    with connect(first.url) as client:
        client["t"]["c"].insert_one({"_id": 1})
    first.kill()
    second = LocalMongod(tmp_path / "data", free_port(), tmp_path / "log")
    second.start()
    with connect(second.url) as client:
        assert client["t"]["c"].find_one() == {"_id": 1}
    second.stop()


@pytest.mark.kafka
def test_the_broker_keeps_its_cluster_and_topics_through_a_kill_and_a_move(tmp_path: Path) -> None:
    first = Kafka(tmp_path / "data", tmp_path / "log", free_port(), free_port())
    first.start()
    before = _cluster(first)
    admin = KafkaAdminClient(bootstrap_servers=first.bootstrap)
    admin.create_topics([NewTopic("kept", 3, 1)])
    admin.close()
    first.kill()
    second = Kafka(tmp_path / "data", tmp_path / "log", free_port(), free_port())
    second.start()
    admin = KafkaAdminClient(bootstrap_servers=second.bootstrap)
    assert "kept" in admin.list_topics()
    admin.close()
    assert _cluster(second) == before
    second.stop()


def _cluster(broker: Kafka) -> str:
    admin = KafkaAdminClient(bootstrap_servers=broker.bootstrap)
    cluster: str = admin.describe_cluster()["cluster_id"]
    admin.close()
    return cluster
