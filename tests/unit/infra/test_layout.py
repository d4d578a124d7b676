"""Where an installation keeps what it has, and what it says when a setting makes no sense."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from infra.layout import Layout
from infra.waiting import NotReady, free_port


def test_each_port_can_be_chosen(tmp_path: Path) -> None:
    layout = Layout.from_env(
        environ={"MENTORBASE_HOME": str(tmp_path), "PORT": "9080", "MATCHING_PORT": "9102"}
    )
    environ = layout.environment("mongodb://somewhere")
    assert layout.address == "http://127.0.0.1:9080"
    assert environ["MATCHING_URL"] == "http://127.0.0.1:9102"
    assert environ["MONGO_URL"] == "mongodb://somewhere"


@pytest.mark.parametrize("setting", [{"PORT": "web"}, {"BUS": "pigeon"}])
def test_a_senseless_setting_is_named(setting: dict[str, str]) -> None:
    with pytest.raises(NotReady, match=next(iter(setting.values()))):
        Layout.from_env(environ=setting)


def test_a_taken_port_is_named_with_the_option_that_chooses_another(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        ports = {f"{n}_PORT": str(free_port()) for n in ("GATEWAY", "PARTICIPANTS", "REPORTING")}
        layout = Layout.from_env(
            environ={**ports, "MENTORBASE_HOME": str(tmp_path), "MATCHING_PORT": str(taken)}
        )
        with pytest.raises(NotReady, match=rf"port {taken} .*make run MATCHING_PORT="):
            layout.require_free_ports()


def test_secrets_are_made_once_and_for_their_owner_only(tmp_path: Path) -> None:
    layout = Layout.from_env(environ={"MENTORBASE_HOME": str(tmp_path)})
    layout.ensure_secrets()
    master = tmp_path / "secrets" / "master.key"
    before = master.read_bytes()
    layout.ensure_secrets()
    assert len(before) == 32
    assert master.read_bytes() == before
    private = [master, *master.parent.glob("*.key")]
    assert {path.stat().st_mode & 0o777 for path in private} == {0o600}
