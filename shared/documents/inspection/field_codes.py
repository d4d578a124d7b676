"""What the fields of a document tell a word processor to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from shared.documents.inspection.faults import TemplateFault
from shared.documents.inspection.links import is_link
from shared.documents.inspection.reading import named, office

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
_CURLY: Final = str.maketrans("“”„«»", '"""""')
_INNER: Final = "\ufffc"
_PIECES: Final = frozenset({"instrText", "delInstrText", "t", "delText"})
_SPACES: Final = frozenset({"p", "br", "cr", "tab", "sym", "noBreakHyphen", "softHyphen"})
_READINGS: Final = frozenset({"Choice", "Fallback"})
_REVISIONS: Final = frozenset({"ins", "del", "moveFrom", "moveTo"})


@dataclass(slots=True)
class _Field:
    """``readings`` are the alternatives and revisions that its pieces stand in."""

    code: str = ""
    begun: bool = True
    readings: set[tuple[Any, ...]] = field(default_factory=set)

    def add(self, node: Any, text: str) -> None:
        self.code += text
        self.readings.add(_reading(node))


def judge_fields(root: Any) -> None:
    """Raises TemplateFault."""
    for one in _fields(root):
        if len(one.readings) > 1:  # what it says would depend on the reader
            raise TemplateFault("template-loads")
        _judge(one.code.translate(_CURLY).strip())


def _fields(root: Any) -> Iterator[_Field]:
    """A code may be in many pieces and hold fields itself; it ends where its result begins."""
    open: list[_Field] = []
    stray = _Field()
    for node in root.iter("*"):
        name = office(node.tag)
        inside = open[-1] if open and open[-1].begun else None
        if name == "fldChar":
            yield from _marked(node, open)
        elif name == "fldSimple":
            if inside:
                inside.add(node, _INNER)
            yield _Field(_attribute(node, "instr"))
        elif name in _PIECES and inside:
            inside.add(node, "".join(node.itertext()))
        elif name in _SPACES and inside:
            inside.code += " "
        elif name in ("instrText", "delInstrText"):
            stray.add(node, "".join(node.itertext()))
    yield from (*open, stray)


def _marked(node: Any, open: list[_Field]) -> Iterator[_Field]:
    match _attribute(node, "fldCharType"):
        case "begin":
            if open and open[-1].begun:
                open[-1].add(node, _INNER)
            open.append(_Field(readings={_reading(node)}))
        case "separate" if open:
            open[-1].begun = False
        case "end" if open:
            yield open.pop()


def _reading(node: Any) -> tuple[Any, ...]:
    around = []
    for ancestor in node.iterancestors():
        name = named(ancestor.tag)[1]
        if name in _READINGS:
            around.append(ancestor)
        elif name in _REVISIONS:
            around.append(name)
    return tuple(around)


def _attribute(node: Any, name: str) -> str:
    return next((str(value) for key, value in node.items() if named(key)[1] == name), "")


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
    if first[1] == "HYPERLINK" and (_INNER in code or not all(map(_leads, _addresses(code)))):
        raise TemplateFault("template-loads")


def _addresses(code: str) -> Iterator[str]:
    """What is no switch and neither the place nor the words that follow one."""
    before = ""
    for token in _TOKEN.findall(code)[1:]:
        switch = token.startswith("\\") and len(token) == 2
        if not switch and before not in ("\\l", "\\o"):
            yield token.strip('"')
        before = token.lower() if switch else ""


def _leads(address: str) -> bool:
    return is_link(address.strip()) or bool(re.fullmatch(r"\w*", address))
