"""Promises about pytest's settings: found where pytest finds them, without pytest."""

import pytest

from pytest_coro_lessons.commands import settings

SETTINGS = "[pytest]\nasyncio_default_fixture_loop_scope = function\n"


@pytest.mark.parametrize(
    ("name", "text", "keys"),
    [
        ("pytest.ini", SETTINGS, ["asyncio_default_fixture_loop_scope"]),
        ("pytest.ini", "", []),
        ("pyproject.toml", "[tool.pytest.ini_options]\ntestpaths = []\n", ["testpaths"]),
        ("pyproject.toml", "[tool.pytest]\ntestpaths = []\n", ["testpaths"]),
        ("tox.ini", SETTINGS, ["asyncio_default_fixture_loop_scope"]),
        ("setup.cfg", SETTINGS.replace("[", "[tool:"), ["asyncio_default_fixture_loop_scope"]),
    ],
)
def test_pytests_settings_are_found_where_pytest_finds_them(tmp_path, name, text, keys):
    (tmp_path / name).write_text(text)
    (tmp_path / "inner").mkdir()

    found = settings.pytest_settings(tmp_path / "inner")

    assert (found.file, list(found.values)) == (tmp_path / name, keys)


@pytest.mark.parametrize("text", ["[project]\n", "not toml"])
def test_a_file_without_settings_for_pytest_is_passed_over(tmp_path, text):
    (tmp_path / "pyproject.toml").write_text(text)

    assert settings.pytest_settings(tmp_path) is None
