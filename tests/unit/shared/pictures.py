"""Pictures made by hand, with everything in them that a camera may write."""

from __future__ import annotations

import struct
import zlib

PLACE = b"55.7558N 37.6173E Pixel 9"
"""What must never be in a cleaned file."""


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int = 3, height: int = 2) -> bytes:
    """Red points, with text, EXIF and time chunks, and something after the end."""
    rows = b"".join(b"\0" + b"\xff\0\0" * width for _ in range(height))
    parts = (
        chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        chunk(b"tEXt", b"Comment\0" + PLACE),
        chunk(b"eXIf", b"II*\0" + PLACE),
        chunk(b"tIME", b"\x07\xea\x05\x01\x0c\0\0"),
        chunk(b"IDAT", zlib.compress(rows)),
        chunk(b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts) + PLACE


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def exif(orientation: int, order: str = "<") -> bytes:
    mark = b"II*\0" if order == "<" else b"MM\0*"
    entries = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    tiff = mark + struct.pack(f"{order}IH", 8, 1) + entries + struct.pack(f"{order}I", 0)
    return segment(0xE1, b"Exif\0\0" + tiff + PLACE)


def jpeg(orientation: int = 6, order: str = "<") -> bytes:
    """A grey picture, 16 by 8 points, with EXIF, a comment, a second picture behind the first."""
    lengths = bytes((1, *(0,) * 15, 0))
    parts = (
        b"\xff\xd8", segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0"), exif(orientation, order),
        segment(0xFE, PLACE), segment(0xE2, b"MPF\0" + PLACE), segment(0xDB, bytes(1) + bytes([1] * 64)),
        segment(0xC0, struct.pack(">BHHB", 8, 8, 16, 1) + bytes((1, 0x11, 0))),
        segment(0xC4, b"\x00" + lengths), segment(0xC4, b"\x10" + lengths),
        segment(0xDA, bytes((1, 1, 0, 0, 63, 0))), b"\x00\xff\x00\x3f", b"\xff\xd9",
        b"\xff\xd8" + segment(0xFE, PLACE) + b"\xff\xd9",
    )  # fmt: skip
    return b"".join(parts)
