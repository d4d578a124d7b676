"""The background process: relay, read models, policies, consumers, scheduler."""

from __future__ import annotations

from services.participants.bootstrap import bootstrap
from shared.config import Settings
from shared.worker import run


def main() -> None:
    run(bootstrap(Settings.from_env("participants")))


if __name__ == "__main__":
    main()
