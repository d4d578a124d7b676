"""What the fields of a document tell a word processor to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from shared.documents.inspection.faults import TemplateFault
from shared.documents.inspection.links import is_link
from shared.documents.inspection.reading import named, word

_KNOWN: Final = frozenset(
    {
        "=", "ADDRESSBLOCK", "ADVANCE", "ASK", "AUTHOR", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT",
        "AUTOTEXT", "AUTOTEXTLIST", "BARCODE", "BIBLIOGRAPHY", "BIDIOUTLINE", "CITATION", "COMMENTS",
        "COMPARE", "CREATEDATE", "DATE", "DISPLAYBARCODE", "DOCPROPERTY", "DOCVARIABLE", "EDITTIME",
        "EQ", "FILENAME", "FILESIZE", "FILLIN", "FORMCHECKBOX", "FORMDROPDOWN", "FORMTEXT",
        "GREETINGLINE", "HYPERLINK", "IF", "INDEX", "INFO", "KEYWORDS", "LASTSAVEDBY", "LISTNUM",
        "MERGEBARCODE", "MERGEFIELD", "MERGEREC", "MERGESEQ", "NEXT", "NEXTIF", "NOTEREF", "NUMCHARS",
        "NUMPAGES", "NUMWORDS", "PAGE", "PAGEREF", "PRINTDATE", "PRIVATE", "QUOTE", "REF", "REVNUM",
        "SAVEDATE", "SECTION", "SECTIONPAGES", "SEQ", "SET", "SHAPE", "SKIPIF", "STYLEREF", "SUBJECT",
        "SYMBOL", "TA", "TC", "TEMPLATE", "TIME", "TITLE", "TOA", "TOC", "USERADDRESS", "USERINITIALS",
        "USERNAME", "XE",
    }
)  # fmt: skip
_LOADING: Final = frozenset(
    {
        "DATABASE", "DDE", "DDEAUTO", "EMBED", "IMPORT", "INCLUDE", "INCLUDEPICTURE", "INCLUDETEXT",
        "LINK", "MACROBUTTON",
    }
)  # fmt: skip
_NEVER: Final = ("DDEAUTO", "INCLUDEPICTURE", "INCLUDETEXT", "MACROBUTTON")
_FIRST: Final = re.compile(r"(=|[A-Z]+(?=[\s\\\"]|$))")
_TOKEN: Final = re.compile(r'\\[a-z*](?=[\s"]|$)|"[^"]*"|[^\s"]+', re.I)
_CURLY: Final = str.maketrans("“”„", '"""')
_HTTP: Final = re.compile(r"https?://|mailto:", re.I)
_ADDRESS: Final = re.compile(r"\b[a-z][a-z0-9+.-]*:\S|//|\\\\", re.I)
_INNER: Final = "\ufffc"
_PIECES: Final = frozenset({"instrText", "delInstrText", "t", "delText"})
_SPACES: Final = frozenset({"p", "br", "cr", "tab", "sym", "noBreakHyphen", "softHyphen"})
_REVISIONS: Final = frozenset({"ins", "del", "moveFrom", "moveTo"})


@dataclass(slots=True)
class _Field:
    """``readings`` are the alternatives, strange elements and revisions that its pieces stand in:
    with more than one, what it says depends on the reader."""

    code: str = ""
    begun: bool = True
    readings: set[tuple[Any, ...]] = field(default_factory=set)

    def add(self, node: Any, text: str) -> None:
        self.code += text
        self.readings.add(_reading(node))


def judge_fields(root: Any) -> None:
    """Raises TemplateFault."""
    for one in _fields(root):
        if len(one.readings) > 1:
            raise TemplateFault("template-loads")
        _judge(one.code.translate(_CURLY).strip())


def _fields(root: Any) -> Iterator[_Field]:
    """A code may be in many pieces and hold fields itself; it ends where its result begins."""
    open: list[_Field] = []
    for node in root.iter("*"):
        name = word(node.tag)
        inside = open[-1] if open and open[-1].begun else None
        if name == "fldChar":
            yield from _marked(node, open)
        elif name == "fldSimple":
            if inside:
                inside.add(node, _INNER)
            yield from map(_Field, _attributes(node, "instr"))
        elif name in _PIECES and inside:
            inside.add(node, "".join(node.itertext()))
        elif name in _SPACES and inside:
            inside.code += " "
        elif name in ("instrText", "delInstrText"):  # LibreOffice leaves such behind
            yield _Field("".join(node.itertext()))
    yield from open


def _marked(node: Any, open: list[_Field]) -> Iterator[_Field]:
    match _attributes(node, "fldCharType"):
        case ["begin"]:
            if open and open[-1].begun:
                open[-1].add(node, _INNER)
            open.append(_Field(readings={_reading(node)}))
        case ["separate"] if open:
            open[-1].add(node, "")
            open[-1].begun = False
        case ["end"] if open:
            open[-1].add(node, "")
            yield open.pop()
        case _:
            raise TemplateFault("template-loads")


def _reading(node: Any) -> tuple[Any, ...]:
    around = []
    for ancestor in node.iterancestors():
        name = word(ancestor.tag)
        if not name:
            around.append(ancestor)
        elif name in _REVISIONS:
            around.append(name)
    return tuple(around)


def _attributes(node: Any, name: str) -> list[str]:
    """In whatever namespace: one that readers leave out must not hide another."""
    return [str(value) for key, value in node.items() if named(key)[1] == name]


def _judge(code: str) -> None:
    if not code:
        return
    if any(mark in code for mark in ("{{", "{%", "{#")):
        raise TemplateFault("template-syntax")
    said = code.upper()
    first = _FIRST.match(said)
    words = set(re.findall(r"\w+", re.sub(r'"[^"]*"', " ", said)))
    if first is None or first[1] not in _KNOWN or words & _LOADING:
        raise TemplateFault("template-loads")
    if any(word in re.sub(r"\s+", "", said) for word in _NEVER):
        raise TemplateFault("template-loads")
    if first[1] == "HYPERLINK" and (_INNER in code or not _stays(code)):
        raise TemplateFault("template-loads")


def _stays(code: str) -> bool:
    """What follows the switches for a place and for words to show is no address at all."""
    before = ""
    for token in _TOKEN.findall(code)[1:]:
        switch = token.startswith("\\") and len(token) == 2
        shown = before in ("\\l", "\\o")
        if not switch and not (_harmless(token) if shown else _leads(token.strip('"'))):
            return False
        before = token.lower() if switch else ""
    return True


def _harmless(words: str) -> bool:
    return not _ADDRESS.search(_HTTP.sub("", words))


def _leads(address: str) -> bool:
    return is_link(address.strip()) or bool(re.fullmatch(r"\w*", address))
