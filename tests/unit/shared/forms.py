"""Forms as schools send them, and as somebody might who means harm."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable, Mapping
from functools import cache

from docx import Document

from shared.documents.template import Fields

FIELDS = Fields(
    plain=frozenset({"number", "head"}), lists=frozenset({"begin"}),
    row=frozenset({"mentor", "mentees"}), needed=frozenset({"number", "begin"}),
)  # fmt: skip
VALUES = {
    "number": "15-н", "head": "Ким & <Сын> {{ number }}",
    "begin": [{"mentor": "Орлова", "mentees": "Белов\nЧернов"}, {"mentor": "Юн", "mentees": "Ли"}],
}  # fmt: skip
LOOP = ("{%p for row in begin %}", "{{ row.mentor }}: {{ row.mentees }}", "{%p endfor %}")
GOOD = ("Приказ № {{ number }}", "{% if head %}{{ head }}{% endif %}", *LOOP)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FORMAT = "application/vnd.openxmlformats-officedocument"

LINK = f'Type="{OFFICE}/hyperlink" TargetMode="External"'
PICTURE = (
    '<w:p><w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:o="urn:schemas-microsoft-com:office:office"><v:shape {}>{}</v:shape></w:pict></w:r></w:p>'
)
ALTERNATIVES = (
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<mc:Choice Requires="w14">{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>'
)

Change = Callable[[str, bytes], bytes]


@cache
def form(*lines: str) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def packed(change: Change | None = None, **more: bytes) -> bytes:
    """The good form with some parts changed or added."""
    added = {name.replace("__", "/"): content for name, content in more.items()}
    return repacked(form(*GOOD), added, change)


def repacked(file: bytes, more: Mapping[str, bytes], change: Change | None = None) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(name, content) if change else content)
        for name, content in more.items():
            new.writestr(name, content)
    return made.getvalue()


def replacing(part: str, old: str, new: str) -> Change:
    """Once, and it has to be there."""

    def change(name: str, content: bytes) -> bytes:
        if name != part:
            return content
        assert old.encode() in content
        return content.replace(old.encode(), new.encode(), 1)

    return change


def both(*changes: Change) -> Change:
    def change(name: str, content: bytes) -> bytes:
        for one in changes:
            content = one(name, content)
        return content

    return change


def with_body(markup: str) -> bytes:
    """The good form with more before its last section."""
    return packed(replacing("word/document.xml", "<w:sectPr", f"{markup}<w:sectPr"))


def with_code(*pieces: str, result: str = "1") -> bytes:
    """A complex field whose code is in so many runs."""
    return with_body(f"<w:p>{field_of(*pieces, result=result)}</w:p>")


def field_of(*pieces: str, result: str = "1") -> str:
    runs = "".join(
        f'<w:r><w:instrText xml:space="preserve">{piece}</w:instrText></w:r>' for piece in pieces
    )
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{runs}'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'<w:r><w:t>{result}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def with_relation(attributes: str, body: str = "") -> bytes:
    """One more relationship of the document, ``rId99``."""
    return packed(
        both(
            replacing(
                "word/_rels/document.xml.rels",
                "</Relationships>",
                f'<Relationship Id="rId99" {attributes}/></Relationships>',
            ),
            replacing("word/document.xml", "<w:sectPr", f"{body}<w:sectPr"),
        )
    )


def with_settings(markup: str) -> bytes:
    return packed(replacing("word/settings.xml", "</w:settings>", f"{markup}</w:settings>"))


def with_part(name: str, content: str | bytes, type: str) -> bytes:
    """A part that the list of content types knows."""
    written = content.encode() if isinstance(content, str) else content
    return repacked(form(*GOOD), {name: written}, typed(name, type))


def typed(name: str, type: str) -> Change:
    override = f'<Override PartName="/{name}" ContentType="{type}"/></Types>'
    return replacing("[Content_Types].xml", "</Types>", override)


def with_kept(relation: str) -> bytes:
    """An older drawing that keeps a newer one with such a relationship."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as kept:
        relations = "http://schemas.openxmlformats.org/package/2006/relationships"
        written = f'<Relationships xmlns="{relations}">{relation}</Relationships>'
        kept.writestr("_rels/.rels", written)
    text = base64.b64encode(made.getvalue()).decode()
    return with_body(PICTURE.format(f'o:gfxdata="{text}"', ""))


def with_drawing(inside: str) -> bytes:
    picture = f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>'
    return with_part("word/media/a.svg", picture, "image/svg+xml")
