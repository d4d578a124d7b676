"""A municipal round: all three schools matched at once, each with its own draft to look at."""

from __future__ import annotations

from typing import Any

from infra.demo.asking import wait_for
from infra.demo.explaining import explained
from infra.demo.town import School, Town


def municipal(town: Town) -> None:
    """Called, joined, computed. The drafts are put away: in this year each school goes on with a
    proposal of its own, which also makes groups."""
    admin = town.asking.caller(town.council, "municipal_admin")
    body = {"year": town.year, "closes": town.ends.isoformat()}
    round = str(admin.post("matching", "/rounds", body)["id"])
    town.asking.together(lambda school: _join(school, round), town.schools)
    joined = len(town.schools)
    wait_for(
        lambda: admin.get("matching", f"/rounds/{round}"),
        lambda seen: len(seen["schools"]) == joined, "the schools of the round",
    )  # fmt: skip
    admin.post("matching", f"/rounds/{round}/start")
    wait_for(
        lambda: admin.get("matching", f"/rounds/{round}"),
        lambda seen: seen["status"] == "delivered", "the municipal round",
    )  # fmt: skip
    shares = town.asking.together(lambda school: _received(school, round), town.schools)
    served, guaranteed = (sum(share[name] for share in shares) for name in ("served", "guaranteed"))
    town.say(
        f"Муниципальный раунд: {joined} школы сразу, наставника получат {served} наставляемых, "
        f"гарантировано было {guaranteed}"
    )


def _join(school: School, round: str) -> None:
    forms = school.coordinator.get("matching", f"/programmes/{school.programme}")["forms"]
    wait_for(
        lambda: school.coordinator.all("matching", "/round-calls"),
        lambda rows: any(row["id"] == round for row in rows), "the call to the round",
    )  # fmt: skip
    school.coordinator.post("matching", f"/round-calls/{round}/join", {"forms": forms})


def _received(school: School, round: str) -> dict[str, Any]:
    staff = school.coordinator
    seen = wait_for(
        lambda: staff.get("matching", f"/round-calls/{round}"),
        lambda seen: seen["share"] is not None, f"{school.name}: its share of the round",
    )  # fmt: skip
    share: dict[str, Any] = seen["share"]
    run = staff.get("matching", f"/proposals/{share['run']}")
    if len(run["lines"]) != share["served"] or share["served"] < share["guaranteed"]:
        raise AssertionError(f"{school.name}: the round brought {share}")
    explained(school, run)
    staff.post("matching", f"/proposals/{share['run']}/discard")
    return share
