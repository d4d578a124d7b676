"""Files that are not what they seem: refused with a sentence before anything unpacks them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
import xlsxwriter

from services.participants.application.imports import files
from services.participants.application.imports.columns import CLASS_LIST
from services.participants.application.imports.files import UnusableFile, format_of
from services.participants.application.imports.workbook import letter_of, read_table

TEXT = "ФИО;Дата рождения;Класс\r\nЩербакова Ёлка;01.09.2013;7А\r\nГусев Пётр;02.09.2013;7Б\r\n"


def book(*, far: tuple[int, int] | None = None, text: str = "7А", rows: int = 1) -> bytes:
    output = io.BytesIO()
    with xlsxwriter.Workbook(output) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ("ФИО", "Дата рождения", "Класс"))
        for number in range(1, rows + 1):
            sheet.write_row(number, 0, ("Гусев Пётр", "01.09.2013", text))
        if far:
            sheet.write(*far, "далеко")
    return output.getvalue()


def with_part(content: bytes, name: str, data: bytes) -> bytes:
    output = io.BytesIO(content)
    with zipfile.ZipFile(output, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return output.getvalue()


def changed(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(output, "w") as target:
        for part in source.infolist():
            data = source.read(part)
            target.writestr(part, data.replace(old, new) if part.filename == name else data)
    return output.getvalue()


def macro_book(*, named: bool) -> bytes:
    if named:
        return with_part(book(), "xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 Attribute VB_Name")
    kind = b"vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    macro = b"vnd.ms-excel.sheet.macroEnabled.main+xml"
    return changed(book(), "[Content_Types].xml", kind, macro)


def compound(*streams: str) -> bytes:
    """The beginning of an OLE container with the names of its streams, as Office writes them."""
    names = b"".join(stream.encode("utf-16-le").ljust(128, b"\0") for stream in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + names


def _head(data: bytes, raw: bytes, name: str) -> bytes:
    sizes = (zlib.crc32(data), len(raw), len(data), len(name), 0)
    return struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0, *sizes)


def _entry(head: bytes, name: str, place: int) -> bytes:
    rest = struct.pack("<HHHII", 0, 0, 0, 0, place) + name.encode()
    return b"PK\x01\x02" + struct.pack("<H", 20) + head + rest


def _end(directory: bytes, count: int, place: int) -> bytes:
    sizes = (0, 0, count, count, len(directory), place, 0)
    return directory + b"PK\x05\x06" + struct.pack("<HHHHIIH", *sizes)


def lying_bomb(real: int) -> bytes:
    """An archive that declares a kilobyte for a part that unpacks to ``real`` bytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    chunk = b"<c/>" * 2**18
    packed = b"".join(packer.compress(chunk) for _ in range(real // len(chunk))) + packer.flush()
    content = with_part(book(), "xl/worksheets/sheet9.xml", b"x" * 1024)
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        parts = [(p.filename, source.read(p)) for p in source.infolist()]
    directory = b""
    for name, data in parts:
        raw = packed if name.endswith("sheet9.xml") else _deflated(data)
        head = _head(data, raw, name)
        directory += _entry(head, name, output.tell())
        output.write(b"PK\x03\x04" + head + name.encode() + raw)
    output.write(_end(directory, len(parts), output.tell()))
    return output.getvalue()


def _deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def overlapping() -> bytes:
    """Two hundred entries over the same packed bytes."""
    with zipfile.ZipFile(io.BytesIO(book())) as source:
        data = source.read("xl/styles.xml")
    raw, name = _deflated(data), "xl/worksheets/a.xml"
    head = _head(data, raw, name)
    local = b"PK\x03\x04" + head + name.encode() + raw
    return local + _end(_entry(head, name, 0) * 200, 200, len(local))


def encrypted_zip() -> bytes:
    content = bytearray(book())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


FILES = {
    "nothing": (b" \r\n", "file-empty"),
    "a bomb that says so": (with_part(book(), "xl/a.xml", b"0" * (201 * 2**20)), "file-bomb"),
    "a bomb by its ratio": (with_part(book(), "xl/a.xml", b"0" * (60 * 2**20)), "file-bomb"),
    "a bomb that lies": (lying_bomb(64 * 2**20), "file-bomb"),
    "parts over one another": (overlapping(), "file-bomb"),
    "too many parts": (b"", "file-bomb"),
    "macros in a part": (macro_book(named=True), "file-macros"),
    "macros by its type": (macro_book(named=False), "file-macros"),
    "macros in an old workbook": (compound("Workbook", "_VBA_PROJECT_CUR"), "file-macros"),
    "a password on a workbook": (compound("EncryptionInfo", "EncryptedPackage"), "file-encrypted"),
    "a password on the archive": (encrypted_zip(), "file-encrypted"),
    "an old workbook": (compound("Workbook"), "file-old-excel"),
    "an old document": (compound("WordDocument"), "file-word"),
    "a web page as .xls": (b"<html><table><tr><td>1</td></tr></table></html>", "file-html"),
    "a web page with its mark": ("\ufeff <!DOCTYPE html><html>".encode(), "file-html"),
    "a web page in UTF-16": ("<html><body>".encode("utf-16"), "file-html"),
    "a web archive": (b"MIME-Version: 1.0\r\nContent-Type: text/html", "file-html"),
    "a bare table": (b"<table border=1>\r\n<tr><td>", "file-html"),
    "XML of 2003": (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>', "file-xml"),
    "a PDF": (b"%PDF-1.7", "file-pdf"),
    "a picture": (b"\x89PNG\r\n", "file-image"),
    "a cut workbook": (book()[:-40], "file-damaged"),
    "no archive at all": (b"PK\x03\x04 no zip", "file-damaged"),
}  # fmt: skip


def many_parts() -> bytes:
    output = io.BytesIO(book())
    with zipfile.ZipFile(output, "a") as archive:
        for number in range(files.PART_LIMIT + 1):
            archive.writestr(f"xl/media/{number}.xml", b"")
    return output.getvalue()


@pytest.mark.parametrize("what", FILES)
def test_it_is_named_and_refused(what: str) -> None:
    content, code = FILES[what]
    if what == "too many parts":
        content = many_parts()
    assert len(content) < files.FILE_LIMIT
    with pytest.raises(UnusableFile) as refused:
        format_of(content)
    assert refused.value.code == code
    assert refused.value.message.startswith(files.REASONS[code])


@pytest.mark.parametrize(
    ("part", "code"),
    [("word/document.xml", "file-word"), ("xl/workbook.bin", "file-binary-excel")],
)
def test_other_office_files_are_named(part: str, code: str) -> None:
    with pytest.raises(UnusableFile) as refused:
        format_of(with_part(book(), part, b"x"))
    assert refused.value.code == code


def test_an_opendocument_and_a_plain_archive_are_named() -> None:
    for name, code in (("mimetype", "file-opendocument"), ("photo.jpg", "file-archive")):
        output = io.BytesIO()
        with zipfile.ZipFile(output, "w") as archive:
            archive.writestr(name, b"application/vnd.oasis.opendocument.spreadsheet")
        with pytest.raises(UnusableFile) as refused:
            format_of(output.getvalue())
        assert refused.value.code == code


def test_a_cell_at_the_far_corner_does_not_take_the_memory() -> None:
    """Some kilobytes that would make a reader ask for hundreds of gigabytes."""
    content = book(far=(1_048_575, 16_383))
    assert len(content) < 10_000
    with pytest.raises(UnusableFile) as refused:
        read_table(content, CLASS_LIST)
    assert refused.value.code in ("file-memory", "file-rows")


def test_one_long_text_in_every_cell_does_not_take_the_memory() -> None:
    content = book(text="я" * 32_000, rows=19_000)
    assert len(content) < files.FILE_LIMIT
    with pytest.raises(UnusableFile) as refused:
        read_table(content, CLASS_LIST)
    assert refused.value.code in ("file-memory", "file-bomb")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_is_read_where_its_letters_are_certain(encoding: str, delimiter: str) -> None:
    table = read_table(TEXT.replace(";", delimiter).encode(encoding), CLASS_LIST)
    rows = list(table.rows)
    assert [row.cells["name"] for row in rows] == ["Щербакова Ёлка", "Гусев Пётр"]
    assert [row.number for row in rows] == [2, 3]
    assert table.letters == {"name": "A", "birth_date": "B", "group": "C"}


@pytest.mark.parametrize("encoding", ["koi8-r", "cp866", "mac-cyrillic", "iso8859-5"])
def test_other_letters_are_explained(encoding: str) -> None:
    with pytest.raises(UnusableFile) as refused:
        read_table(TEXT.encode(encoding), CLASS_LIST)
    assert refused.value.code == "file-encoding"


GARBLED = {
    "UTF-8 read as Windows": TEXT.encode().decode("cp1251", "ignore").encode(),
    "UTF-8 read as Latin": TEXT.encode().decode("latin-1").encode(),
    "question marks": ("????? ????;????? ?????;????\r\n" * 10).encode(),
    "replacement signs": "ФИО;Дата\ufffd рождения\r\n".encode(),
}


@pytest.mark.parametrize("what", GARBLED)
def test_letters_that_were_lost_before_are_explained(what: str) -> None:
    with pytest.raises(UnusableFile) as refused:
        read_table(GARBLED[what], CLASS_LIST)
    assert refused.value.code == "file-garbled"


@pytest.mark.parametrize("content", [b"\x00\x01\x02\x03" * 50, "ФИО".encode("utf-32")])
def test_what_is_no_text_is_not_taken_for_csv(content: bytes) -> None:
    with pytest.raises(UnusableFile):
        read_table(content, CLASS_LIST)


def test_a_workbook_reads_as_before_and_rows_keep_their_numbers() -> None:
    table = read_table(book(rows=3), CLASS_LIST)
    assert [(row.number, row.cells["group"]) for row in table.rows] == [
        (2, "7А"),
        (3, "7А"),
        (4, "7А"),
    ]
    assert table.size == 3


def test_too_many_rows_are_refused_before_any_is_read() -> None:
    with pytest.raises(UnusableFile) as refused:
        read_table(book(rows=20_001), CLASS_LIST)
    assert refused.value.code == "file-rows"


def test_columns_have_letters() -> None:
    assert [letter_of(n) for n in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]
