"""A school's own forms of its documents: fields, an example, what it looks like filled, replacing."""

from __future__ import annotations

import base64
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from gateway import document_words
from gateway.context import allowed, ask, finish, tell
from gateway.downloads import passed_on
from gateway.order_faults import fault_sentence
from shared.domain.errors import DomainError, Refused

blueprint = Blueprint("document_forms", __name__)
blueprint.context_processor(document_words.for_templates)
_LEADERS: Final = ("coordinator", "head")
_LARGEST: Final = 1_000_000
_OWNERS: Final = {
    "report": "reporting", "protocol": "reporting", "roadmap": "reporting",
    "consent": "participants", "certificate": "participants",
}  # fmt: skip
_KINDS: Final = f"any({', '.join(_OWNERS)})"
_ABOUT: Final = {
    "consent": lazy(
        "One form serves all purposes and both languages. What is said is not the school's to change:"
        " the paragraphs of the text stand one after another, each by itself, without a word more or"
        " less, and all that is needed can be read and is not in a text box."
    ),
    "certificate": lazy(
        "One form serves both languages: fields that end in _word are captions in the language of the"
        " certificate."
    ),
}


@blueprint.get("/document-forms")
@allowed(*_LEADERS)
def listing() -> Any:
    owners = dict.fromkeys(_OWNERS.values())
    items = [one for owner in owners for one in ask(owner, "/own-forms")["items"]]
    return render_template("document_forms.html", items=items, ABOUT=_ABOUT)


@blueprint.post(f"/document-forms/<{_KINDS}:kind>")
@allowed(*_LEADERS)
def replace(kind: str) -> Any:
    """A file that cannot be the form is refused with a sentence, and nothing is kept."""
    sent = request.files.get("file")
    content = sent.read() if sent else b""
    to = url_for("document_forms.listing")
    try:
        if not content or len(content) > _LARGEST:
            raise Refused("", code="template-large" if content else "template-kind")
        body = {"file": base64.b64encode(content).decode()}
        tell(_OWNERS[kind], f"/own-forms/{kind}", body)
    except DomainError as error:
        flash(fault_sentence(error), "danger")
        return redirect(to)
    flash(_("The form is taken: it was filled on trial without a fault."), "success")
    return redirect(to)


@blueprint.post(f"/document-forms/<{_KINDS}:kind>/withdraw")
@allowed(*_LEADERS)
def withdraw(kind: str) -> Any:
    return finish(
        _OWNERS[kind], lambda: tell(_OWNERS[kind], f"/own-forms/{kind}/withdraw", {}),
        url_for("document_forms.listing"), _("Later documents have the usual form again."),
    )  # fmt: skip


@blueprint.get(f"/document-forms/<{_KINDS}:kind>/<any(file, example, sample):which>.docx")
@allowed(*_LEADERS)
def file(kind: str, which: str) -> Any:
    return passed_on(_OWNERS[kind], f"/own-forms/{kind}/{which}")
