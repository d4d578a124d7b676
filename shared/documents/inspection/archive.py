"""The parts of a ZIP file, read only where every reader finds the same parts in it."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from shared.documents.inspection.faults import TemplateFault

_BEGINS: Final = b"PK\x03\x04"
_AMBIGUOUS: Final = frozenset('\\:*?"<>|%')


@dataclass(frozen=True, slots=True)
class Limits:
    """``file`` as it is sent, ``unpacked`` in all, ``text`` a part that is XML, ``parts`` in number."""

    file: int
    unpacked: int
    text: int
    parts: int


def unpacked(file: bytes, limits: Limits) -> dict[str, bytes]:
    """Contents by name, names in small letters: no two parts differ in these only."""
    if len(file) > limits.file:
        raise TemplateFault("template-large")
    if not file.startswith(_BEGINS):
        raise TemplateFault("template-kind")
    try:
        with zipfile.ZipFile(io.BytesIO(file)) as packed:
            return _contents(file, packed, limits)
    except TemplateFault:
        raise
    except Exception as error:  # zipfile raises whatever it meets in a broken file
        raise TemplateFault("template-kind") from error


def _contents(file: bytes, packed: zipfile.ZipFile, limits: Limits) -> dict[str, bytes]:
    entries = packed.infolist()
    if len(entries) > limits.parts or sum(one.file_size for one in entries) > limits.unpacked:
        raise TemplateFault("template-large")
    parts: dict[str, bytes] = {}
    for entry in entries:
        name = _name(entry)
        if name in parts:
            raise TemplateFault("template-kind")
        with packed.open(entry):  # compares the two names of the entry
            content = _content(file, entry)
        if not entry.is_dir():
            parts[name] = content
        elif content:
            raise TemplateFault("template-kind")
    return parts


def _name(entry: zipfile.ZipInfo) -> str:
    name = unquote(entry.filename)
    steps = name.removesuffix("/").split("/")
    plain = entry.orig_filename == entry.filename and name.isprintable()
    if not plain or _AMBIGUOUS & set(name) or any(one != one.rstrip(". ") for one in steps):
        raise TemplateFault("template-kind")
    if "" in steps:
        raise TemplateFault("template-kind")
    return name.casefold()


def _content(file: bytes, entry: zipfile.ZipInfo) -> bytes:
    """Never more than the entry's own size, and refused where the data end elsewhere."""
    lengths = struct.unpack_from("<HH", file, entry.header_offset + 26)
    start = entry.header_offset + 30 + sum(lengths)
    data = file[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_DEFLATED:
        data = _inflated(data, entry.file_size)
    elif entry.compress_type != zipfile.ZIP_STORED:
        raise TemplateFault("template-kind")
    if len(data) != entry.file_size or zlib.crc32(data) != entry.CRC:
        raise TemplateFault("template-kind")
    return data


def _inflated(data: bytes, size: int) -> bytes:
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    content = engine.decompress(data, size + 1)
    if not engine.eof or engine.unused_data:
        raise TemplateFault("template-kind")
    return content
