"""The sheets of a file, row by row, whatever its format; nothing is held as a whole."""

from __future__ import annotations

import csv
import io
import itertools
import subprocess
import sys
import threading
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec

from services.participants.application.imports.encodings import decoded
from services.participants.application.imports.files import UnusableFile, format_of

ROW_LIMIT: Final = 20_000
SPARE_ROWS: Final = 100
"""Titles above and remarks below a table of the greatest size."""
_READER: Final = Path(__file__).with_name("opening.py")
_DELIMITERS: Final = ";\t,|"


@dataclass(frozen=True, slots=True)
class SheetRows:
    """``rows`` is read once: the number as a spreadsheet shows it, and the cells as texts.
    ``last`` is the number of the last row that holds anything."""

    name: str
    last: int
    rows: Iterator[tuple[int, list[str]]]


def sheets_of(content: bytes) -> Generator[SheetRows, None, None]:
    """Every sheet in turn; going on to the next one passes over what is left of the last.

    Raises UnusableFile as :func:`format_of` does, and for what cannot be read after all. Close it
    (``contextlib.closing``) when the rest is not wanted.
    """
    if format_of(content) == "csv":
        yield _csv(decoded(content))
    else:
        yield from _workbook(content)


def _csv(text: str) -> SheetRows:
    text = text.removeprefix("\ufeff")
    skip, delimiter = 0, _delimiter(text)
    first = text[:8].splitlines()[:1]
    if first and first[0].lower().startswith("sep=") and len(first[0]) == 5:
        skip, delimiter = 1, first[0][4]
    try:
        last = sum(1 for _ in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UnusableFile("file-unknown") from error
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows = (
        (number, [" ".join(cell.replace("\u00a0", " ").split()) for cell in cells])
        for number, cells in enumerate(lines, 1)
        if number > skip
    )
    return SheetRows("CSV", last, rows)


def _delimiter(text: str) -> str:
    """The one that splits the first lines into the most columns."""
    head = text[:20_000]

    def columns(delimiter: str) -> int:
        lines = itertools.islice(csv.reader(io.StringIO(head), delimiter=delimiter), 15)
        try:
            return max((len(line) for line in lines), default=0)
        except csv.Error:
            return 0

    return max(_DELIMITERS, key=columns)


def _workbook(content: bytes) -> Iterator[SheetRows]:
    with closing(_lines(content)) as lines:
        found: Any = next(lines, None)
        while isinstance(found, dict) and "sheet" in found:
            rest: list[Any] = []
            rows = _until_next(lines, int(found["above"]), rest)
            yield SheetRows(str(found["sheet"]), int(found["last"]), rows)
            for _ in rows:
                pass
            found = rest[0] if rest else None
    if not isinstance(found, dict) or "end" not in found:
        raise UnusableFile("file-damaged" if found else "file-memory")


def _until_next(
    lines: Iterator[Any], above: int, rest: list[Any]
) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(lines, above + 1):
        if isinstance(line, dict):
            rest.append(line)
            return
        yield number, line
    raise UnusableFile("file-memory")  # the reading process is gone


def _lines(content: bytes) -> Generator[Any, None, None]:
    """What the reading process says. It ends with the generator, however that ends."""
    command = [sys.executable, "-P", str(_READER), str(ROW_LIMIT + SPARE_ROWS)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdin is not None
    assert process.stdout is not None
    feeder = threading.Thread(target=_feed, args=(process.stdin, content), daemon=True)
    feeder.start()
    decode = msgspec.json.Decoder().decode
    try:
        for line in process.stdout:
            yield decode(line)
    except msgspec.DecodeError:
        return  # the process died in the middle of a line
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        feeder.join()


def _feed(pipe: Any, content: bytes) -> None:
    try:
        with pipe:
            pipe.write(content)
    except OSError:
        return  # the reader is gone; what it said before tells why
