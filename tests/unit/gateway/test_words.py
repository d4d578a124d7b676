"""Codes that the services answer with are words on the pages."""

from __future__ import annotations

import ast
import inspect
import re

from gateway.words import EVIDENCE
from services.reporting.domain.evidence import facts, own_facts, proofs_people
from services.reporting.domain.evidence.proof import shown


def test_every_kind_of_evidence_has_a_word() -> None:
    kinds = set()
    for module in (facts, own_facts):
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "note":
                assert isinstance(node.args[0], ast.Constant)
                kinds.add(node.args[0].value)
    own = re.compile(rf'{shown.__name__}\(\w+, "(\w+)"\)')
    kinds |= set(own.findall(inspect.getsource(proofs_people)))
    assert len(kinds) > 25
    assert kinds <= set(EVIDENCE)
