"""A service's published messages by position: how a consumer fills a hole."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from shared.bus.port import Message
from shared.http.api import Blueprint, Schema, current, requires
from shared.projections.reader import PAGE, PAGE_MAX


class MessagesQuery(Schema):
    after = fields.Integer(load_default=0, validate=validate.Range(0))
    limit = fields.Integer(load_default=PAGE, validate=validate.Range(1, PAGE_MAX))


def as_json(message: Message) -> dict[str, Any]:
    return message.to_dict()


def messages_blueprint() -> Blueprint:
    blueprint = Blueprint("messages", __name__, description="Published messages, for services")

    @blueprint.route("/messages", methods=["GET"])
    @requires("messages.read")
    @blueprint.arguments(MessagesQuery, location="query")
    def messages(query: dict[str, Any]) -> dict[str, Any]:
        """Messages after a position, the same records in the same order as on the bus."""
        found = current().service.messages(query["after"], query["limit"])
        return {"items": [as_json(message) for message in found]}

    return blueprint
