"""A group of tests that cannot run is named with the line that makes it run, or fails."""

from __future__ import annotations

import pytest

from infra.layout import ROOT

pytest_plugins = ["pytester"]

_SUITE = """
    import pytest

    @pytest.mark.kafka
    def test_needs_a_broker():
        raise AssertionError("ran without one")

    def test_needs_nothing():
        assert True
"""
_SETTINGS = """
    [pytest]
    markers = kafka
"""


@pytest.fixture(name="suite")
def _suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A machine with neither Docker nor Maven."""
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("XDG_CACHE_HOME", str(pytester.path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.delenv("MENTORBASE_REQUIRE", raising=False)
    pytester.makeini(_SETTINGS)
    pytester.makepyfile(_SUITE)
    return pytester


def test_a_group_left_out_is_named_at_the_end(suite: pytest.Pytester) -> None:
    result = suite.runpytest_subprocess("-p", "infra.testing.groups")
    result.assert_outcomes(passed=1, skipped=1)
    result.stdout.fnmatch_lines(["1 × kafka: *sudo apt install *"])


def test_a_required_group_fails(suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MENTORBASE_REQUIRE", "kafka,chromium")
    result = suite.runpytest_subprocess("-p", "infra.testing.groups")
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*“kafka” is required*"])


def test_requiring_an_unknown_group_is_an_error(
    suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MENTORBASE_REQUIRE", "kafak")
    result = suite.runpytest_subprocess("-p", "infra.testing.groups")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
