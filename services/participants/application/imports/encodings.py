"""The letters of a CSV: taken where they are certain, explained where they are not."""

from __future__ import annotations

import re
from typing import Final

from services.participants.application.imports.files import UnusableFile

_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\x00\x00", ""), (b"\x00\x00\xfe\xff", ""),
    (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
)  # fmt: skip
_SINGLE: Final = ("cp1251", "koi8-r", "cp866", "mac-cyrillic", "iso8859-5")
_OFTEN: Final = {letter: 33 - n for n, letter in enumerate("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё")}
_FOREIGN: Final = re.compile(r"[^\x00-\x7f]+")
_WORD: Final = re.compile(r"[А-ЯЁ]?[а-яё]*|[А-ЯЁ]+")
_SIGNS: Final = frozenset("«»–—№…“”„’°€§±−•·×\u00a0\u200b\u202f")
_SAMPLE: Final = 200_000
_CERTAIN: Final = 1.3
_NEARLY_ALL: Final = 0.9
_MOSTLY: Final = 0.6
"""Each lost letter stands as two signs."""


def decoded(content: bytes) -> str:
    """UTF-8, UTF-16 and Windows-1251. Raises UnusableFile where the letters are not certain, or
    were lost before the file came here."""
    text = _decoded(content)
    _refuse_garbled(text[:_SAMPLE])
    return text


def _decoded(content: bytes) -> str:
    for mark, name in _MARKS:
        if content.startswith(mark):
            if not name:
                raise UnusableFile("file-encoding", "UTF-32")
            return _strict(content, name)
    if b"\x00" in content:
        return _wide(content)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _single_byte(content)


def _strict(content: bytes, name: str) -> str:
    try:
        text = content.decode(name)
    except UnicodeDecodeError as error:
        raise UnusableFile("file-encoding") from error
    if "\x00" in text:
        raise UnusableFile("file-unknown")
    return text


def _wide(content: bytes) -> str:
    """UTF-16 without its mark: only where exactly one order of bytes gives ordinary signs."""
    found = []
    for name in ("utf-16-le", "utf-16-be"):
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        if all(_ordinary(sign) for sign in set(text[:_SAMPLE])):
            found.append(text)
    if len(found) != 1:
        raise UnusableFile("file-unknown")
    return found[0]


def _ordinary(sign: str) -> bool:
    return sign in "\t\r\n" or " " <= sign <= "~" or "\u0400" <= sign <= "\u04ff" or sign in _SIGNS


def _single_byte(content: bytes) -> str:
    sample = content[:_SAMPLE]
    scores = sorted(((_russian(sample, name), name) for name in _SINGLE), reverse=True)
    (best, name), (second, _) = scores[:2]
    if best <= 0 or best < _CERTAIN * second:
        raise UnusableFile("file-encoding")
    if name != "cp1251":
        raise UnusableFile("file-encoding", f"it looks like {name.upper()}")
    try:
        return content.decode(name)
    except UnicodeDecodeError as error:
        raise UnusableFile("file-encoding") from error


def _russian(content: bytes, name: str) -> float:
    """How often the letters stand as in Russian words; 0 where most words could be none."""
    try:
        text = content.decode(name)
    except UnicodeDecodeError:
        return 0.0
    words = [word.strip("".join(_SIGNS)) for word in _FOREIGN.findall(text)]
    words = [word for word in words if word]
    letters = [letter for word in words for letter in word.lower()]
    good = sum(_WORD.fullmatch(word) is not None for word in words)
    if not letters or good < _NEARLY_ALL * len(words):
        return 0.0
    return sum(_OFTEN.get(letter, 0) for letter in letters) / len(letters)


def _refuse_garbled(text: str) -> None:
    letters = sum(sign.isalpha() for sign in text)
    if "\ufffd" in text or text.count("?") > max(20, letters):
        raise UnusableFile("file-garbled")
    foreign = sum(not sign.isascii() for sign in text)
    for name in ("cp1251", "cp1252", "latin-1"):
        again = text.encode(name, "ignore").decode("utf-8", "ignore")
        if 2 * sum("\u0400" <= sign <= "\u04ff" for sign in again) > _MOSTLY * foreign:
            raise UnusableFile("file-garbled")
