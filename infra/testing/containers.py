"""MongoDB and Kafka in containers, for machines with a Docker engine."""

from __future__ import annotations

import functools
import shutil
from typing import Any, Final

from infra.mongod import TRANSACTION_SECONDS, make_replica_set
from infra.waiting import free_port, listens, wait_until

MONGO_IMAGE: Final = "mongo:7.0"
KAFKA_IMAGE: Final = "apache/kafka:4.1.0"
_START_SECONDS = 120.0


@functools.cache
def docker_answers() -> bool:
    """Whether a Docker engine can start containers here."""
    if shutil.which("docker") is None:
        return False
    import docker
    from docker.errors import DockerException

    try:
        client = docker.from_env(timeout=3)
        answer = bool(client.ping())
        client.close()
    except (DockerException, OSError):
        return False
    return answer


class _Container:
    """Keeps its port and its data from ``stop`` or ``kill`` to the next ``start``."""

    def __init__(self, image: str, inner_port: int) -> None:
        from testcontainers.core.container import DockerContainer

        self.port = free_port()
        self._container: Any = DockerContainer(image).with_bind_ports(inner_port, self.port)
        self._made = False

    def start(self) -> None:
        if self._made:
            self._container.get_wrapped_container().start()
        else:
            self._container.start()
            self._made = True
        wait_until(lambda: listens(self.port), _START_SECONDS, type(self).__name__)

    def stop(self) -> None:
        self._container.get_wrapped_container().stop()

    def kill(self) -> None:
        self._container.get_wrapped_container().kill()

    def remove(self) -> None:
        self._container.stop()


class MongoContainer(_Container):
    def __init__(self) -> None:
        super().__init__(MONGO_IMAGE, 27017)
        self._container.with_command(
            "--replSet rs0 --bind_ip_all --wiredTigerCacheSizeGB 0.25 "
            f"--setParameter transactionLifetimeLimitSeconds={TRANSACTION_SECONDS}"
        )

    @property
    def url(self) -> str:
        """Direct: the member's own name for itself is good inside the container only."""
        return f"mongodb://127.0.0.1:{self.port}/?directConnection=true"

    def start(self) -> None:
        super().start()
        make_replica_set(self.port, member="127.0.0.1:27017", seconds=_START_SECONDS)


class KafkaContainer(_Container):
    def __init__(self) -> None:
        super().__init__(KAFKA_IMAGE, 9092)
        for name, value in {
            "KAFKA_PROCESS_ROLES": "broker,controller",
            "KAFKA_NODE_ID": "1",
            "KAFKA_CONTROLLER_QUORUM_VOTERS": "1@127.0.0.1:9093",
            "KAFKA_LISTENERS": "PLAINTEXT://:9092,CONTROLLER://127.0.0.1:9093",
            "KAFKA_ADVERTISED_LISTENERS": f"PLAINTEXT://{self.bootstrap}",
            "KAFKA_CONTROLLER_LISTENER_NAMES": "CONTROLLER",
            "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
            "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR": "1",
            "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR": "1",
            "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR": "1",
            "KAFKA_AUTO_CREATE_TOPICS_ENABLE": "false",
            "KAFKA_LOG_RETENTION_MS": "-1",
        }.items():
            self._container.with_env(name, value)

    @property
    def bootstrap(self) -> str:
        return f"127.0.0.1:{self.port}"
