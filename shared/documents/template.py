"""A paper in an organisation's own form: a DOCX file with fields to be filled in.

Whoever uploads a template is not trusted: the file holds nothing that runs or loads from elsewhere,
and of the template language only fields, one loop over a known list, and plain conditions are there.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from shared.documents.inspection.faults import TemplateFault
from shared.documents.inspection.form import FILLED, inspect
from shared.documents.texts import changed, writable

__all__ = ["Fields", "TemplateFault", "check", "fill", "inspect"]

_ALLOWED: Final = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For, nodes.If,
    nodes.Const, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fields:
    """``plain`` are texts; ``lists`` hold rows, each with the same ``row`` fields. A template that
    leaves out one of ``needed`` would silently say less than the paper must."""

    plain: frozenset[str]
    lists: frozenset[str]
    row: frozenset[str]
    needed: frozenset[str]


def fill(template: bytes, fields: Fields, values: Mapping[str, Any]) -> bytes:
    """The file filled with what can be written of the values, looked into as well: a template can be
    put together so that only filling makes something dangerous of it. Raises TemplateFault."""
    return _fill(template, _Language(fields), values)


def check(template: bytes, fields: Fields, samples: Sequence[Mapping[str, Any]]) -> list[bytes]:
    """Looks into the file; gives it filled for every sample. Raises TemplateFault."""
    inspect(template)
    made = []
    for sample in samples:
        language = _Language(fields)
        made.append(_fill(template, language, sample))
        missing = sorted(fields.needed - language.seen)
        if missing:
            raise TemplateFault("template-missing-fields", missing)
    return made


def _fill(template: bytes, language: _Language, values: Mapping[str, Any]) -> bytes:
    try:
        document = DocxTemplate(io.BytesIO(template))
        document.render(changed(dict(values), writable), language, autoescape=True)
        written = io.BytesIO()
        document.save(written)
    except TemplateFault:
        raise
    except TemplateError as error:
        raise TemplateFault("template-syntax") from error
    except Exception as error:  # the libraries below raise whatever they meet in a broken file
        raise TemplateFault("template-broken") from error
    inspect(written.getvalue(), FILLED)
    return written.getvalue()


class _Language(ImmutableSandboxedEnvironment):
    """Refuses what it does not know while it reads, before anything runs."""

    def __init__(self, fields: Fields) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=True)
        self._fields = fields
        self.seen: set[str] = set()

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        unknown = sorted(set(_Reading(self._fields, self.seen.add).unknown(tree, None)))
        if unknown:
            raise TemplateFault("template-unknown-fields", unknown)
        return tree


class _Reading:
    def __init__(self, fields: Fields, saw: Callable[[str], None]) -> None:
        self._fields = fields
        self._saw = saw

    def unknown(self, node: nodes.Node, row: str | None) -> Iterator[str]:
        """Fields that there are not; ``row`` is what the loop around calls its row."""
        if not isinstance(node, _ALLOWED):
            raise TemplateFault("template-syntax", [type(node).__name__.lower()])
        if isinstance(node, nodes.For):
            yield from self._loop(node, row)
            return
        if isinstance(node, nodes.Getattr):
            yield from self._attribute(node, row)
            return
        if isinstance(node, nodes.Name):
            self._saw(node.name)
            if node.name not in self._fields.plain | self._fields.lists and node.name != row:
                yield node.name
        for child in node.iter_child_nodes():
            yield from self.unknown(child, row)

    def _loop(self, node: nodes.For, row: str | None) -> Iterator[str]:
        """One at a time, over a list as it is: the work stays as long as the list."""
        plain = isinstance(node.target, nodes.Name) and isinstance(node.iter, nodes.Name)
        if row is not None or not plain or node.test or node.recursive or node.else_:
            raise TemplateFault("template-syntax", ["for"])
        assert isinstance(node.iter, nodes.Name)
        assert isinstance(node.target, nodes.Name)
        self._saw(node.iter.name)
        if node.iter.name not in self._fields.lists:
            yield node.iter.name
        for child in node.body:
            yield from self.unknown(child, node.target.name)

    def _attribute(self, node: nodes.Getattr, row: str | None) -> Iterator[str]:
        named = node.node.name if isinstance(node.node, nodes.Name) else "?"
        if row is None or named != row or node.attr not in self._fields.row:
            yield f"{named}.{node.attr}"
