"""What the kinds and states of documents are called on pages."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import lazy_gettext as lazy

KINDS: Final = {
    "order": lazy("order of the head"),
    "roadmap": lazy("roadmap of the programme"),
    "report": lazy("report on the monitoring"),
    "protocol": lazy("protocol of the jury"),
    "consent": lazy("copy of a consent"),
    "certificate": lazy("certificate of a mentor"),
}
FORMS: Final = KINDS | {"consent": lazy("consent to be signed by hand")}
STATES: Final = {
    "valid": lazy("in force"),
    "replaced": lazy("replaced by a later version"),
    "revoked": lazy("not in force: taken back"),
}

ARCHIVES: Final = {
    "queued": lazy("waits"),
    "working": lazy("is being made"),
    "done": lazy("archive is ready"),
    "cancelled": lazy("archive cancelled"),
    "failed": lazy("archive was not made"),
    "destroyed": lazy("archive destroyed"),
    "expired": lazy("its day is over"),
}


def for_templates() -> dict[str, Any]:
    return {
        "DOCUMENTS": KINDS,
        "DOCUMENT_FORMS": FORMS,
        "DOCUMENT_STATES": STATES,
        "ARCHIVES": ARCHIVES,
    }
