"""The two formats in which a paper is handed out."""

from __future__ import annotations

from typing import Final

from shared.documents.paper import Paper
from shared.documents.pdf import as_pdf
from shared.documents.word import as_docx

PDF: Final = "application/pdf"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES: Final = {"pdf": PDF, "docx": DOCX}
"""Media types by the ending of a file's name."""


def printed(paper: Paper, format: str) -> bytes:
    """``format`` is one of ``TYPES``."""
    return as_pdf(paper) if format == "pdf" else as_docx(paper)
