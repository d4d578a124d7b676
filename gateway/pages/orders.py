"""Orders of the head: draft, issue, download, verify; and the school's own form of them."""

from __future__ import annotations

import base64
import hashlib
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from gateway.addresses import site
from gateway.context import allowed, ask, every, finish, names, programme, signed_in, tell
from gateway.downloads import passed_on
from gateway.matching_words import for_templates
from gateway.order_faults import fault_sentence
from gateway.words import iso_day, sentence
from shared.domain.errors import DomainError, Refused

blueprint = Blueprint("orders", __name__)
blueprint.context_processor(for_templates)
_LEADERS: Final = ("coordinator", "head")
_LARGEST: Final = 1_000_000


@blueprint.get("/orders")
@allowed(*_LEADERS)
def listing() -> Any:
    """Orders, and the pairs that the next one may begin, end or change; those of one proposal, where
    one is named, are ticked."""
    pairs = every("matching", "/pairs", programme=programme())
    orders = every("matching", "/orders", programme=programme())
    drafted = {p for o in orders if o["status"] in ("draft", "issuing") for p in o["pairings"]}
    begin = [row for row in pairs if row["status"] == "agreed" and row["id"] not in drafted]
    running = [row for row in pairs if row["status"] in ("fixed", "active", "suspended")]
    gone = [
        {"pairing": row["id"], "person": person, "mentor": row["mentor"], **left}
        for row in pairs
        for person, left in (row.get("left") or {}).items()
        if not left["order"] and row["status"] != "ended"
    ]
    people = [p for row in (*begin, *running) for p in (row["mentor"], *row["mentees"])]
    known = names([*people, *(one["person"] for one in gone)], "orders")
    for rows in (begin, running, gone):
        rows.sort(key=lambda row: known.get(row["mentor"], ""))
    return render_template(
        "orders.html", orders=orders, begin=begin, running=running, gone=gone, names=known,
        run=request.args.get("run", ""),
    )  # fmt: skip


@blueprint.post("/orders")
@allowed(*_LEADERS)
def draft() -> Any:
    """What is ticked says of which kind the order is."""
    begin = request.form.getlist("begin")
    ending = [
        {"pairing": id, "reason": request.form.get(f"reason-{id}", "other")}
        for id in request.form.getlist("end")
    ]
    leaving = []
    for line in request.form.getlist("leaving"):
        pairing, _colon, rest = line.partition(":")
        person, _colon, reason = rest.partition(":")
        leaving.append({"pairing": pairing, "person": person, "reason": reason})
    if not begin and not ending and not leaving:
        flash(_("Tick at least one line for the order."), "danger")
        return redirect(url_for("orders.listing"))
    kind = "formation" if not ending and not leaving else "change"
    if ending and not begin and not leaving:
        kind = "termination"
    body = {
        "programme": programme(),
        "kind": kind,
        "basis": request.form.get("basis", "").strip(),
        "pairings": begin,
        "ending": ending,
        "leaving": leaving,
    }
    try:
        made = tell("matching", "/orders", body)
    except DomainError as error:
        flash(sentence(error), "danger")
        return redirect(url_for("orders.listing"))
    flash(_("The draft is made."), "success")
    return redirect(url_for("orders.show", order=made["id"], c=f"matching:{made['commit']}"))


@blueprint.get("/orders/<order>")
@allowed(*_LEADERS)
def show(order: str) -> Any:
    found = ask("matching", f"/orders/{order}")
    ids = [*found["pairings"], *(line["pairing"] for line in found["ending"])]
    ids += [line["pairing"] for line in found.get("leaving", ())]
    known = {row["id"]: row for row in every("matching", "/pairs", programme=found["programme"])}
    pairs = {id: known.get(id) or ask("matching", f"/pairs/{id}") for id in dict.fromkeys(ids)}
    people = [p for pair in pairs.values() for p in (pair["mentor"], *pair["mentees"])]
    people += [line["person"] for line in found.get("leaving", ())]
    own = ask("matching", "/order-template")["own"]
    checked = None
    if request.args.get("verify") and found["status"] == "issued":
        checked = ask("matching", f"/orders/{order}/verification")
    return render_template(
        "order.html", order=found, pairs=pairs, names=names(people, "order"), own=own,
        checked=checked, failed={line["pairing"]: line["reason"] for line in found["failed"]},
    )  # fmt: skip


@blueprint.post("/orders/<order>/issue")
@allowed("head")
def issue(order: str) -> Any:
    """The head signs: all pairs begin, or none and the page names those that cannot."""
    to = url_for("orders.show", order=order)
    head = _head()
    if head is None:
        flash(_("Name the head in the programme first."), "danger")
        return redirect(to)
    body = {
        "number": request.form.get("number", "").strip(),
        "date": iso_day(request.form.get("date", "")),
        "head": head,
        "site": site(),
    }
    try:
        done = tell("matching", f"/orders/{order}/issue", body)
    except DomainError as error:
        said = _("The order stays a draft. The pairs that cannot begin are named below.")
        flash(said if error.code == "places-lost" else fault_sentence(error), "danger")
        return redirect(to)
    flash(_("The order is issued; its pairs begin."), "success")
    return redirect(f"{to}?c=matching:{done['commit']}")


def _head() -> str | None:
    current = signed_in().current
    if current is not None and current.person:
        return str(current.person)
    named: str | None = ask("matching", f"/programmes/{programme()}")["head"]
    return named


@blueprint.post("/orders/<order>/discard")
@allowed(*_LEADERS)
def discard(order: str) -> Any:
    return finish("matching", lambda: tell("matching", f"/orders/{order}/discard", {}),
                  url_for("orders.listing"), _("The draft is put away."))  # fmt: skip


@blueprint.get("/orders/<order>/file.<format>")
@allowed(*_LEADERS)
def file(order: str, format: str) -> Any:
    kind = "pdf" if format == "pdf" else "docx"
    return passed_on("matching", f"/orders/{order}/document", format=kind)


@blueprint.post("/orders/<order>/compare")
@allowed(*_LEADERS)
def compare(order: str) -> Any:
    """Whether a file that somebody brings is the order as issued, byte by byte."""
    sent = request.files.get("file")
    known = ask("matching", f"/orders/{order}/verification")
    sha256 = hashlib.sha256(sent.read()).hexdigest() if sent else ""
    same = sha256 in {known[format]["sha256"] for format in ("docx", "pdf")}
    if same:
        flash(_("This file is the order as it was issued."), "success")
    else:
        flash(_("This file is not the order as it was issued: it was changed or is another one."),
              "danger")  # fmt: skip
    return redirect(url_for("orders.show", order=order))


@blueprint.get("/order-form")
@allowed(*_LEADERS)
def form() -> Any:
    return render_template("order_form.html", found=ask("matching", "/order-template"))


@blueprint.post("/order-form")
@allowed(*_LEADERS)
def replace_form() -> Any:
    to = url_for("orders.form")
    sent = request.files.get("file")
    content = sent.read() if sent else b""
    if not content or len(content) > _LARGEST:
        flash(fault_sentence(Refused("", code="template-large" if content else "template-kind")),
              "danger")  # fmt: skip
        return redirect(to)
    body = {"file": base64.b64encode(content).decode()}
    try:
        tell("matching", "/order-template", body)
    except DomainError as error:
        flash(fault_sentence(error), "danger")
        return redirect(to)
    flash(_("The form is taken: it was filled on trial without a fault."), "success")
    return redirect(to)


@blueprint.post("/order-form/withdraw")
@allowed(*_LEADERS)
def withdraw_form() -> Any:
    return finish("matching", lambda: tell("matching", "/order-template/withdraw", {}),
                  url_for("orders.form"), _("Later orders have the usual form again."))  # fmt: skip


@blueprint.get("/order-form/<any(own, example):which>.docx")
@allowed(*_LEADERS)
def form_file(which: str) -> Any:
    """The school's own form, or an example to begin with."""
    name = "file" if which == "own" else "example"
    return passed_on("matching", f"/order-template/{name}")
