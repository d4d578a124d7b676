"""The worker process of meetings: relay, read models, policies, consumer and scheduler."""

from __future__ import annotations

from services.meetings.bootstrap import bootstrap
from shared.config import Settings
from shared.worker import run


def main() -> None:
    run(bootstrap(Settings.from_env("meetings")))


if __name__ == "__main__":
    main()
