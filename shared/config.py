"""Settings come from the environment once, into a frozen value; nothing else reads ``os.environ``."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

SERVICES: Final = ("participants", "matching", "meetings", "reporting")
PORTS: Final[Mapping[str, int]] = {
    "gateway": 8080,
    "participants": 8101,
    "matching": 8102,
    "meetings": 8103,
    "reporting": 8104,
}


@dataclass(frozen=True, slots=True)
class Settings:
    """``cell`` begins the name of every database and topic: one municipality is one cell."""

    service: str
    mongo_url: str
    cell: str
    bus: Literal["embedded", "kafka"]
    kafka_bootstrap: str
    secrets: Path
    urls: Mapping[str, str]
    bells: Path | None = None
    """Where the processes of one machine wake each other; without it they watch the database."""
    smtp_url: str = ""
    """The mail server, as ``smtp://user:password@host:587`` or ``smtps://host:465``; without one
    letters wait and are shown as not sent."""
    mail_from: str = "mentorbase@localhost"
    public_url: str = ""
    """How people reach the pages: what the links in letters begin with."""

    @classmethod
    def from_env(cls, service: str, environ: Mapping[str, str] = os.environ) -> Settings:
        """Raises ``ValueError`` with a plain sentence where a setting makes no sense."""
        bus = environ.get("BUS", "embedded")
        if bus not in ("embedded", "kafka"):
            raise ValueError(f"BUS is “{bus}”; it must be embedded or kafka")
        return cls(
            service=service,
            mongo_url=environ.get("MONGO_URL", "mongodb://127.0.0.1:27018/?directConnection=true"),
            cell=environ.get("MENTORBASE_CELL", "mentorbase"),
            bus="kafka" if bus == "kafka" else "embedded",
            kafka_bootstrap=environ.get("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:19092"),
            secrets=Path(environ.get("MENTORBASE_SECRETS", "var/secrets")),
            urls={
                name: environ.get(f"{name.upper()}_URL", f"http://127.0.0.1:{port}")
                for name, port in PORTS.items()
            },
            bells=Path(environ["MENTORBASE_BELLS"]) if environ.get("MENTORBASE_BELLS") else None,
            smtp_url=_mail_server(environ.get("MENTORBASE_SMTP_URL", "")),
            mail_from=environ.get("MENTORBASE_MAIL_FROM") or "mentorbase@localhost",
            public_url=(environ.get("MENTORBASE_PUBLIC_URL") or _pages(environ)).rstrip("/"),
        )

    @property
    def mail_domain(self) -> str:
        """What the ids of letters end with."""
        return self.mail_from.rpartition("@")[2].rstrip(">") or "localhost"

    def database(self, suffix: str | None = None) -> str:
        """``<cell>_<service>``, or ``<cell>_<suffix>`` for what the cell shares."""
        return f"{self.cell}_{suffix or self.service}"


def _pages(environ: Mapping[str, str]) -> str:
    return environ.get("GATEWAY_URL", f"http://127.0.0.1:{PORTS['gateway']}")


def _mail_server(url: str) -> str:
    """Raises ``ValueError`` for what names no server; the sentence shows no password."""
    found = urlsplit(url)
    if url and (found.scheme not in ("smtp", "smtps") or not found.hostname):
        raise ValueError("MENTORBASE_SMTP_URL must look like smtp://user:password@host:587")
    return url
