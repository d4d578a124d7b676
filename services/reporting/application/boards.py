"""A roadmap as its readers see it: the plan and the evidence in one answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, Final

from services.reporting.application.reading import excluded_items
from services.reporting.domain.evidence.board import stages
from services.reporting.domain.evidence.proof import Proof
from services.reporting.domain.roadmap.items import BY_NUMBER, ITEMS, STAGES, Item, usual_dates

SHOWN: Final = 50
"""Ids in an answer about a whole roadmap; a single item shows all."""
Plan = Mapping[str, Any]


def board_of(plan: Plan, proofs: Mapping[str, Proof]) -> dict[str, Any]:
    excluded = excluded_items(plan["excluded"])
    counted = stages(proofs, excluded)
    return {
        **_head(plan),
        "ticked": sum(stage.ticked for stage in counted),
        "applicable": sum(stage.applicable for stage in counted),
        "stages": [
            {**asdict(stage), "title_ru": titles.title_ru, "title_en": titles.title_en}
            for stage, titles in zip(counted, STAGES, strict=True)
        ],
        "items": [_item(item, plan, proofs[item.number], SHOWN) for item in ITEMS],
    }


def item_of(plan: Plan, number: str, proof: Proof) -> dict[str, Any]:
    """One item with all its evidence."""
    return _item(BY_NUMBER[number], plan, proof, None)


def _head(plan: Plan) -> dict[str, Any]:
    return {name: plan[name] for name in ("id", "year", "starts", "ends", "approved")}


def _item(item: Item, plan: Plan, proof: Proof, shown: int | None) -> dict[str, Any]:
    excluded = item.number in excluded_items(plan["excluded"])
    return {
        "item": item.number,
        "stage": item.stage,
        "title_ru": item.title_ru,
        "title_en": item.title_en,
        "ticked": proof.ticked and not excluded,
        "not_applicable": excluded,
        **_planned(item.number, plan),
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


def _planned(number: str, plan: Plan) -> dict[str, Any]:
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
