"""Pages of a PDF of ours as images, to be looked at where a browser shows no PDF."""

from __future__ import annotations

import json
import re
from typing import Final

import typst

_PPI: Final = 110
_PAGES: Final = re.compile(rb"/Type ?/Page\b")
_PAGE: Final = b"""\
#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(json(bytes(sys.inputs.pdf))), format: "pdf", page: int(sys.inputs.page), alt: " ")
"""


def pages_of(pdf: bytes) -> int:
    """Of a PDF made by :func:`shared.documents.pdf.as_pdf`, whose page objects stand in the open."""
    return len(_PAGES.findall(pdf))


def page_image(pdf: bytes, page: int) -> bytes:
    """One page as PNG, counted from 1; about 60 ms. Raises ``ValueError`` for a page it lacks."""
    if not 1 <= page <= pages_of(pdf):
        raise ValueError("there is no such page")
    inputs = {"pdf": json.dumps(list(pdf)), "page": str(page)}
    made = typst.compile(_PAGE, sys_inputs=inputs, format="png", ppi=_PPI, ignore_system_fonts=True)
    assert isinstance(made, bytes)  # one page, not a list
    return made
