"""What an uploaded file is, judged on its bytes before anything unpacks it."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Final, Literal

from shared.domain.errors import Invalid

Format = Literal["xlsx", "csv"]

FILE_LIMIT: Final = 10 * 2**20
UNPACKED_LIMIT: Final = 200 * 2**20
RATIO_LIMIT: Final = 200
PART_LIMIT: Final = 2_000
_CHUNK: Final = 2**20

REASONS: Final = {
    "file-empty": "the file is empty",
    "file-macros": "the workbook holds macros; save it as XLSX without macros and send that file",
    "file-encrypted": "the workbook is protected by a password; take the password off and save it again",
    "file-old-excel": "this is a workbook of the old kind (XLS); open it and save it as XLSX",
    "file-binary-excel": "this is a binary workbook (XLSB); open it and save it as XLSX",
    "file-html": "this is a web page (HTML) under the name of a workbook; open it in a spreadsheet"
    " and save it as XLSX",
    "file-xml": "this is an XML table of Excel 2003; open it in a spreadsheet and save it as XLSX",
    "file-opendocument": "this is an OpenDocument file; open it and save it as XLSX",
    "file-word": "this is a text document; copy its table into a spreadsheet and save it as XLSX",
    "file-pdf": "this is a PDF; ask for the workbook that it was made from",
    "file-image": "this is a picture; the table must be a workbook (XLSX) or CSV",
    "file-archive": "this is an archive; unpack it and send the workbook inside",
    "file-unknown": "this is neither an XLSX workbook nor CSV; save the table as XLSX",
    "file-damaged": "the file is damaged; save it again and send the new file",
    "file-bomb": "the workbook unpacks to far more than a table of this size can hold",
    "file-memory": "the workbook is too large inside: a cell far below or far to the right is filled,"
    " or texts are very long; copy the table into a new workbook",
    "file-encoding": "the letters of this CSV cannot be told for certain; save it as “CSV UTF-8” or XLSX",
    "file-garbled": "the letters were garbled before the file was sent (question marks or signs instead"
    " of Russian letters); take the file from its source again and save it as XLSX",
    "file-gone": "the file was kept for two hours only; send it again",
    "file-rows": "too many rows; split the file",
    "file-columns": "the table was not found",
}  # fmt: skip


class UnusableFile(Invalid):
    """``code`` is one of :data:`REASONS`; ``more`` ends the sentence."""

    def __init__(self, code: str, more: str = "") -> None:
        sentence = REASONS[code] + (f": {more}" if more else "")
        super().__init__(sentence, {"file": [sentence]})
        self.code = code
        self.more = more


_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STARTS: Final = (
    (b"%PDF", "file-pdf"), (b"\x89PNG", "file-image"), (b"\xff\xd8\xff", "file-image"),
    (b"GIF8", "file-image"), (b"{\\rtf", "file-word"), (b"Rar!", "file-archive"),
    (b"7z\xbc\xaf", "file-archive"), (b"\x1f\x8b", "file-archive"), (b"\x09\x08", "file-old-excel"),
    (b"\x09\x04\x06", "file-old-excel"), (b"\x09\x02\x06", "file-old-excel"),
)  # fmt: skip
_HTML: Final = re.compile(
    r"\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|meta|table|style|body|div|span|p|tr|br)\b",
    re.IGNORECASE | re.DOTALL,
)


def format_of(content: bytes) -> Format:
    """Raises UnusableFile naming what the file is and what to do, for all but XLSX and text."""
    if not content.strip():
        raise UnusableFile("file-empty")
    for start, code in _STARTS:
        if content.startswith(start):
            raise UnusableFile(code)
    if content.startswith(_OLE):
        raise UnusableFile(_compound(content))
    if content.startswith(b"PK"):
        _check_archive(content)
        return "xlsx"
    _refuse_markup(content)
    return "csv"


def _compound(content: bytes) -> str:
    """The old container holds old workbooks and documents, and new ones under a password."""
    holds = lambda name: name.encode("utf-16-le") in content  # noqa: E731
    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        return "file-encrypted"
    if holds("_VBA_PROJECT") or holds("VBA"):
        return "file-macros"
    return "file-word" if holds("WordDocument") else "file-old-excel"


def _refuse_markup(content: bytes) -> None:
    head = content[:4096]
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = head.decode("utf-16" if wide else "utf-8", "replace").lstrip("\ufeff")
    low = text.lower()
    if _HTML.match(text) or ("mime-version:" in low and "html" in low):
        raise UnusableFile("file-html")
    if low.lstrip().startswith("<?xml"):
        raise UnusableFile("file-html" if "<html" in low else "file-xml")


def _check_archive(content: bytes) -> None:
    """Sizes as declared first, then as they are: an archive may lie about what it holds."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError) as error:
        raise UnusableFile("file-damaged") from error
    names = {part.filename.lower().lstrip("/") for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise UnusableFile("file-encrypted")
    declared = sum(part.file_size for part in parts)
    if len(parts) > PART_LIMIT or declared > UNPACKED_LIMIT:
        raise UnusableFile("file-bomb")
    if declared > RATIO_LIMIT * max(len(content), 1024):
        raise UnusableFile("file-bomb")
    if sum(part.compress_size for part in parts) > len(content):
        raise UnusableFile("file-bomb")  # parts that lie over one another
    for part in parts:
        _measure(content, part)
    _refuse_by_name(names, content)


def _refuse_by_name(names: set[str], content: bytes) -> None:
    if any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise UnusableFile("file-macros")
    if "[content_types].xml" not in names:
        raise UnusableFile("file-opendocument" if "mimetype" in names else "file-archive")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        types = next(n for n in archive.namelist() if n.lower().endswith("[content_types].xml"))
        try:
            kinds = archive.read(types).lower()
        except zipfile.BadZipFile as error:
            raise UnusableFile("file-damaged") from error
    if b"macroenabled" in kinds or any(name.startswith("xl/macrosheets/") for name in names):
        raise UnusableFile("file-macros")
    if any(name.startswith("word/") for name in names):
        raise UnusableFile("file-word")
    if "xl/workbook.bin" in names:
        raise UnusableFile("file-binary-excel")
    if not any(name.startswith("xl/") and name.endswith(".xml") for name in names):
        raise UnusableFile("file-unknown")


def _measure(content: bytes, part: zipfile.ZipInfo) -> None:
    """Unpacks a part into nothing and compares its size with the one declared."""
    begin = part.header_offset
    head = content[begin : begin + 30]
    if len(head) < 30 or head[:4] != b"PK\x03\x04":
        raise UnusableFile("file-damaged")
    begin += 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    packed = content[begin : begin + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        if len(packed) != part.file_size:
            raise UnusableFile("file-damaged")
        return
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise UnusableFile("file-damaged")
    stream = zlib.decompressobj(-15)
    size = 0
    try:
        while packed and not stream.eof:
            size += len(stream.decompress(packed, _CHUNK))
            packed = stream.unconsumed_tail
            if size > part.file_size:
                raise UnusableFile("file-bomb")
    except zlib.error as error:
        raise UnusableFile("file-damaged") from error
    if size != part.file_size:
        raise UnusableFile("file-damaged")
