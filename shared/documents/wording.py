"""What a reader sees in a filled DOCX file: whether it says what it must, and a text stands whole.

A form may leave something out although its field is there: behind a condition that never holds, in a
loop that prints nothing, hidden, struck through, white, too small to be read, or as the result of a
field that a word processor computes anew.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from shared.documents.texts import writable

_SMALLEST: Final = Pt(6)
_ELSEWHERE: Final = (qn("w:txbxContent"), qn("w:moveFrom"), qn("w:fldSimple"))
_DEPTH: Final = {"begin": 1, "end": -1}


def left_out(
    file: bytes, needed: Sequence[str], values: Mapping[str, Any], *, whole: str
) -> list[str]:
    """Which of the fields the file does not say. The rows of ``whole`` must stand one after another,
    each a paragraph of its own without a word more or less."""
    document = Document(io.BytesIO(file))
    body = list(_lines(document, document.element.body))
    text = " ".join([*body, *_around(document)])
    return [
        name
        for name in needed
        if not (_stands(body, values[name]) if name == whole else _says(text, values[name]))
    ]


def _says(text: str, value: Any) -> bool:
    """A text, or rows in their order; the parts of a row may stand in any."""
    if isinstance(value, str):
        return _plain(value) in text
    start = 0
    for row in value:
        ends = [_end(text, _plain(part), start) for part in row.values()]
        if -1 in ends:
            return False
        start = max(ends, default=start)
    return True


def _end(text: str, part: str, start: int) -> int:
    found = text.find(part, start)
    return found + len(part) if found >= 0 else -1


def _stands(body: Sequence[str], rows: Sequence[Mapping[str, str]]) -> bool:
    wanted = [_plain("".join(row.values())) for row in rows]
    starts = range(len(body) - len(wanted) + 1)
    return any(list(body[at : at + len(wanted)]) == wanted for at in starts)


def _around(document: Any) -> Iterator[str]:
    for section in document.sections:
        for part in (section.header, section.footer):
            if not part.is_linked_to_previous:
                yield from _lines(part, part._element)


def _lines(part: Any, element: Any) -> Iterator[str]:
    """The paragraphs that show something, those of tables too."""
    depth = 0
    for found in element.iter(qn("w:p")):
        if _is_elsewhere(found):
            continue
        paragraph, read = Paragraph(found, part), ""
        for run in found.iter(qn("w:r")):
            depth += _opened(run)
            if not depth and not _is_elsewhere(run):
                read += _read(Run(run, paragraph), paragraph)
        if line := _plain(read):
            yield line


def _is_elsewhere(element: Any) -> bool:
    return any(above.tag in _ELSEWHERE for above in element.iterancestors())


def _opened(run: Any) -> int:
    """How many fields begin with this run, less those that end."""
    return sum(_DEPTH.get(one.get(qn("w:fldCharType")), 0) for one in run.iter(qn("w:fldChar")))


def _read(run: Run, paragraph: Paragraph) -> str:
    fonts = list(_fonts(run, paragraph))
    gone = any(
        next((value for font in fonts if (value := getattr(font, name)) is not None), False)
        for name in ("hidden", "strike", "double_strike")
    )
    size = next((font.size for font in fonts if font.size is not None), _SMALLEST)
    colour = next((font.color.rgb for font in fonts if font.color.rgb is not None), None)
    unread = gone or size < _SMALLEST or colour == RGBColor(255, 255, 255)
    return "" if unread else run.text


def _fonts(run: Run, paragraph: Paragraph) -> Iterator[Any]:
    """The run's own font first, then those of the styles behind it."""
    yield run.font
    for style in (run.style, paragraph.style):
        while style is not None:
            yield style.font
            style = style.base_style


def _plain(text: str) -> str:
    """As it stands in a file."""
    return " ".join(writable(text).split())
