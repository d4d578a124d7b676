"""Problems with the answers that they must get, to the byte, on every machine and every Python.

A file has a problem as data and its result. ``python -m infra.bench.golden`` solves all and names
those that differ; ``--write`` stores what is computed now, for a new version of the computation."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from dataclasses import MISSING, asdict, fields, replace
from pathlib import Path
from typing import Any

from services.matching.domain.engine import verify
from services.matching.domain.engine.match import match
from services.matching.domain.engine.problem import ENGINE, Guide, Problem, Result, Seeker
from shared.contracts.features import Features

DIRECTORY = Path(__file__).parents[2] / "tests" / "unit" / "matching" / "golden"


def names() -> list[str]:
    return sorted(path.stem for path in DIRECTORY.glob("*.json"))


def problem(name: str) -> Problem:
    return _problem(_stored(name)["problem"])


def expected(name: str) -> str:
    return text(_stored(name)["result"])


def answer(asked: Problem) -> str:
    """The result as text; whatever carries a proof is proven. Raises Refuted."""
    result = match(asked)
    if result.certificate is not None:
        verify.recheck(asked, result)
    return text(_result(result))


def shuffled(asked: Problem, seed: int) -> Problem:
    """The same problem, all that has no order of its own in another."""
    dice = random.Random(seed)

    def mixed(items: Any) -> list[Any]:
        return dice.sample(found := list(items), len(found))

    return replace(
        asked,
        seekers=tuple(mixed(asked.seekers)),
        guides=tuple(mixed(asked.guides)),
        weights=dict(mixed(asked.weights.items())),
        locks=dict(mixed(asked.locks.items())),
        standing=dict(mixed(asked.standing.items())),
        bans=frozenset(mixed(sorted(asked.bans))),
    )


def store(name: str, asked: Problem) -> None:
    body = {"engine": ENGINE, "problem": _told(asked), "result": json.loads(answer(asked))}
    (DIRECTORY / f"{name}.json").write_text(text(body) + "\n", "utf-8")


def text(body: Any) -> str:
    return json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _stored(name: str) -> Any:
    return json.loads((DIRECTORY / f"{name}.json").read_text("utf-8"))


def _result(result: Result) -> dict[str, Any]:
    return asdict(result)


def _told(one: Any) -> Any:
    """A dataclass without what is as it is by default."""
    if isinstance(one, frozenset):
        return sorted(one)
    if isinstance(one, tuple):
        return [_told(part) for part in one]
    if not isinstance(one, Problem | Seeker | Guide | Features):
        return one
    return {
        part.name: _told(value)
        for part in fields(one)
        if not _usual(part, value := getattr(one, part.name))
    }


def _usual(part: Any, value: Any) -> bool:
    usual = part.default if part.default_factory is MISSING else part.default_factory()
    return usual is not MISSING and bool(usual == value)


def _problem(told: dict[str, Any]) -> Problem:
    bans = frozenset((mentor, mentee) for mentor, mentee in told.pop("bans", ()))
    seekers = tuple(Seeker(**_person(one)) for one in told.pop("seekers"))
    guides = tuple(Guide(**_person(one)) for one in told.pop("guides"))
    forms = tuple(told.pop("forms"))
    return Problem(seekers=seekers, guides=guides, forms=forms, bans=bans, **told)


def _person(told: dict[str, Any]) -> dict[str, Any]:
    features = Features(**_tuples(told.pop("features")))
    return {**_tuples(told), "features": features}


def _tuples(told: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(one) if isinstance(one, list) else one for name, one in told.items()}


def different() -> Iterator[str]:
    for name in names():
        if answer(problem(name)) != expected(name):
            yield name


def main() -> None:
    if "--write" in sys.argv[1:]:
        for name in names():
            store(name, problem(name))
    wrong = list(different())
    told = f"other answers: {', '.join(wrong)}" if wrong else "the same bytes"
    print(f"{len(names())} problems, {told}")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
