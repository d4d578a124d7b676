"""Candidates of the year, the base of mentees, the register of consents."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, render_template, request, url_for

from gateway.context import allowed, ask, every, gateway, names, school_year, signed_in, tell
from shared.domain.errors import DomainError

blp = Blueprint("people", __name__)


@blp.get("/candidates")
@allowed("coordinator", "head", "psychologist", "social_worker", "teacher", "company_coordinator")
def candidates() -> str:
    return _candidates()


def _candidates(link: str = "", refusal: Any = None) -> str:
    role = "mentor" if request.args.get("role") == "mentor" else "mentee"
    after = {"after": request.args["after"]} if request.args.get("after") else {}
    found = ask("participants", "/candidates", year=school_year(), role=role, limit=50, **after)
    guardians: dict[str, str] = {}
    if "coordinator" in signed_in().roles and role == "mentee":
        guardians = {
            row["child"]: row["guardian"] for row in every("participants", "/guardianships")
        }
    return render_template(
        "candidates.html", page=found, role=role, guardians=guardians, link=link, refusal=refusal
    )


@blp.post("/candidates/link")
@allowed("coordinator")
def guardian_link() -> Any:
    """A one-time link for a guardian; shown once, to be handed over."""
    guardian, child = request.form.get("guardian", ""), request.form.get("child", "")
    tenant = signed_in().scope().tenant
    until = gateway().clock.today() + timedelta(days=365)
    body = {
        "signer": guardian, "people": [child], "until": until.isoformat(),
        "purposes": ["participation", "third_party", "publication"],
    }  # fmt: skip
    try:
        tell("participants", "/guardianships/confirm", {"guardian": guardian, "child": child})
        token = tell("participants", "/consents/links", body)["token"]
    except DomainError as error:
        return _candidates(refusal=error), 409
    return _candidates(link=url_for("guardian.read", tenant=tenant, token=token, _external=True))


@blp.get("/mentees")
@allowed("coordinator", "head", "psychologist")
def mentees() -> str:
    after = {"after": request.args["after"]} if request.args.get("after") else {}
    found = ask("participants", "/mentees", year=school_year(), limit=50, **after)
    return render_template("mentees.html", page=found)


@blp.get("/consents")
@allowed("coordinator", "head")
def consents() -> str:
    after = {"after": request.args["after"]} if request.args.get("after") else {}
    found = ask("participants", "/consents", limit=50, **after)
    people = names((row["person"] for row in found["items"]), "consent register")
    return render_template("consents.html", page=found, people=people)
