"""The bare route: Flask, one insert of a commit's bytes, nothing else."""

from __future__ import annotations

import os
from datetime import datetime, timezone

from flask import Flask, Response, jsonify, request

from shared.domain.ids import new_id
from shared.eventstore.mongo import create_indexes
from shared.mongo import DURABLE, connect


def create() -> Flask:
    app = Flask("bare")
    db = connect(os.environ["MONGO_URL"])[f"{os.environ['MENTORBASE_CELL']}_bare"]
    create_indexes(db)
    commits = db.commits.with_options(write_concern=DURABLE)

    @app.post("/insert")
    def insert() -> Response:
        body = request.get_json()
        commits.insert_one(
            {
                "_id": new_id(), "tenant": "bench", "stream": f"outreach-{new_id()}", "body": "b" * 64,
                "actor": "bench", "correlation": "c", "causation": "",
                "recorded_at": datetime.now(timezone.utc), "from": 1, "to": 1,
                "events": [
                    {
                        "type": "outreach.OutreachPlanned", "v": 1,
                        "data": {
                            "item": "1.1", "year": "2026/27", "title": "совет",
                            "planned_for": "2026-11-24", "place": str(body["n"]),
                        },
                    }
                ],
                "pending": True,
            }
        )  # fmt: skip
        return jsonify(ok=True)

    return app
