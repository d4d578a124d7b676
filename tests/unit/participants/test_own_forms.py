"""A school's form of the consent says all that the consent must, whatever its layout; of the
certificate what it needs."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from services.participants.application.certificate_form import CERTIFICATE
from services.participants.application.consent_form import CONSENT, consent_values
from services.participants.application.consent_papers import Sides, paragraphs
from services.participants.application.form_kinds import KINDS
from services.participants.application.shipped import LANGUAGES, document
from shared.documents.own_forms import FormKind, looked_into
from shared.documents.paper import Paper, Paragraph
from shared.documents.template import TemplateFault, fill
from shared.documents.word import as_docx
from shared.documents.wording import left_out
from shared.domain.purposes import OFFERED_PURPOSES

PLAIN = ("title", "version", "hash", "operator", "term")
LOOPS = {
    "who": "{{ row.caption }}: {{ row.value }}",
    "text": "{{ row.text }}",
    "choices": "{{ row.text }}",
    "signatures": "{{ row.value }} {{ row.caption }} {{ row.name }}",
}


def lines_of(without: str = "", **changed: str) -> list[str]:
    """A form with everything but one field, or with other lines in its loops."""
    lines = [f"{{{{ {name} }}}}" for name in PLAIN if name != without]
    for name, line in (LOOPS | changed).items():
        if name != without:
            lines += [f"{{%p for row in {name} %}}", line, "{%p endfor %}"]
    return lines


def docx(lines: Sequence[str]) -> bytes:
    return as_docx(Paper("СОГЛАСИЕ ШКОЛЫ", tuple(Paragraph(line) for line in lines)))


def refused(file: bytes, kind: FormKind = CONSENT) -> tuple[str, ...]:
    with pytest.raises(TemplateFault) as fault:
        looked_into(kind, file)
    assert fault.value.code == "template-missing-fields"
    return fault.value.names


def text_of(file: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(io.BytesIO(file)).paragraphs]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_example_can_be_used_as_it_is(kind: FormKind) -> None:
    looked_into(kind, kind.example())


def test_a_form_of_ones_own_with_all_that_is_needed_is_taken() -> None:
    looked_into(CONSENT, docx(lines_of()))


@pytest.mark.parametrize("name", CONSENT.needed)
def test_a_consent_without_a_needed_field_is_refused(name: str) -> None:
    assert refused(docx(lines_of(without=name))) == (name,)


@pytest.mark.parametrize("name", CERTIFICATE.needed)
def test_a_certificate_without_a_needed_field_is_refused(name: str) -> None:
    rest = [f"{{{{ {other} }}}}" for other in CERTIFICATE.needed if other != name]
    assert refused(docx(rest), CERTIFICATE) == (name,)
    looked_into(CERTIFICATE, docx([*rest, f"{{{{ {name} }}}}"]))


@pytest.mark.parametrize(
    ("changed", "lines"),
    [
        ("text", lines_of(text="Я не согласен: {{ row.text }}")),
        ("text", lines_of(text="{% if row.text == 'x' %}{{ row.text }}{% endif %}")),
        ("text", [*lines_of(without="text"), "{% for row in text %}{{ row.text }} {% endfor %}"]),
        ("text", [*lines_of(without="text"), "{%p for row in text %}", "{{ row.text }}", "Но:",
                  "{%p endfor %}"]),
        ("who", lines_of(who="{{ row.caption }}")),
        ("choices", lines_of(choices="{% if row.text == 'x' %}{{ row.text }}{% endif %}")),
        ("signatures", lines_of(signatures="{{ row.caption }} {{ row.name }}")),
        ("hash", [*lines_of(without="hash"), "{% if language == 'fr' %}{{ hash }}{% endif %}"]),
        ("operator", [*lines_of(without="operator"),
                      "{% if language == 'ru' %}{{ operator }}{% endif %}"]),
    ],
)  # fmt: skip
def test_a_field_that_is_there_but_says_less_is_refused(changed: str, lines: list[str]) -> None:
    assert refused(docx(lines)) == (changed,)


def _hidden(run: Any) -> None:
    run.font.hidden = True


def _struck(run: Any) -> None:
    run.font.strike = True


def _tiny(run: Any) -> None:
    run.font.size = Pt(2)


def _white(run: Any) -> None:
    run.font.color.rgb = RGBColor(255, 255, 255)


def _styled(run: Any) -> None:
    run.style = run.part.document.styles.add_style("Unseen", 2)
    run.style.font.hidden = True


def _field(run: Any) -> None:
    """As the result of a field, which a word processor sets anew."""
    code = OxmlElement("w:instrText")
    code.text = "PAGE"
    for place, kind in ((run._r.addprevious, "begin"), (run._r.addnext, "end")):
        made, mark = OxmlElement("w:r"), OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        made.append(mark)
        place(made)
    begun, parting = OxmlElement("w:r"), OxmlElement("w:r")
    begun.append(code)
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), "separate")
    parting.append(mark)
    run._r.addprevious(begun)
    run._r.addprevious(parting)


@pytest.mark.parametrize("unread", [_hidden, _struck, _tiny, _white, _styled, _field])
def test_a_text_that_nobody_can_read_is_refused(unread: Callable[[Any], None]) -> None:
    form = Document(io.BytesIO(docx(lines_of())))
    (line,) = (
        paragraph
        for n, paragraph in enumerate(form.paragraphs)
        if "row in text" in form.paragraphs[n - 1].text
    )
    unread(line.runs[0])
    written = io.BytesIO()
    form.save(written)
    assert refused(written.getvalue()) == ("text",)


def test_version_and_hash_may_stand_in_the_foot_of_the_page() -> None:
    form = Document(io.BytesIO(docx(lines_of(without="hash"))))
    form.sections[0].footer.paragraphs[0].add_run(" {{ hash }}")
    written = io.BytesIO()
    form.save(written)
    looked_into(CONSENT, written.getvalue())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("purpose", OFFERED_PURPOSES)
def test_one_form_says_every_text_word_for_word(purpose: str, language: str) -> None:
    shown = document(purpose, language)
    values = consent_values(shown, "Школа & <лицей>", Sides("О'Нил Ваня", minor=True, assent=True))
    filled = fill(CONSENT.example(), CONSENT.fields, {**values, "code": "R", "check": ""})
    said = text_of(filled)
    at = said.index(paragraphs(shown)[0])
    assert said[at : at + len(paragraphs(shown))] == paragraphs(shown)
    assert left_out(filled, CONSENT.needed, values, whole="text") == []
    assert shown["hash"] in "\n".join(said)
    assert "Школа & <лицей>" in said
