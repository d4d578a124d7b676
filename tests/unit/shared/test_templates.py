"""A form of somebody's own: what it may hold, and what it is refused for."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document

from shared.documents.template import TemplateFault, check, fill
from tests.unit.shared.forms import FIELDS, GOOD, LOOP, VALUES, form, packed


def faults(file: bytes) -> tuple[str, tuple[str, ...]]:
    with pytest.raises(TemplateFault) as raised:
        check(file, FIELDS, [VALUES])
    return raised.value.code, raised.value.names


def test_a_good_form_is_filled_and_texts_are_only_texts() -> None:
    check(form(*GOOD), FIELDS, [VALUES])
    lines = [p.text for p in Document(io.BytesIO(fill(form(*GOOD), FIELDS, VALUES))).paragraphs]
    assert lines == [
        "Приказ № 15-н", "Ким & <Сын> {{ number }}", "Орлова: Белов\nЧернов", "Юн: Ли"
    ]  # fmt: skip


def test_unknown_and_missing_fields_are_named() -> None:
    asked = form(*GOOD, "{{ secret }} {{ config }}", "{% if row %}{% endif %}")
    assert faults(asked) == ("template-unknown-fields", ("config", "row", "secret"))
    inside = form("{{ number }}", LOOP[0], "{{ row.salary }}", LOOP[2])
    assert faults(inside) == ("template-unknown-fields", ("row.salary",))
    assert faults(form("Приказ", *LOOP)) == ("template-missing-fields", ("number",))


@pytest.mark.parametrize(
    "line",
    [
        "{{ number.__class__.__mro__ }}",
        "{{ number.__class__ }}",
        "{{ ''.__class__ }}",
        "{{ begin[0] }}",
        "{{ number * 999999999 }}",
        "{{ number|attr('x') }}",
        "{{ range(9) }}",
        "{% set x = number %}",
        "{% for a in begin %}{% for b in begin %}{% endfor %}{% endfor %}",
        "{% for a in begin if a %}{% endfor %}",
        "{% include 'x' %}",
        "{% macro m() %}{% endmacro %}",
        "{{ number",
        "{% for row in begin %}",
    ],
)
def test_the_language_knows_fields_conditions_and_one_loop(line: str) -> None:
    assert faults(form(*GOOD, line))[0] in ("template-syntax", "template-unknown-fields")


def test_nothing_in_headers_or_properties_escapes_the_check() -> None:
    document = Document(io.BytesIO(form(*GOOD)))
    document.sections[0].header.paragraphs[0].text = "{{ secret }}"
    made = io.BytesIO()
    document.save(made)
    assert faults(made.getvalue()) == ("template-unknown-fields", ("secret",))
    document = Document(io.BytesIO(form(*GOOD)))
    document.core_properties.subject = "{{ secret }}"
    made = io.BytesIO()
    document.save(made)
    assert faults(made.getvalue()) == ("template-unknown-fields", ("secret",))


def _macro_type(name: str, content: bytes) -> bytes:
    if name == "[Content_Types].xml":
        return content.replace(b"wordprocessingml.document.main", b"ms-word.macroEnabled.main")
    return content


def _external(name: str, content: bytes) -> bytes:
    link = (
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/attachedTemplate" Target="http://example.org/a.dotm"'
        b' TargetMode="External"/></Relationships>'
    )
    if name == "word/_rels/document.xml.rels":
        return content.replace(b"</Relationships>", link)
    return content


def _field(name: str, content: bytes) -> bytes:
    code = b"<w:r><w:instrText> INCLUDETEXT c:\\\\secret </w:instrText></w:r></w:p>"
    return content.replace(b"</w:p>", code, 1) if name == "word/document.xml" else content


def _entity(name: str, content: bytes) -> bytes:
    if name == "word/document.xml":
        return content.replace(b"<w:document", b"<!DOCTYPE x [<!ENTITY e 'x'>]><w:document", 1)
    return content


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (b"%PDF-1.7", "template-kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "template-kind"),
        (packed(word__vbaProject_bin=b"x"), "template-macros"),
        (packed(word__embeddings__a=b"x"), "template-macros"),
        (packed(_macro_type), "template-macros"),
        (packed(_external), "template-loads"),
        (packed(_field), "template-loads"),
        (packed(_entity), "template-kind"),
        (b"0" * 1_000_001, "template-large"),
    ],
    ids=lambda one: one if isinstance(one, str) else "file",
)
def test_nothing_that_runs_or_loads_is_taken(file: bytes, code: str) -> None:
    assert faults(file)[0] == code


def test_a_file_that_unpacks_to_too_much_is_not_read() -> None:
    made = io.BytesIO(form(*GOOD))
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("word/media/big.bin", b"0" * 21_000_000)
    assert faults(made.getvalue())[0] == "template-large"
