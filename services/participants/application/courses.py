"""What a course consists of, opened for those who may see it."""

from __future__ import annotations

from typing import Any

from services.participants.application.people import opened
from services.participants.domain.training.decider import Training
from services.participants.domain.training.events import MaterialAdded
from shared.service import Service
from shared.tenancy.scope import Scope


def sessions(training: Training, *, of: str | None = None) -> list[dict[str, Any]]:
    """By date, with the ids of who was there; ``of`` one person only whether they were."""
    found = sorted(training.sessions.values(), key=lambda one: (one.starts, one.session))
    rows: list[dict[str, Any]] = []
    for one in found:
        taken = training.attendance.get(one.session)
        row: dict[str, Any] = {
            "id": one.session,
            "starts": one.starts.isoformat(),
            "minutes": one.minutes,
            "topic": one.topic,
            "held": taken is not None,
        }
        present = list(taken or ())
        rows.append(row | ({"present": present} if of is None else {"was_there": of in present}))
    return rows


def library(service: Service, scope: Scope, training: Training) -> list[dict[str, Any]]:
    return [_material(service, scope, one) for one in training.materials.values()]


def _material(service: Service, scope: Scope, one: MaterialAdded) -> dict[str, Any]:
    return {
        "id": one.material,
        "kind": one.kind,
        "title": opened(service, scope, one.title) or "",
        "address": opened(service, scope, one.address) or "",
        "media_type": one.media_type,
        "size": one.size,
        "personal": one.sealed,
    }
