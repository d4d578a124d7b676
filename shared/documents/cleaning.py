"""What a picture file holds besides the picture: place, time, camera and previews are taken out by
copying only the parts that a reader needs."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from shared.domain.errors import Invalid

LIMIT: Final = 10 * 2**20
LARGEST: Final = 50_000_000
"""Points in all; more would make a phone run out of memory."""
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_CHUNKS: Final = (b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"IDAT", b"IEND")
_FRAMES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_KEPT: Final = _FRAMES | {0xC4, 0xDA, 0xDB, 0xDD}
"""Frames, Huffman and quantisation tables, restart intervals and scans."""
_ADOBE: Final = 0xEE
_EXIF: Final = b"Exif\0\0"


@dataclass(frozen=True, slots=True)
class Picture:
    content: bytes
    type: str
    width: int
    height: int


def cleaned(content: bytes) -> Picture:
    """By what the file holds, whatever it is called. Raises Invalid for anything but a whole JPEG or
    PNG of at most 10 MB."""
    if not content:
        raise Invalid("the picture is missing", {"picture": ["send the file as the body"]})
    if len(content) > LIMIT:
        raise Invalid("the file is too large", {"picture": ["at most 10 MB"]})
    try:
        if content.startswith(_PNG):
            found = _png(content)
        elif content.startswith(b"\xff\xd8\xff"):
            found = _jpeg(content)
        else:
            raise ValueError("another kind")
    except (ValueError, struct.error, IndexError) as error:
        raise Invalid(
            "the file is no picture", {"picture": ["a whole JPEG or PNG, whatever its name is"]}
        ) from error
    if not 0 < found.width * found.height <= LARGEST:
        raise Invalid("the picture is too large", {"picture": ["at most 50 megapixels"]})
    return found


def _png(content: bytes) -> Picture:
    """Chunks with a right check sum; texts, times, colour profiles and EXIF are left out."""
    kept, place = [_PNG], len(_PNG)
    seen: list[bytes] = []
    while not seen or seen[-1] != b"IEND":
        (length,) = struct.unpack_from(">I", content, place)
        whole = content[place : place + 12 + length]
        name, body = whole[4:8], whole[8 : 8 + length]
        if struct.unpack_from(">I", whole, 8 + length)[0] != zlib.crc32(name + body):
            raise ValueError("a broken chunk")
        if name in _CHUNKS:
            kept.append(whole)
        seen.append(name)
        place += 12 + length
    if seen[0] != b"IHDR" or b"IDAT" not in seen:
        raise ValueError("not a whole picture")
    width, height = struct.unpack_from(">II", content, 16)
    return Picture(b"".join(kept), "image/png", width, height)


def _jpeg(content: bytes) -> Picture:
    """The way up is all that stays of what the camera wrote: the picture would lie on its side."""
    kept: list[bytes] = []
    size, scans, turned = (0, 0), 0, 1
    for marker, whole in _segments(content):
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", whole, 5)
            size = (width, height)
        if marker == 0xE1 and whole[4:10] == _EXIF:
            turned = _orientation(whole[10:]) or turned
        if marker in _KEPT or (marker == _ADOBE and whole[4:9] == b"Adobe"):
            kept.append(whole)
            scans += marker == 0xDA
    if not scans:
        raise ValueError("no picture in it")
    head = b"\xff\xd8" + (_way_up(turned) if turned != 1 else b"")
    if turned >= 5:
        size = size[::-1]
    return Picture(b"".join((head, *kept, b"\xff\xd9")), "image/jpeg", *size)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """From the first marker to the end of the picture; what follows it is not looked at. Raises
    ``ValueError`` for a file that is cut off."""
    place = 2
    while True:
        if content[place] != 0xFF:
            raise ValueError("no marker")
        while content[place + 1] == 0xFF:
            place += 1
        marker = content[place + 1]
        if marker == 0xD9:
            return
        (length,) = struct.unpack_from(">H", content, place + 2)
        end = place + 2 + length
        if length < 2 or end >= len(content):
            raise ValueError("cut off")
        if marker == 0xDA:
            end = _end_of_scan(content, end)
        yield marker, content[place:end]
        place = end


def _end_of_scan(content: bytes, place: int) -> int:
    """Where the next marker stands that is neither a stuffed byte nor a restart."""
    while True:
        place = content.find(b"\xff", place)
        if place < 0 or place + 1 >= len(content):
            raise ValueError("cut off")
        if content[place + 1] not in (0x00, 0xFF, *range(0xD0, 0xD8)):
            return place
        place += 1 if content[place + 1] == 0xFF else 2


def _orientation(tiff: bytes) -> int | None:
    """1 to 8 as EXIF tells it; nothing where it is not told or broken."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    try:
        (first,) = struct.unpack_from(f"{order or '<'}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order or '<'}H", tiff, first)
        for number in range(count if order else 0):
            tag, _kind, _n, value = struct.unpack_from(
                f"{order}HHIH", tiff, first + 2 + 12 * number
            )
            if tag == 0x0112:
                return value if 1 <= value <= 8 else None
    except struct.error:
        return None
    return None


def _way_up(turned: int) -> bytes:
    """An EXIF part with this one entry."""
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, turned, 0)
    body = _EXIF + b"MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
