"""A roadmap as its readers see it: the plan and the evidence in one answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, Final

from services.reporting.application.reading import excluded_items, last_edition, ledger_of
from services.reporting.domain.evidence.board import prove, stages
from services.reporting.domain.evidence.proof import Proof
from services.reporting.domain.roadmap.deadlines import standing
from services.reporting.domain.roadmap.items import ITEMS, STAGES, Item, usual_dates
from shared.projections.reader import Reader

SHOWN: Final = 50
"""Ids in an answer about a whole roadmap; a single item shows all."""
Plan = Mapping[str, Any]


def board_of(
    plan: Plan, proofs: Mapping[str, Proof], edition: Plan | None, today: date
) -> dict[str, Any]:
    """``edition`` is the last approved one: its dates say what is late, a draft's do not yet."""
    items = [item_of(item, plan, proofs[item.number], edition, today, SHOWN) for item in ITEMS]
    late = {item["item"] for item in items if item["standing"] == "late"}
    counted = stages(proofs, excluded_items(plan["excluded"]), late)
    return {
        **_head(plan),
        "edition": _named(edition),
        "ticked": sum(stage.ticked for stage in counted),
        "applicable": sum(stage.applicable for stage in counted),
        "standing": dict(Counter(item["standing"] for item in items)),
        "stages": [
            {**asdict(stage), "title_ru": titles.title_ru, "title_en": titles.title_en}
            for stage, titles in zip(counted, STAGES, strict=True)
        ],
        "items": items,
    }


def live_board(read: Callable[[str], Reader], plan: Plan, today: date) -> dict[str, Any]:
    """``read`` opens a read model of the school by its name."""
    edition = last_edition(read("roadmap_editions"), plan["id"])
    proofs = prove(ledger_of(read("evidence"), plan["year"]))
    return board_of(plan, proofs, edition, today)


def late_items(
    plan: Plan, proofs: Mapping[str, Proof], edition: Plan | None, today: date
) -> frozenset[str]:
    items = (item_of(item, plan, proofs[item.number], edition, today, 0) for item in ITEMS)
    return frozenset(item["item"] for item in items if item["standing"] == "late")


def _head(plan: Plan) -> dict[str, Any]:
    return {
        **{name: plan[name] for name in ("id", "year", "starts", "ends", "approved")},
        "version": plan.get("version"),
        "changed": plan.get("changed", False),
        "source": plan.get("source"),
        "asked": sorted(plan.get("asked", ())),
    }


def _named(edition: Plan | None) -> dict[str, Any] | None:
    return None if edition is None else {name: edition[name] for name in ("number", "on", "by")}


def item_of(
    item: Item, plan: Plan, proof: Proof, edition: Plan | None, today: date, shown: int | None
) -> dict[str, Any]:
    excluded = item.number in excluded_items(plan["excluded"])
    planned = planned_line(item.number, plan)
    due = _due(item.number, planned, edition)
    return {
        "item": item.number,
        "stage": item.stage,
        "title_ru": item.title_ru,
        "title_en": item.title_en,
        "ticked": proof.ticked and not excluded,
        "not_applicable": excluded,
        "asked": item.number in plan.get("asked", ()),
        **planned,
        "due": due.isoformat(),
        "standing": standing(due=due, ticked=proof.ticked, applies=not excluded, today=today),
        "needed": len(proof.needed),
        "present": len(proof.present),
        "missing_count": len(proof.missing),
        "missing": sorted(proof.missing)[:shown],
        "evidence": [
            {"kind": e.kind, "count": e.count, "latest": e.latest, "ids": list(e.ids[:shown])}
            for e in proof.evidence
        ],
        "facts": dict(proof.facts),
    }


def _due(number: str, planned: Plan, edition: Plan | None) -> date:
    """As approved; before any approval, and for what the edition left out, as planned."""
    lines = edition["lines"] if edition else ()
    line = next((one for one in lines if one["item"] == number), None)
    return date.fromisoformat(planned["ends"] if not line or line["excluded"] else line["ends"])


def planned_line(number: str, plan: Plan) -> dict[str, Any]:
    own = plan["plans"].get(number.replace(".", "_"))
    if own is not None:
        return dict(own)
    starts, ends = usual_dates(
        number, date.fromisoformat(plan["starts"]), date.fromisoformat(plan["ends"])
    )
    return {
        "starts": starts.isoformat(), "ends": ends.isoformat(),
        "role": "coordinator", "person": None,
    }  # fmt: skip
