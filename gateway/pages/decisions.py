"""Pairs that stand still and wait for a decision by a day."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from gateway.context import allowed, ask, every, finish, names, tell
from gateway.sharing_words import sharing_words

blueprint = Blueprint("decisions", __name__)


@blueprint.get("/decisions")
@allowed("coordinator", "head")
def waiting() -> Any:
    """The most urgent first; what has no day for it comes last."""
    tasks = every("matching", "/tasks")
    tasks.sort(key=lambda task: (task.get("due") is None, task.get("due") or ""))
    pairs = {task["pairing"]: ask("matching", f"/pairs/{task['pairing']}") for task in tasks}
    people = [p for pair in pairs.values() for p in (pair["mentor"], *pair["mentees"])]
    return render_template(
        "decisions.html", tasks=tasks, pairs=pairs, names=names(people, "decisions"),
        **sharing_words(),
    )  # fmt: skip


@blueprint.post("/decisions/<pairing>/keep")
@allowed("coordinator")
def keep(pairing: str) -> Any:
    body = {"reason": request.form.get("reason", "")}
    return finish("matching", lambda: tell("matching", f"/pairs/{pairing}/keep", body),
                  url_for("decisions.waiting"), _("The pair goes on."))  # fmt: skip
