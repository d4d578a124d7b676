"""What a service holds about one subject, and who has read it: for the subject's own report."""

from __future__ import annotations

from typing import Any

import msgspec

from shared.domain.ids import PersonId
from shared.http.api import Blueprint, PagingSchema, current, page, requires


def subjects_blueprint() -> Blueprint:
    blueprint = Blueprint(
        "subjects", __name__, url_prefix="/subjects",
        description="A subject's own data, for the service that makes the report",
    )  # fmt: skip

    @blueprint.route("/<subject>", methods=["GET"])
    @requires("subject.answer", seconds=30.0)
    @blueprint.arguments(PagingSchema, location="query")
    def held(query: dict[str, Any], subject: str) -> dict[str, Any]:
        """Everything about the subject in the token's tenant, opened, oldest first."""
        now = current()
        found = now.service.subjects.of(
            now.scope.tenant, subject, after=query["after"], limit=query["limit"]
        )
        kept = now.service.definition.keeps(now.service, now.scope, PersonId(subject))
        return {**page(found), "kept": msgspec.to_builtins(list(kept))}

    @blueprint.route("/<subject>/reads", methods=["GET"])
    @requires("subject.answer")
    @blueprint.arguments(PagingSchema, location="query")
    def reads(query: dict[str, Any], subject: str) -> dict[str, Any]:
        """Who has read the subject's data here, the latest first."""
        now = current()
        return page(
            now.service.reads.of(
                now.scope.tenant, subject, after=query["after"], limit=query["limit"]
            )
        )

    return blueprint
