"""Papers as PDF/A-2a for keeping: set by Typst, with the fonts of its package only."""

from __future__ import annotations

import io
import json
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from typing import Any

import segno
import typst

from shared.documents.paper import Block, Break, Paper
from shared.documents.texts import changed, printable


def as_pdf(paper: Paper) -> bytes:
    """The paper's texts enter as data, never as markup, with what the fonts can show of them. The same
    paper gives the same pages; about 20 ms, a tenth of a second the first time in a process."""
    paper = changed(paper, printable)
    document: dict[str, Any] = {
        "title": paper.title,
        "subtitle": paper.subtitle,
        "organisation": paper.organisation,
        "approved": paper.approved,
        "language": paper.language,
        "code": paper.code,
        "landscape": paper.landscape,
        "size": paper.size,
        "sections": _sections(paper),
    }
    inputs = {"paper": json.dumps(document, ensure_ascii=False)}
    if paper.link:
        inputs["qr"] = _qr(paper.link)
    made = typst.compile(
        _template(), sys_inputs=inputs, pdf_standards="a-2a", ignore_system_fonts=True
    )
    assert isinstance(made, bytes)  # one document, not a list of pages
    return made


def _sections(paper: Paper) -> list[dict[str, Any]]:
    sections: list[dict[str, Any]] = [{"landscape": paper.landscape, "blocks": []}]
    for block in paper.blocks:
        if isinstance(block, Break):
            sections.append({"landscape": block.landscape, "blocks": []})
        else:
            sections[-1]["blocks"].append(_block(block))
    return sections


def _block(block: Block) -> dict[str, Any]:
    return {"kind": type(block).__name__.lower(), **asdict(block)}


def _qr(link: str) -> str:
    drawing = io.BytesIO()
    segno.make(link, error="m").save(drawing, kind="svg", border=0, xmldecl=False)
    return drawing.getvalue().decode()


@cache
def _template() -> bytes:
    return files("shared.documents").joinpath("paper.typ").read_bytes()
