"""Nothing of what a camera wrote leaves with a picture."""

from __future__ import annotations

import pytest

from shared.documents.cleaning import LIMIT, cleaned
from shared.domain.errors import Invalid
from tests.unit.shared.pictures import PLACE, chunk, exif, jpeg, png, segment


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_jpeg_keeps_its_picture_and_which_way_is_up(order: str) -> None:
    found = cleaned(jpeg(6, order))
    assert (found.type, found.width, found.height) == ("image/jpeg", 8, 16)
    assert PLACE not in found.content
    assert PLACE in jpeg()
    assert b"JFIF" not in found.content
    assert found.content.count(b"Exif") == 1
    assert cleaned(found.content) == found, "the way up is understood again"
    assert found.content.endswith(b"\x00\xff\x00\x3f\xff\xd9"), "the scan is copied as it is"


def test_a_jpeg_that_stands_upright_keeps_no_exif_at_all() -> None:
    found = cleaned(jpeg(1))
    assert (found.width, found.height) == (16, 8)
    assert b"Exif" not in found.content


def test_a_png_keeps_its_points_only() -> None:
    found = cleaned(png())
    assert (found.type, found.width, found.height) == ("image/png", 3, 2)
    for name in (PLACE, b"tEXt", b"eXIf", b"tIME"):
        assert name not in found.content
    assert cleaned(found.content) == found


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 %%EOF", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", jpeg()[:60],
        jpeg()[: jpeg().index(b"\x00\xff\x00\x3f") + 2], png()[:40], b"\x89PNG\r\n\x1a\n",
        png().replace(b"\x03\0\0\0\x02", b"\x04\0\0\0\x02"),
        b"\x89PNG\r\n\x1a\n" + chunk(b"IEND", b""), b"\xff\xd8\xff\xd9",
        b"\xff\xd8" + exif(1) + segment(0xFE, b"x") + b"\xff\xd9",
    ],
)  # fmt: skip
def test_what_is_no_whole_picture_is_refused_in_plain_words(content: bytes) -> None:
    with pytest.raises(Invalid, match="no picture"):
        cleaned(content)


def test_nothing_too_large_and_nothing_empty() -> None:
    with pytest.raises(Invalid, match="missing"):
        cleaned(b"")
    with pytest.raises(Invalid, match="file is too large"):
        cleaned(b"\xff\xd8\xff" + bytes(LIMIT))
    with pytest.raises(Invalid, match="picture is too large"):
        cleaned(png(1, 1).replace(chunk(b"IHDR", png(1, 1)[16:29]), _vast()))


def _vast() -> bytes:
    return chunk(b"IHDR", (60_000).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0")
