"""Questions that come together are asked together, and nobody gets an answer older than themselves."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

import pytest

from shared.domain.errors import Unavailable
from shared.http.rounds import Rounds

KIND = ("school", "participation")


class Asked:
    """Answers that whoever has an odd name is missing; holds each question until released."""

    def __init__(self, hold: bool = True) -> None:
        self.questions: list[tuple[str, ...]] = []
        self.released = threading.Semaphore(0 if hold else 1_000)
        self.begun = threading.Semaphore(0)

    def __call__(self, about: Sequence[str], seconds: float) -> frozenset[str]:
        self.questions.append(tuple(about))
        self.begun.release()
        assert self.released.acquire(timeout=5)
        return frozenset(name for name in about if int(name) % 2)


def in_thread(
    rounds: Rounds, asked: Asked, *about: str, seconds: float = 5.0
) -> tuple[threading.Thread, list[object]]:
    got: list[object] = []

    def work() -> None:
        try:
            got.append(rounds.ask(KIND, about, seconds, asked))
        except Unavailable as error:
            got.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    return thread, got


def until_waiting(rounds: Rounds, count: int) -> None:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        line = rounds._lines.get(KIND)
        if line is not None and line.next is not None and len(line.next.about) == count:
            return
        time.sleep(0.001)
    raise AssertionError("they never waited")


def test_who_comes_first_is_asked_about_at_once() -> None:
    asked = Asked(hold=False)
    assert Rounds(10).ask(KIND, ["1", "2"], 1.0, asked) == {"1"}
    assert asked.questions == [("1", "2")]


def test_who_comes_meanwhile_is_asked_about_together_and_afterwards() -> None:
    rounds, asked = Rounds(10), Asked()
    first, _ = in_thread(rounds, asked, "1")
    assert asked.begun.acquire(timeout=5)
    others = [in_thread(rounds, asked, str(number)) for number in range(2, 6)]
    until_waiting(rounds, 4)
    assert asked.questions == [("1",)]
    asked.released.release(2)
    for thread, got in [(first, [frozenset({"1"})]), *others]:
        thread.join(5)
        assert got
    assert len(asked.questions) == 2
    assert set(asked.questions[1]) == {"2", "3", "4", "5"}
    assert [("3" in got[0], "5" in got[0]) for _, got in others] == [(True, True)] * 4  # type: ignore[operator]


def test_another_kind_does_not_wait() -> None:
    rounds, asked = Rounds(10), Asked()
    first, _ = in_thread(rounds, asked, "1")
    assert asked.begun.acquire(timeout=5)
    assert rounds.ask(("other", "participation"), ["3"], 1.0, Asked(hold=False)) == {"3"}
    asked.released.release()
    first.join(5)


def test_more_than_fit_are_asked_about_alone() -> None:
    rounds, asked = Rounds(2), Asked()
    first, _ = in_thread(rounds, asked, "1")
    assert asked.begun.acquire(timeout=5)
    second, _ = in_thread(rounds, asked, "2", "3")
    until_waiting(rounds, 2)
    assert rounds.ask(KIND, ["5"], 1.0, Asked(hold=False)) == {"5"}
    asked.released.release(2)
    first.join(5)
    second.join(5)


def test_whose_turn_does_not_come_in_time_is_refused_and_the_next_goes_on() -> None:
    rounds, asked = Rounds(10), Asked()
    first, _ = in_thread(rounds, asked, "1")
    assert asked.begun.acquire(timeout=5)
    late, got = in_thread(rounds, asked, "3", seconds=0.05)
    late.join(5)
    assert isinstance(got[0], Unavailable)
    third, answer = in_thread(rounds, asked, "5")
    until_waiting(rounds, 1)
    asked.released.release(2)
    first.join(5)
    third.join(5)
    assert answer == [frozenset({"5"})]
    assert asked.questions == [("1",), ("5",)]


def test_a_failure_reaches_everybody_who_was_asked_about() -> None:
    def fails(about: Sequence[str], seconds: float) -> frozenset[str]:
        raise Unavailable("participants does not answer")

    rounds = Rounds(10)
    with pytest.raises(Unavailable):
        rounds.ask(KIND, ["1"], 1.0, fails)
    assert rounds.ask(KIND, ["1"], 1.0, Asked(hold=False)) == {"1"}
