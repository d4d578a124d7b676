"""An uploaded form is read as word processors read it: nothing in it loads or runs, however it hides."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.documents.template import TemplateFault, check, inspect
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
    with_settings,
)

STRANGE = '<x:x xmlns:x="urn:x">{}</x:x>'
BLIP = (
    '<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    f' xmlns:r="{OFFICE}" r:{{}}="rId99"/></w:drawing></w:r></w:p>'
)


def _codes(text: str) -> str:
    """As character references."""
    return "".join(f"&#{ord(letter)};" for letter in text)


def _piece(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


def _begun(inside: str) -> str:
    return (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{inside}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def _recoded(encoding: str, declared: str, part: str = "word/document.xml") -> bytes:
    """In another encoding, with a field that loads in it."""

    def change(name: str, content: bytes) -> bytes:
        if name != part:
            return content
        text = content.decode().replace("</w:p>", f"{field_of(' INCLUDE', 'TEXT c:/x ')}</w:p>", 1)
        begin = f'<?xml version="1.0" encoding="{declared}"?>'
        return (begin + text[text.index("?>") + 2 :]).encode(encoding, "xmlcharrefreplace")

    return packed(change)


def _footer(name: str, type: str) -> bytes:
    """A footer under an unusual name, which a relationship leads to."""
    footer = f'<f:ftr xmlns:f="{WORD}"><f:p>{field_of(" DDEAUTO cmd ")}</f:p></f:ftr>'
    written = footer.replace("w:", "f:").replace(f'xmlns:f="{WORD}"', f'xmlns:f="{WORD}"', 1)
    relation = f'<Relationship Id="rId99" Type="{OFFICE}/footer" Target="{Path(name).name}"/>'
    change = both(
        typed(name, type),
        replacing(
            "word/_rels/document.xml.rels", "</Relationships>", f"{relation}</Relationships>"
        ),
    )
    return repacked(form(*GOOD), {name: written.encode()}, change)


def _twice() -> bytes:
    with pytest.warns(UserWarning, match="Duplicate name"):
        return repacked(form(*GOOD), {"word/document.xml": b"<x/>"})


def _other_case() -> bytes:
    return repacked(form(*GOOD), {"word/DOCUMENT.xml": b"<x/>"})


def _lying_bomb() -> bytes:
    """Five bytes by its own account, ten millions when it is unpacked."""
    file = with_part("word/media/a.png", b"", "image/png")
    bomb = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = bomb.compress(b"0" * 10_000_000) + bomb.flush()
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(made, "w") as new:
        for one in old.infolist():
            new.writestr(one, data if one.filename.endswith("a.png") else old.read(one))
    written = bytearray(made.getvalue())
    told = struct.pack("<III", zlib.crc32(b"00000"), len(data), 5)
    for sign, method, sums in ((b"PK\x03\x04", 8, 14), (b"PK\x01\x02", 10, 16)):
        at = -1
        while (at := written.find(sign, at + 1)) >= 0:
            name_at = at + (30 if sign == b"PK\x03\x04" else 46)
            if written[name_at : name_at + 16] == b"word/media/a.png":
                written[at + method : at + method + 2] = struct.pack("<H", zipfile.ZIP_DEFLATED)
                written[at + sums : at + sums + 12] = told
    with zipfile.ZipFile(io.BytesIO(bytes(written))) as read:
        assert read.read("word/media/a.png") == b"00000"
    return bytes(written)


def _raw() -> bytes:
    """In a raw block the template library takes escapes away, and markup comes of texts."""
    code = escape(f"</w:t></w:r>{field_of('DDEAUTO cmd')}<w:r><w:t>", quote=False)
    return with_body(f"<w:p><w:r><w:t>{{% raw %}}{{{{ {code} }}}}{{% endraw %}}</w:t></w:r></w:p>")


LOADING = {
    # a relationship to elsewhere
    "external with hyperlink in its target only": with_relation(
        f'Type="{OFFICE}/image" Target="http://example.org/hyperlink" TargetMode="External"'
    ),
    "external in character references": with_relation(
        f'Type="{OFFICE}/image" Target="http://example.org/a.png" TargetMode="&#69;xternal"'
    ),
    "external in small letters": with_relation(
        f'Type="{OFFICE}/hyperlink" Target="file:///c:/x" TargetMode="external"'
    ),
    "a type that only ends like a hyperlink": with_relation(
        'Type="http://example.org/hyperlink" Target="http://example.org" TargetMode="External"'
    ),
    "inside, but a share": with_relation(f'Type="{OFFICE}/image" Target="\\\\host\\share\\a.png"'),
    "inside, but an address": with_relation(f'Type="{OFFICE}/image" Target="http://example.org/a"'),
    "a link to a file": with_relation(f'{LINK} Target="file:///c:/x"'),
    "a link to a share": with_relation(f'{LINK} Target="\\\\host\\share"'),
    "a link to a share by slashes": with_relation(f'{LINK} Target="//host/share"'),
    "a link that is script": with_relation(f'{LINK} Target="javascript:alert(1)"'),
    "a link that is script after a blank": with_relation(f'{LINK} Target=" javascript:alert(1)"'),
    "a link to a program": with_relation(f'{LINK} Target="ms-msdt:/id"'),
    "a link to a file beside this one": with_relation(f'{LINK} Target="other.docx"'),
    "a picture by the id of a link": with_relation(
        f'{LINK} Target="http://example.org/a.png"', BLIP.format("embed")
    ),
    "a linked picture": with_body(BLIP.format("link")),
    "a document put in": with_body(f'<w:altChunk xmlns:r="{OFFICE}" r:id="rId1"/>'),
    "a document put in, other prefix": with_body(
        f'<q:altChunk xmlns:q="{WORD}" xmlns:r="{OFFICE}" r:id="rId1"/>'
    ),
    "a document put in, strict": with_body(
        '<q:altChunk xmlns:q="http://purl.oclc.org/ooxml/wordprocessingml/main"/>'
    ),
    "a document put in by its relationship": with_relation(
        f'Type="{OFFICE}/aFChunk" Target="media/a.png"'
    ),
    "a part of a master document": with_body("<w:p><w:subDoc/></w:p>"),
    "a template in the settings": with_settings("<w:attachedTemplate/>"),
    "mail merge in the settings": with_settings("<w:mailMerge><w:dataSource/></w:mailMerge>"),
    "a sheet of styles when saving": with_settings("<w:saveThroughXslt/>"),
    "frames": with_part(
        "word/web.xml",
        f'<w:webSettings xmlns:w="{WORD}"><w:frameset/></w:webSettings>',
        f"{FORMAT}.wordprocessingml.webSettings+xml",
    ),
    "a picture of VML, r:href": with_body(
        PICTURE.format("", f'<v:imagedata xmlns:r="{OFFICE}" r:href="rId1"/>')
    ),
    "a picture of VML, src": with_body(
        PICTURE.format("", '<v:imagedata src="http://example.org/a.png"/>')
    ),
    "a picture of VML, o:href": with_body(
        PICTURE.format("", '<v:fill o:href="http://example.org/a.png"/>')
    ),
    "a shape that leads to a file": with_body(PICTURE.format('href="file:///c:/x"', "")),
    "a drawing kept inside": with_kept(
        f'<Relationship Id="a" Type="{OFFICE}/image" Target="http://x.org" TargetMode="External"/>'
    ),
    "a binding that reads a file": with_body(
        '<w:sdt><w:sdtPr><w:dataBinding w:xpath="document(\'http://example.org\')"/></w:sdtPr></w:sdt>'
    ),
    "inclusion of XML": with_part(
        "customXml/a.xml",
        '<a xmlns:i="http://www.w3.org/2001/XInclude"><i:include href="/etc/passwd"/></a>',
        "application/xml",
    ),
    "a sheet of styles": with_part(
        "customXml/a.xml", '<?xml-stylesheet href="http://example.org"?><a/>', "application/xml"
    ),
    "a film from the web": with_body(
        f'<w:p><x:webVideoPr xmlns:x="{MICROSOFT}/word/2012/wordprocessingDrawing"/></w:p>'
    ),
    "a base of all links": packed(
        replacing("docProps/app.xml", "</Properties>",
                  "<HyperlinkBase>file://host/</HyperlinkBase></Properties>")
    ),
    "a drawing that fetches": with_drawing('<image href="http://example.org/a.png"/>'),
    "a drawing with a style that fetches": with_drawing("<style>@import 'http://example.org'</style>"),
    "a drawing with an escaped style": with_drawing('<rect style="fill:u\\72l(//example.org)"/>'),
    "a drawing with script": with_drawing("<script>alert(1)</script>"),
    "a drawing with an event": with_drawing('<rect onload="alert(1)"/>'),
    # the code of a field
    "a code in two runs": with_code(" INCLUDE", "TEXT c:/x "),
    "a code letter by letter": with_code(*"LINK Excel.Sheet c:/x"),
    "a code over two paragraphs": with_body(
        f"{_begun(_piece('INCLUDE') + '</w:p><w:p>' + _piece('PICTURE c:/x'))}"
    ),
    "a code split by a mark": with_body(
        _begun(_piece("LI") + '<w:bookmarkStart w:id="7" w:name="b"/>' + _piece("NK a b"))
    ),
    "a code split by a comment": with_code("INCL<!-- -->UDETEXT c:/x"),
    "a code in a section of characters": with_code("<![CDATA[DDE]]>AUTO cmd"),
    "a code in character references": with_code(_codes(" INCLUDETEXT ") + "c:/x"),
    "a code in small letters": with_code("ddeau", "to cmd"),
    "a code with plain text in it": with_body(
        _begun("<w:r><w:t>DDE</w:t></w:r>" + _piece("AUTO cmd"))
    ),
    "a code in a field's code": with_code("IF 1 = 1 </w:instrText></w:r>"
                                          + field_of("LI", "NK a b") + "<w:r><w:instrText>"),
    "a code begun by another field": with_body(_begun(field_of("QUOTE 68 68 69") + _piece(" cmd"))),
    "a code that is not begun": with_body(f"<w:p>{_piece('LI')}{_piece('NK a b')}</w:p>"),
    "a code that does not end": with_body(
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{_piece("LI")}{_piece("NK x")}</w:p>'
    ),
    "a code in one alternative": with_body(
        _begun(ALTERNATIVES.format(_piece("PAGE "), _piece("LI") + _piece("NK a b")))
    ),
    "a code once a revision is taken": with_body(
        _begun("<w:del><w:r><w:delInstrText>PAGE </w:delInstrText></w:r></w:del>"
               + _piece("LI") + _piece("NK a b"))
    ),
    "a simple field in single quotes": with_body("<w:p><w:fldSimple w:instr='DDEAUTO cmd'/></w:p>"),
    "a simple field in character references": with_body(
        f'<w:p><w:fldSimple w:instr="{_codes("INCLUDETEXT")} c:/x"/></w:p>'
    ),
    "a simple field, other prefix": with_body(
        f'<w:p><q:fldSimple xmlns:q="{WORD}" q:instr="DDEAUTO cmd"/></w:p>'
    ),
    "a simple field behind a strange attribute": with_body(
        '<w:p><w:fldSimple x:instr="PAGE" w:instr="&#68;DEAUTO cmd" xmlns:x="urn:x"/></w:p>'
    ),
    "a field's mark behind a strange attribute": with_body(
        _begun(_piece("PAGE ") + '<w:r><w:fldChar x:fldCharType="end" xmlns:x="urn:x"'
               ' w:fldCharType="begin"/></w:r>' + _piece("LI") + _piece("NK a b"))
    ),
    "a code with pieces that readers leave out": with_body(
        _begun(STRANGE.format(_piece('PAGE "')) + _piece("LI") + _piece("NK a b")
               + STRANGE.format(_piece('"')))
    ),
    "a code after an end that readers leave out": with_body(
        _begun(STRANGE.format('<w:r><w:fldChar w:fldCharType="end"/></w:r>') + _piece("LI")
               + _piece("NK a b"))
    ),
    "a code after marks of another namespace": with_body(
        _begun(_piece("PAGE ") + f'<x:fldChar xmlns:x="{MICROSOFT}/word/2010/wordml"'
               ' x:fldCharType="separate"/>' + _piece("LI") + _piece("NK a b"))
    ),
    "a link's field in quotes that are none": with_code('HYPERLINK \\o “a file:///c:/x”'),
    "another document in a table of contents": with_code("RD c:/x"),
    "a link's field to a file": with_code('HYPERLINK "file:///c:/x"'),
    "a link's field to a share": with_code("HYPERLINK \\\\\\\\host\\\\share"),
    "a link's field that is script": with_code('HYPERLINK \\l "a" "java', 'script:alert(1)"'),
    "a link's field in curly quotes": with_code("HYPERLINK “file:///c:/x”"),
    "a link's field that another completes": with_code(
        f'HYPERLINK "http://</w:instrText></w:r>{field_of("AUTHOR")}<w:r><w:instrText>"'
    ),
    "markup in a raw block": _raw(),
    # parts that nobody looks at
    "XML that is not named so": _footer("word/foot.dat", f"{FORMAT}.wordprocessingml.footer+xml"),
    "a code in comments": with_part(
        "word/comments.xml",
        f'<c:comments xmlns:c="{WORD}"><c:p>{field_of("DDE", "AUTO cmd").replace("w:", "c:")}'
        "</c:p></c:comments>",
        f"{FORMAT}.wordprocessingml.comments+xml",
    ),
}  # fmt: skip

RUNNING = {
    "an object": with_body("<w:p><w:r><w:object/></w:r></w:p>"),
    "a linked object": with_body(
        '<w:p><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" Type="Link"/></w:p>'
    ),
    "a control": with_body('<w:p><w:r><w:control w:name="x"/></w:r></w:p>'),
    "a macro of a form's field": with_body(
        '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:entryMacro w:val="x"/></w:ffData>'
        "</w:fldChar></w:r></w:p>"
    ),
    "an object by its relationship": with_relation(f'Type="{OFFICE}/oleObject" Target="a.bin"'),
    "an add-in": with_part("word/a.xml", "<a/>", "application/vnd.ms-office.webextension+xml"),
    "macros under another name": with_part("word/a.bin", b"x", "application/vnd.ms-office.vbaProject"),
    "keys for macros": with_part(
        "word/a.xml", "<a/>", "application/vnd.ms-word.keyMapCustomizations+xml"
    ),
    "a page of the web": with_part("word/a.htm", "<html/>", "text/html"),
}  # fmt: skip

NO_FORM = {
    "UTF-16 without mark": _recoded("utf-16-le", "UTF-16"),
    "UTF-16 the other way": _recoded("utf-16-be", "UTF-16BE"),
    "UTF-16 with mark": _recoded("utf-16", "UTF-16"),
    "UTF-32": _recoded("utf-32-le", "UTF-32"),
    "UTF-32 with mark": _recoded("utf-32", "UTF-32"),
    "UTF-7 by its declaration": _recoded("utf-7", "UTF-7"),
    "an encoding for mainframes": _recoded("cp037", "cp037"),
    "another table of letters": _recoded("cp1251", "windows-1251"),
    "a document type": packed(
        replacing("word/document.xml", "<w:document", "<!DOCTYPE w:document><w:document")
    ),
    "a document type that loads": packed(
        replacing(
            "word/_rels/document.xml.rels", "<Relationships",
            "<!DOCTYPE a SYSTEM 'http://example.org/a.dtd'><Relationships",
        )
    ),
    "an entity": packed(
        replacing("word/document.xml", "<w:document",
                  "<!DOCTYPE a [<!ENTITY e 'DDEAUTO'>]><w:document")
    ),
    "one part twice": _twice(),
    "one part twice, other letters": _other_case(),
    "a part above": with_part("../a.png", b"x", "image/png"),
    "a part above inside": with_part("word/../a.png", b"x", "image/png"),
    "a part above, escaped": with_part("word/%2e%2e/a.png", b"x", "image/png"),
    "a part at the root": repacked(form(*GOOD), {"/word/a.png": b"x"}, typed("word/a.png", "image/png")),
    "a part with backslashes": with_part("word\\a.png", b"x", "image/png"),
    "a part on a drive": with_part("c:/a.png", b"x", "image/png"),
    "a size that lies": _lying_bomb(),
    "a part of no kind": packed(word__a_bin=b"x"),
    "one kind said twice": packed(
        both(typed("word/document.xml", "application/xml"))
    ),
    "relationships of another kind": packed(
        typed("word/_rels/document.xml.rels", "application/xml")
    ),
    "XML as a picture": with_part("word/media/a.png", "<w:ftr/>", "image/png"),
    "broken XML": packed(replacing("word/document.xml", "</w:body>", "")),
    "a workbook": packed(
        replacing("[Content_Types].xml", "wordprocessingml.document.main", "spreadsheetml.sheet.main")
    ),
    "something before the archive": b"#!/bin/sh\n" + form(*GOOD),
}  # fmt: skip

BYPASSES = {
    **{name: (file, "template-loads") for name, file in LOADING.items()},
    **{name: (file, "template-macros") for name, file in RUNNING.items()},
    **{name: (file, "template-kind") for name, file in NO_FORM.items()},
    "a code that is filled in": (with_code(" {{ head }} "), "template-syntax"),
    "a code that a condition completes": (with_code("LI{% if 1 %}NK a b{% endif %}"), "template-syntax"),
    "a code that a remark hides": (with_code("DD{# #}E cmd"), "template-syntax"),
}  # fmt: skip


@pytest.mark.parametrize("name", BYPASSES)
def test_nothing_hides_from_the_check(name: str) -> None:
    file, code = BYPASSES[name]
    with pytest.raises(TemplateFault) as raised:
        check(file, FIELDS, [VALUES])
    assert raised.value.code == code


FORBIDDEN = (
    ' INCLUDETEXT "c:/x" ', "INCLUDEPICTURE http://example.org/a.png", "DDEAUTO cmd", "DDE a b",
    "link Excel.Sheet c:/x", "IMPORT c:/x", "DATABASE c:/x", "MACROBUTTON x", "EMBED Word.Document",
    'HYPERLINK "file:///c:/x"', "HYPERLINK javascript:alert(1)",
)  # fmt: skip
BETWEEN = (
    "", "<w:proofErr/>", '<w:bookmarkEnd w:id="7"/>', "<!-- -->", "<w:r/>",
    "<w:r><w:lastRenderedPageBreak/></w:r>", "<w:r><w:instrText/></w:r>",
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(data=st.data(), code=st.sampled_from(FORBIDDEN))
def test_a_forbidden_code_is_refused_however_it_is_split(data: st.DataObject, code: str) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(code)), max_size=8)))
    runs = ""
    for begin, end in zip([0, *cuts], [*cuts, len(code)], strict=True):
        piece = code[begin:end]
        written = data.draw(st.sampled_from((escape(piece), _codes(piece))))
        runs += _piece(written) + data.draw(st.sampled_from(BETWEEN))
    with pytest.raises(TemplateFault, match="template-loads"):
        inspect(with_body(_begun(runs)))
