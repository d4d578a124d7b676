"""The command answers quickly, and in sentences."""

from __future__ import annotations

import subprocess
import sys

import pytest

from infra import cli
from infra.layout import ROOT
from shared.domain.errors import Refused

_HEAVY = (
    "import sys; from infra.cli import commands; print({'pymongo', 'flask'} & set(sys.modules))"
)


def test_help_imports_nothing_heavy() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _HEAVY], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"


@pytest.mark.parametrize("setting", ["BUS", "MONGO_PORT"])
def test_a_senseless_setting_is_one_sentence(setting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(setting, "pigeon")
    monkeypatch.setattr(sys, "argv", ["mentorbase", "parked", "list", "matching"])
    with pytest.raises(SystemExit, match="“pigeon”"):
        cli.main()


def test_a_refusal_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise Refused("only a demo store's clock can be moved")

    monkeypatch.setattr("shared.clock.advance", refuse)
    monkeypatch.setattr(sys, "argv", ["mentorbase", "clock", "advance", "3"])
    with pytest.raises(SystemExit, match="only a demo store"):
        cli.main()
