"""Forms as people make them are taken, and what is filled into them stays text."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import segno
from docx import Document
from docx.shared import Mm

from shared.documents.template import TemplateFault, check, fill, inspect
from tests.unit.shared.forms import (
    ALTERNATIVES,
    FIELDS,
    FORMAT,
    GOOD,
    LINK,
    MICROSOFT,
    OFFICE,
    PICTURE,
    VALUES,
    WORD,
    both,
    field_of,
    form,
    packed,
    repacked,
    replacing,
    typed,
    with_body,
    with_code,
    with_drawing,
    with_kept,
    with_part,
    with_relation,
)


@pytest.mark.parametrize(
    "pieces",
    [
        ("PAGE",),
        (" NUMPAGES ", " \\* ", "MERGEFORMAT "),
        (' DATE \\@ "dd.MM.yyyy" ',),
        (' TOC \\o "1-3" \\h \\z \\u ',),
        (" PAGEREF _Toc123 \\h ",),
        (' HYPERLINK "https://example.org/link?import=1" \\o "Ссылка: сюда" \\t "_blank" ',),
        (' HYPERLINK \\l "_heading=h.1" \\h ',),
        (' HYPERLINK "mailto:a@example.org" ',),
        (' DOCPROPERTY "Link of a database" ',),
        (f" IF </w:instrText></w:r>{field_of('PAGE')}<w:r><w:instrText> = 1 ", '"a" "b" '),
        (" =SUM(ABOVE) ",),
        (" SEQ Рисунок \\* ARABIC ",),
        ("FORMTEXT",),
    ],
)
def test_ordinary_fields_are_taken(pieces: tuple[str, ...]) -> None:
    check(with_code(*pieces), FIELDS, [VALUES])


def _as_python_writes() -> bytes:
    document = Document(io.BytesIO(form(*GOOD)))
    picture = io.BytesIO()
    segno.make("x").save(picture, kind="png")
    picture.seek(0)
    document.add_picture(picture, width=Mm(20))
    document.add_table(2, 2).cell(0, 0).text = "{{ number }}"
    document.sections[0].header.paragraphs[0].text = "Школа {{ head }}"
    document.sections[0].footer.paragraphs[0].add_run("1")
    document.part.relate_to("https://example.org/a", f"{OFFICE}/hyperlink", is_external=True)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _as_word_writes() -> bytes:
    """With the parts that Word adds as time goes by, and a text box in two alternatives."""
    box = f"<w:p>{field_of('PAGE')}</w:p>"
    parts = {
        "footnotes": (f"{OFFICE}/footnotes", "footnotes"),
        "endnotes": (f"{OFFICE}/endnotes", "endnotes"),
        "comments": (f"{OFFICE}/comments", "comments"),
        "commentsExtended": (f"{MICROSOFT}/2011/relationships/commentsExtended", "commentsExtended"),
        "commentsIds": (f"{MICROSOFT}/2016/09/relationships/commentsIds", "commentsIds"),
        "people": (f"{MICROSOFT}/2011/relationships/people", "people"),
        "glossary/document": (f"{OFFICE}/glossaryDocument", "document.glossary"),
    }  # fmt: skip
    change = replacing(
        "word/document.xml", "<w:sectPr", f"{ALTERNATIVES.format(box, box)}<w:sectPr"
    )
    for number, (name, (way, kind)) in enumerate(parts.items()):
        relation = (
            f'<Relationship Id="w{number}" Type="{way}" Target="{name}.xml"/></Relationships>'
        )
        change = both(
            change,
            typed(f"word/{name}.xml", f"{FORMAT}.wordprocessingml.{kind}+xml"),
            replacing("word/_rels/document.xml.rels", "</Relationships>", relation),
        )
    added = {f"word/{name}.xml": f'<w:x xmlns:w="{WORD}"/>'.encode() for name in parts}
    return repacked(form(*GOOD), added, change)


ORDINARY = {
    "python-docx": _as_python_writes(),
    "Word": _as_word_writes(),
    "LibreOffice": Path(__file__).with_name("written_by_libreoffice.docx").read_bytes(),
    "a link to a page": with_relation(f'{LINK} Target="HTTPS://example.org/a%20b#c"'),
    "a link to a letter": with_relation(f'{LINK} Target="mailto:a@example.org?subject=x"'),
    "a link to a place": with_relation(f'{LINK} Target="#_Toc1"'),
    "a picture": with_part("word/media/a.png", b"\x89PNG\r\n", "image/png"),
    "a drawing": with_drawing('<style>a{fill:url(#b)}</style><use href="#b"/>'),
    "a shape that leads to a page": with_body(PICTURE.format('href="https://example.org"', "")),
    "a drawing kept inside": with_kept(f'<Relationship Id="a" Type="{OFFICE}/image" Target="a.png"/>'),
    "own data with words of the trade": with_part(
        "customXml/item9.xml", '<a xmlns="urn:x"><object/><control src="b"/></a>', "application/xml"
    ),
    "UTF-8 with mark": packed(
        lambda name, content: b"\xef\xbb\xbf" + content if name == "word/settings.xml" else content
    ),
    "a binding to own data": with_body(
        '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/a/document[1]" w:storeItemID="{1}"/></w:sdtPr></w:sdt>'
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ORDINARY)
def test_ordinary_files_are_taken(name: str) -> None:
    check(ORDINARY[name], FIELDS, [VALUES])


def test_a_main_document_of_another_name_is_found() -> None:
    renamed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(form(*GOOD))) as old, zipfile.ZipFile(renamed, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(b"word/document.xml", b"word/document2.xml")
            new.writestr(name.replace("word/document.xml", "word/document2.xml")
                         .replace("_rels/document.xml", "_rels/document2.xml"), content)  # fmt: skip
    check(renamed.getvalue(), FIELDS, [VALUES])


HARMFUL = (
    "<w:instrText>DDEAUTO cmd</w:instrText>",
    f"</w:t></w:r>{field_of('DDEAUTO cmd')}<w:r><w:t>",
    "{{ number }} {% if 1 %} {# x #}",
    "]]><w:altChunk/><![CDATA[",
    "&#60;w:object/&#62;",
    "DDEAUTO cmd",
)


@pytest.mark.parametrize("text", HARMFUL)
def test_what_people_wrote_stays_text(text: str) -> None:
    rows = [{"mentor": text, "mentees": text}]
    filled = fill(form(*GOOD), FIELDS, {"number": text, "head": text, "begin": rows})
    document = Document(io.BytesIO(filled))
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert lines == [f"Приказ № {text}", text, f"{text}: {text}"]
    harmless = {"number": "1", "head": "a", "begin": [{"mentor": "b", "mentees": "c"}]}
    plain = Document(io.BytesIO(fill(form(*GOOD), FIELDS, harmless)))
    assert _shape(document) == _shape(plain)


def _shape(document: object) -> tuple[set[str], list[str]]:
    part = document.part  # type: ignore[attr-defined]
    return {node.tag for node in part.element.iter()}, sorted(part.rels)


def test_a_form_from_before_is_looked_into_when_it_is_filled() -> None:
    with pytest.raises(TemplateFault, match="template-loads"):
        fill(with_code("INCLUDE", "TEXT c:/x"), FIELDS, VALUES)


def test_a_filled_form_may_be_longer_than_one_that_is_sent() -> None:
    rows = [{"mentor": "Орлова", "mentees": "Белов\n" * 80_000}]
    filled = fill(form(*GOOD), FIELDS, {**VALUES, "begin": rows})
    with pytest.raises(TemplateFault, match="template-large"):
        inspect(filled)
