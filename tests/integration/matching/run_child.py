"""A worker that dies by ``kill -9`` while a proposal is being computed.

``python -m tests.integration.matching.run_child <mongo url> <cell> <secrets>``; it prints the id of
the computation's process, which it leaves behind."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from services.matching.application import runs
from services.matching.application.background import Taken
from services.matching.application.solver import Solver
from services.matching.bootstrap import DEFINITION
from shared.config import Settings
from shared.service import build


class Everybody:
    """A gate at which everybody consents."""

    def require(self, scope: Any, purpose: str, people: Any) -> None:
        return None


def _die(taken: Taken, solver: Solver) -> None:
    os.kill(solver.pid, signal.SIGSTOP)
    print(solver.pid, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)


def main(mongo_url: str, cell: str, secrets: str) -> None:
    settings = Settings(
        service="matching", mongo_url=mongo_url, cell=cell, bus="embedded", kafka_bootstrap="",
        secrets=Path(secrets), urls={"participants": "http://127.0.0.1:9"},
    )  # fmt: skip
    vars(runs)["Taken"].watch = _die
    runs.advance(build(replace(DEFINITION, gate=lambda service: Everybody()), settings))


if __name__ == "__main__":
    main(*sys.argv[1:])
