"""The command answers quickly, and in sentences."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from infra import cli
from infra.layout import ROOT
from shared.crypto.signing import Signer
from shared.domain.errors import Refused
from shared.http.tokens import ensure_keys

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


def test_a_certificate_is_checked_without_a_running_service(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ensure_keys(tmp_path)
    monkeypatch.setenv("MENTORBASE_SECRETS", str(tmp_path))
    content = {"person": "3f1c", "completed": "2026-09-08"}
    signed = Signer(tmp_path).sign(content)
    file = tmp_path / "certificate.json"
    document = {"certificate": content, "signature": signed.signature, "key": signed.key}
    file.write_text(json.dumps({**document, "code": signed.code}), "utf-8")
    monkeypatch.setattr(sys, "argv", ["mentorbase", "certificate", "verify", str(file)])
    with pytest.raises(SystemExit) as done:
        cli.main()
    assert done.value.code == 0
    assert capsys.readouterr().out == f"valid: {signed.code}\n"
    file.write_text(json.dumps({**document, "code": "AAAAA-BBBBB"}), "utf-8")
    with pytest.raises(SystemExit, match="not valid: the code"):
        cli.main()
