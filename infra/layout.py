"""Where one installation keeps its data, and the environment its processes share."""

from __future__ import annotations

import hashlib
import os
import secrets
import socket
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from infra.waiting import NotReady
from shared.config import PORTS
from shared.http.tokens import ensure_keys

ROOT: Final = Path(__file__).resolve().parent.parent
_OTHER_PORTS: Final[Mapping[str, int]] = {"mongo": 27018, "kafka": 19092, "kafka_controller": 19093}


@dataclass(frozen=True, slots=True)
class Layout:
    """``ports`` by process name; ``home`` holds data, logs and secrets."""

    home: Path
    bus: str
    ports: Mapping[str, int]
    cell: str
    mongo_url: str | None
    kafka_bootstrap: str | None
    settings: Mapping[str, str] = field(default_factory=dict)
    """What the processes get beside the present environment."""

    @classmethod
    def from_env(cls, bus: str | None = None, environ: Mapping[str, str] = os.environ) -> Layout:
        """Ports come from ``<NAME>_PORT``, the gateway's from ``PORT`` too. Raises NotReady."""
        ports = {}
        for name, usual in {**PORTS, **_OTHER_PORTS}.items():
            given = environ.get(f"{name.upper()}_PORT")
            if name == "gateway":
                given = given or environ.get("PORT")
            if given is not None and not given.isdigit():
                raise NotReady(f"{name.upper()}_PORT is “{given}”; it must be a number")
            ports[name] = int(given) if given else usual
        chosen = bus or environ.get("BUS", "embedded")
        if chosen not in ("embedded", "kafka"):
            raise NotReady(f"BUS is “{chosen}”; it must be embedded or kafka")
        return cls(
            home=Path(environ.get("MENTORBASE_HOME", ROOT / "var")).resolve(),
            bus=chosen,
            ports=ports,
            cell=environ.get("MENTORBASE_CELL", "mentorbase"),
            mongo_url=environ.get("MONGO_URL"),
            kafka_bootstrap=environ.get("KAFKA_BOOTSTRAP_SERVERS"),
        )

    @property
    def logs(self) -> Path:
        return self.home / "log"

    @property
    def secrets(self) -> Path:
        return Path(os.environ.get("MENTORBASE_SECRETS", self.home / "secrets"))

    @property
    def bells(self) -> Path:
        """Not under ``home``: the name of a socket must be short."""
        name = hashlib.sha256(str(self.home).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"mentorbase-{name}"

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.ports['gateway']}"

    @property
    def local_mongo(self) -> str:
        """The MongoDB that a running installation started for itself."""
        return f"mongodb://127.0.0.1:{self.ports['mongo']}/?replicaSet=rs0"

    def ensure_secrets(self) -> None:
        """Makes the master key and the token keys once. Losing them loses every person's data."""
        self.secrets.mkdir(parents=True, exist_ok=True, mode=0o700)
        master = self.secrets / "master.key"
        if not master.exists():
            descriptor = os.open(master, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(secrets.token_bytes(32))
        ensure_keys(self.secrets)

    def environment(self, mongo_url: str) -> dict[str, str]:
        """What every service process gets."""
        urls = {f"{n.upper()}_URL": f"http://127.0.0.1:{self.ports[n]}" for n in PORTS}
        kafka = self.kafka_bootstrap or f"127.0.0.1:{self.ports['kafka']}"
        return {
            **os.environ,
            **self.settings,
            **urls,
            "MONGO_URL": mongo_url,
            "MENTORBASE_CELL": self.cell,
            "MENTORBASE_SECRETS": str(self.secrets),
            "MENTORBASE_BELLS": str(self.bells),
            "BUS": self.bus,
            "KAFKA_BOOTSTRAP_SERVERS": kafka,
            "PYTHONPATH": str(ROOT),
            # An unused allocator arena per thread costs more memory than it saves time here.
            "MALLOC_ARENA_MAX": "2",
            # Solvers and algebra get one thread a process: the services share the cores.
            "OPENBLAS_NUM_THREADS": "1",
            "OMP_NUM_THREADS": "1",
        }

    def require_free_ports(self) -> None:
        """Raises NotReady naming the port that is taken and how to choose another."""
        wanted = list(PORTS)
        if self.mongo_url is None:
            wanted.append("mongo")
        if self.bus == "kafka" and self.kafka_bootstrap is None:
            wanted += ["kafka", "kafka_controller"]
        for name in wanted:
            if is_taken(self.ports[name]):
                option = "PORT" if name == "gateway" else f"{name.upper()}_PORT"
                raise NotReady(
                    f"port {self.ports[name]} ({name}) is taken by another program; "
                    f"choose another: make run {option}={self.ports[name] + 1000}"
                )


def is_taken(port: int) -> bool:
    """Whether another program listens on the port, on any of this machine's addresses."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False
