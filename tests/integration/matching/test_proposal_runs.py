"""A proposal is computed by the worker: told how far it is, stopped, broken off, taken up again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from infra.waiting import wait_until
from services.matching.application import background, runs, solver
from services.matching.application.background import name_of
from shared.contracts import participants
from shared.domain.ids import PersonId, TenantId
from tests.integration.matching.conftest import SCHOOL, Machine

pytestmark = pytest.mark.integration
SECONDS = 60.0


def asked(machine: Machine) -> str:
    """A run that waits, and that nobody computes yet."""
    machine.list_mentor("mentor")
    machine.admit("mentee")
    programme = machine.programme()
    run: str = machine.call("POST", f"/programmes/{programme}/proposals", {}, status=202)["id"]
    told(machine)
    return run


def told(machine: Machine) -> None:
    """Read models and policies follow; the worker's computations stand still."""
    while machine._sequencer.stamp() or machine._runner.advance() or machine._policies.advance():
        pass


def job(machine: Machine, run: str) -> dict[str, object]:
    found = machine.service.db.match_jobs.find_one({"_id": name_of(SCHOOL, run)})
    assert found is not None
    return found


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].startswith("Z")


class Held(solver.Solver):
    """A computation whose process is held still from its beginning."""

    def __init__(self, asked: Any) -> None:
        super().__init__(asked)
        os.kill(self.pid, signal.SIGSTOP)


@contextmanager
def computing(machine: Machine, run: str) -> Iterator[int]:
    """Inside, a worker computes in a process that is held still; its id is given."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runs, "Solver", Held)
        worker = threading.Thread(target=runs.advance, args=(machine.service,))
        worker.start()
        wait_until(lambda: bool(job(machine, run).get("pid")), SECONDS, "the process")
        pid = int(str(job(machine, run)["pid"]))
        yield pid
        worker.join(SECONDS)
    assert not worker.is_alive()
    assert gone(pid)


def test_it_is_queued_at_once_and_a_draft_when_it_is_computed(machine: Machine) -> None:
    run = asked(machine)
    waiting = machine.call("GET", f"/proposals/{run}")
    assert waiting["status"] == "queued"
    assert waiting["progress"] == {"step": "waiting", "done": 0, "total": 100}
    assert (waiting["lines"], waiting["unmatched"]) == ([], [])
    machine.call("POST", f"/proposals/{run}/adopt", {}, status=409)
    machine.settle()
    shown = machine.call("GET", f"/proposals/{run}")
    assert (shown["status"], shown["mode"], shown["counts"]) == (
        "draft", "optimal", {"pairs": 1, "left": 0},
    )  # fmt: skip
    assert shown["summaries"]["optimal"]["served"] == 1
    assert {"numpy", "ortools", "python"} <= set(shown["packages"])


def test_a_repeated_request_is_one_run(machine: Machine) -> None:
    machine.list_mentor("mentor")
    machine.admit("mentee")
    path = f"/programmes/{machine.programme()}/proposals"
    first, second = (machine.call("POST", path, {}, key="same", status=202) for _ in range(2))
    assert first == second
    machine.settle()
    assert len(machine.call("GET", "/proposals")["items"]) == 1
    machine.call("POST", path, {"groups": True}, key="same", status=409)


def test_it_is_stopped_in_the_middle(machine: Machine) -> None:
    run = asked(machine)
    with computing(machine, run):
        shown = machine.call("GET", f"/proposals/{run}")
        assert shown["status"] == "queued"
        machine.call("POST", f"/proposals/{run}/cancel", {})
        told(machine)
    machine.settle()
    shown = machine.call("GET", f"/proposals/{run}")
    assert (shown["status"], shown["lines"]) == ("cancelled", [])
    machine.call("POST", f"/proposals/{run}/cancel", {})  # asked again: no error
    machine.call("POST", f"/proposals/{run}/locks", {"mentee": "mentee", "locked": True},
                 status=409)  # fmt: skip


def test_a_computation_that_was_killed_is_begun_again(machine: Machine) -> None:
    run = asked(machine)
    with computing(machine, run) as pid:
        os.kill(pid, signal.SIGKILL)
    assert machine.call("GET", f"/proposals/{run}")["status"] == "queued"
    machine.settle()
    assert machine.call("GET", f"/proposals/{run}")["counts"] == {"pairs": 1, "left": 0}


def test_one_that_breaks_off_again_and_again_fails_with_a_reason(machine: Machine) -> None:
    run = asked(machine)
    for _ in range(background.ATTEMPTS):
        with computing(machine, run) as pid:
            machine.service.db.match_jobs.update_one(
                {"_id": name_of(SCHOOL, run)}, {"$set": {"pid": None}}
            )
            os.kill(pid, signal.SIGKILL)
    machine.settle()
    shown = machine.call("GET", f"/proposals/{run}")
    assert shown["status"] == "failed"
    assert shown["failure"] == {"code": "crashed", "people": [], "rules": []}


def test_what_a_killed_worker_left_is_taken_up_by_the_next(
    machine: Machine, mongo_url: str, cell: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = asked(machine)
    child = subprocess.run(
        [sys.executable, "-m", "tests.integration.matching.run_child", mongo_url, cell, tmp_path],
        stdout=subprocess.PIPE, check=False, timeout=SECONDS,
    )  # fmt: skip
    assert child.returncode == -signal.SIGKILL
    orphan = int(child.stdout)
    os.kill(orphan, signal.SIGCONT)
    wait_until(lambda: gone(orphan), SECONDS, "the end of the orphan")
    assert runs.advance(machine.service) == 0  # it may still be at work, for all anybody knows
    monkeypatch.setattr(background, "ABANDONED_MS", 0)
    machine.settle()
    assert machine.call("GET", f"/proposals/{run}")["counts"] == {"pairs": 1, "left": 0}


def test_a_computation_ends_with_whoever_asked_for_it() -> None:
    slow = """
import time
from services.matching.application import computing, solver
computing.answer = lambda *asked: time.sleep(600)
solver.main()
"""
    child = subprocess.Popen([sys.executable, "-c", slow], stdin=subprocess.PIPE)
    assert child.stdin is not None
    try:
        solver._write(child.stdin, "anything")
        with pytest.raises(subprocess.TimeoutExpired):
            child.wait(2)
        child.stdin.close()
        assert child.wait(SECONDS) == 1
    finally:
        child.kill()


def test_who_withdraws_during_the_computation_is_not_in_the_draft(machine: Machine) -> None:
    run = asked(machine)
    with computing(machine, run) as pid:
        machine.consents.withdrawn.add("mentee")
        machine.hear(participants.ConsentEnded(PersonId("mentee"), "participation", "withdrawn"))
        while machine._consumer.advance(0.0):
            told(machine)
        told(machine)
        os.kill(pid, signal.SIGCONT)
    machine.settle()
    shown = machine.call("GET", f"/proposals/{run}")
    assert (shown["status"], shown["lines"]) == ("draft", [])
    assert machine.call("GET", f"/proposals/{run}", mode="stable")["lines"] == []


def test_a_pair_fixed_by_hand_that_is_not_possible_any_more_fails(machine: Machine) -> None:
    machine.list_mentor("mentor")
    machine.admit("mentee")
    programme = machine.programme()
    first = machine.proposed(programme)
    machine.call("POST", f"/proposals/{first}/locks", {"mentee": "mentee", "locked": True})
    machine.consents.withdrawn.add("mentor")
    again = machine.proposed(programme, based_on=first)
    shown = machine.call("GET", f"/proposals/{again}")
    assert (shown["status"], shown["failure"]["code"]) == ("failed", "lock-broken")
    assert shown["lines"] == []


def test_another_school_finds_no_such_run(machine: Machine) -> None:
    run = asked(machine)
    there = {"tenant": TenantId("elsewhere"), "status": 404}
    machine.call("GET", f"/proposals/{run}", **there)  # type: ignore[arg-type]
    machine.call("POST", f"/proposals/{run}/cancel", {}, **there)  # type: ignore[arg-type]
    machine.call("GET", f"/proposals/{run}/changes", since=0, **there)  # type: ignore[arg-type]
