"""Why a file cannot be the form of an order, and why an order was refused, in sentences."""

from __future__ import annotations

from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from gateway.words import sentence
from shared.domain.errors import DomainError

_FAULTS: Final = {
    "template-kind": lazy("This is not a DOCX document. Save the form as DOCX and send that file."),
    "template-large": lazy("The file is larger than 1 MB, or unpacks to too much. Take out pictures."),
    "template-macros": lazy("The file holds macros or embedded objects. Save it as DOCX without them."),
    "template-loads": lazy("The file loads something from elsewhere: a linked template, picture or field."
                           " Take that out."),
    "template-syntax": lazy("A field is written wrongly. Only fields, conditions and one loop over a list"
                            " are possible; the example shows how."),
    "template-broken": lazy("The form could not be filled on trial. Begin with the example."),
}  # fmt: skip


def fault_sentence(error: DomainError) -> str:
    """Names the fields where the fault is about fields."""
    fields = error.message.partition(": ")[2]
    if error.code == "template-unknown-fields":
        return _(
            "The form has fields that such a document does not know: %(fields)s.", fields=fields
        )
    if error.code == "template-missing-fields":
        return _("The form leaves out what such a document must say: %(fields)s.", fields=fields)
    if error.code in _FAULTS:
        return str(_FAULTS[error.code])
    return sentence(error)
