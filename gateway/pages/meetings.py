"""Pairs at work: the list, and one pair with its timeline, goal, plan and journal."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from gateway import meeting_words, words
from gateway.context import allowed, ask, every, finish, names, school_year, signed_in, tell
from gateway.meeting_words import at_school
from gateway.pages.journal import blank_entry
from gateway.selection_words import size
from gateway.working import ORDER, STAFF, Pair, pair_of
from shared.domain.errors import DomainError

blueprint = Blueprint("meetings", __name__)
blueprint.context_processor(meeting_words.for_templates)


@blueprint.get("/meetings")
@allowed(*STAFF, "mentor", "mentee")
def pairs() -> Any:
    """One's own pairs; all of the school for its staff."""
    status = request.args.get("status", "")
    after = request.args.get("after")
    query = {"year": school_year(), **({"status": status} if status else {})}
    found = ask("meetings", "/pairings", limit=50, **query, **({"after": after} if after else {}))
    rules = ask("meetings", "/rules")
    people = [p for row in found["items"] for p in (row["mentor"], *row["mentees"])]
    known = names(people, "pairs")
    rows = [Pair(row, rules, known) for row in found["items"]]
    return render_template(
        "meetings.html", rows=rows, found=found, names=known, status=status, rules=rules,
        at=at_school(rules["zone"]),
    )  # fmt: skip


@blueprint.get("/meetings/<pairing>")
@allowed(*STAFF, "mentor", "mentee")
def one(pairing: str) -> Any:
    """The journal needs everybody's consent at this moment; without it the rest is shown all the
    same, with the reason."""
    pair = pair_of(pairing)
    entries: list[dict[str, Any]] = []
    closed_to = ""
    if pair.own:
        try:
            entries = every("meetings", f"/pairings/{pairing}/journal")
        except DomainError as error:
            closed_to = words.sentence(error)
    goals = [entry for entry in entries if entry["kind"] == "goal"]
    held = [entry for entry in entries if entry["kind"] != "goal"]
    goal = next((one for one in goals if one["id"] == pair.row.get("goal")), None)
    return render_template(
        "pair.html", goal=goal, entries=_latest_first(held), closed_to=closed_to, steps=_steps(pair),
        typed=blank_entry(pair), size=size, **pair.for_template(),
    )  # fmt: skip


def _latest_first(held: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of one day by the hour where it is known, else by the order of the steps."""

    def place(one: dict[str, Any]) -> tuple[str, int, str]:
        return one["held_on"], ORDER.index(one["kind"]), str(one["starts_at"] or "")

    return sorted(held, key=place, reverse=True)


def _steps(pair: Pair) -> list[dict[str, Any]]:
    """The five steps of a pair with the days on which they were taken."""
    days: dict[str, list[str]] = {kind: [] for kind in ORDER}
    for one in pair.row["held"].values():
        days[one["kind"]].append(one["held_on"])
    open_ = pair.row["status"] == "open"
    return [
        {
            "kind": kind, "days": sorted(days[kind]),
            "now": open_ and (kind == pair.next_kind),
        }
        for kind in ORDER
    ]  # fmt: skip


def _do(pairing: str, path: str, body: dict[str, Any], said: str) -> Any:
    return finish(
        "meetings", lambda: tell("meetings", f"/pairings/{pairing}{path}", body),
        url_for("meetings.one", pairing=pairing), said,
    )  # fmt: skip


@blueprint.post("/meetings/<pairing>/goal/agree")
@allowed("coordinator", "mentor", "mentee")
def agree(pairing: str) -> Any:
    """Oneself; the coordinator for whom the paper names."""
    current = signed_in().current
    own = str(current.person) if current and current.person else ""
    person = request.form.get("person", own) if "coordinator" in signed_in().roles else own
    body = {"goal": request.form.get("goal", ""), "person": person}
    return _do(pairing, "/goal/agree", body, _("The agreement is kept."))


@blueprint.post("/meetings/<pairing>/continue")
@allowed("coordinator")
def go_on(pairing: str) -> Any:
    """The re-match that the doubt opened is closed too; one that is closed already stays so."""

    def both() -> Any:
        tell("matching", f"/pairs/{pairing}/go-on", {})
        return tell("meetings", f"/pairings/{pairing}/continue", {})

    return finish("meetings", both, url_for("meetings.one", pairing=pairing),
                  _("The pair goes on."))  # fmt: skip


@blueprint.post("/meetings/<pairing>/entry/<meeting>/strike")
@allowed("coordinator")
def strike(pairing: str, meeting: str) -> Any:
    return _do(pairing, f"/meetings/{meeting}/strike", {}, _("The entry is struck out."))
