"""Whatever somebody types or pastes, a paper with it can be made in both formats."""

from __future__ import annotations

import io
import unicodedata
from datetime import date

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from shared.documents import template
from shared.documents.glyphs import COVERED
from shared.documents.issuing import Draft, OwnForm, make
from shared.documents.paper import (
    Break,
    Choices,
    Fields,
    Heading,
    Paper,
    Paragraph,
    Signatures,
    Table,
)
from shared.documents.pdf import as_pdf
from shared.documents.sheets import Sheet, as_csv, as_xlsx
from shared.documents.texts import MISSING, printable, writable
from shared.documents.word import as_docx

LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя" + "әөүҗңһ" + "ғқұі" + "ӑӗҫӳ" + "ҡҙ"
SIGNS = "«»„“№–—-…₽§±×°!?;:%()[]{}<>&@#*/\\|'\"$^_`~"
ODD = (
    "👍", "😀", "👩\u200d👩\u200d👧", "👍🏽", "❤\ufe0f", "🇷🇺", "1\ufe0f\u20e3", "你好", "한국",
    "\ufeff", "\x07", "\x00", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\u2028", "\ufffe", "\U0001ffff",
    "\ufdd0", "\ud83d", "\ue000", "\U0010fffd", "\u202e", "\u0483", "а\u0483", "\u0301", "ش\u064b",
    "\u0915\u093f", "\ufffc", "\U000e0001", "\u0378", "𝐁𝐨𝐥𝐝",
)  # fmt: skip


def paper(text: str) -> Paper:
    """Every text of it is this one."""
    blocks = (
        Heading(text), Paragraph(text), Paragraph(text, right=True), Fields(((text, text),)),
        Table((text, "б"), ((text, text), (text,))), Break(landscape=True),
        Choices(((text, True), (text, False))), Signatures(((text, text),)),
    )  # fmt: skip
    return Paper(text, blocks, organisation=text, subtitle=text, approved=(text,), code=text)


def in_pdf(text: str) -> str:
    made = as_pdf(Paper("Т", (Paragraph(text), Table((text,), ()))))
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)


def in_docx(text: str) -> list[str]:
    document = Document(io.BytesIO(as_docx(Paper("Т", (Paragraph(text),)))))
    return [paragraph.text for paragraph in document.paragraphs]


@pytest.mark.parametrize("odd", ODD, ids=ascii)
def test_a_paper_with_something_odd_is_made(odd: str) -> None:
    text = f"{odd}Спасибо{odd}вам {odd} {odd}{odd}"
    assert as_pdf(paper(text)).startswith(b"%PDF")
    assert as_docx(paper(text)).startswith(b"PK")


ANYTHING = st.text(st.characters(categories=None), max_size=40)
ODD_THINGS = st.text(st.sampled_from("".join(ODD) + "аяЁ ё"), max_size=20)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANYTHING | ODD_THINGS)
def test_a_paper_with_any_text_is_made(text: str) -> None:
    assert as_pdf(paper(text)).startswith(b"%PDF")
    assert as_docx(paper(text)).startswith(b"PK")


def test_letters_and_signs_of_the_country_stay_as_they_are() -> None:
    said = LETTERS + LETTERS.upper() + SIGNS
    assert printable(said) == said
    assert writable(said) == said
    assert printable("пя\u0301тый\u00a0день\tи\nещё") == "пя\u0301тый\u00a0день\tи\nещё"
    assert "«Қазақ» № 7 – 100 ₽" in in_pdf("«Қазақ» № 7 – 100 ₽")


def test_the_fonts_hold_all_that_is_left_as_it_is() -> None:
    everything = "".join(sorted(COVERED))
    assert all(unicodedata.category(sign)[0] not in "CM" for sign in COVERED)
    assert as_pdf(Paper(everything, (Paragraph(everything), Heading(" ".join(everything)))))


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Спасибо 👍!", "Спасибо □!"),
        ("👩\u200d👩\u200d👧", MISSING),
        ("👍🏽", MISSING),
        ("я ❤\ufe0f школу", "я ❤ школу"),
        ("你好", "□□"),
        ("и\u0306", "й"),
        ("а\u0483б", "аб"),
        ("\ufeffа\u202eб", "аб"),
        ("строка\x0bвторая\x0cтретья\r\nчетвёртая", "строка\nвторая\nтретья\nчетвёртая"),
        ("а\x07\x00б", "аб"),
        ("а\ud83dб", "аб"),
        ("𝐁𝐨𝐥𝐝 ﬁ Ａ", "Bold ﬁ A"),
        ("\ue000", MISSING),
    ],
    ids=ascii,
)
def test_what_is_printed_of_it(typed: str, printed: str) -> None:
    assert printable(typed) == printed


def test_what_a_clerk_edits_keeps_what_only_the_print_lacks() -> None:
    assert "Спасибо 👩\u200d👧 你\nда" in in_docx("Спасибо 👩\u200d👧 你\x0b\x07да")


def test_an_own_form_takes_any_text() -> None:
    kind = template.Fields(
        frozenset({"name", "code", "check"}), frozenset({"rows"}), frozenset({"who"}), frozenset()
    )
    blank = as_docx(Paper("Форма", (Paragraph("{{ name }} {{ code }}"),)))
    odd = "".join(ODD)
    form = OwnForm(blank, "0" * 64, kind, {"name": f"до{odd}после", "rows": [{"who": odd}]})
    draft = Draft("report", "r", "2026/27", date(2027, 5, 31), Paper("Т", ()), form=form)
    text = "\n".join(p.text for p in Document(io.BytesIO(make(draft, "К", "").docx)).paragraphs)
    assert "до👍😀" in text
    assert "после К" in text


def test_a_sheet_takes_any_text() -> None:
    odd = "".join(ODD)
    rows = [(f"а{odd}б",)]
    assert as_xlsx(Sheet(odd, (odd,), rows)).startswith(b"PK")
    assert "а👍" in as_csv(Sheet(odd, (odd,), rows)).decode("utf-8-sig")
