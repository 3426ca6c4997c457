"""Settings: one frozen object; unknown names and impossible values are refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from retrieval import Settings, SettingsError


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KAMERBRON_HOME", str(tmp_path))
    return tmp_path


def test_home_moves_everything(home: Path) -> None:
    settings = Settings.load()
    assert settings.index_root == home / "index"
    assert settings.model_cache == home / "models"


def test_environment_goes_before_the_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "kamerbron.env").write_text("KAMERBRON_CHUNK_TOKENS=100\nKAMERBRON_LANGUAGE=en\n")
    monkeypatch.setenv("KAMERBRON_CHUNK_TOKENS", "200")
    settings = Settings.load()
    assert (settings.chunk_tokens, settings.language) == (200, "en")
    assert settings.recipe.chunk_tokens == 200


def test_unknown_name_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAMERBRON_MODLE", "x")
    with pytest.raises(SettingsError, match=r"KAMERBRON_MODLE: no such setting.*KAMERBRON_MODEL"):
        Settings.load()


def test_unknown_name_in_the_file_is_refused(home: Path) -> None:
    (home / "kamerbron.env").write_text("KAMERBRON_MODLE=x\n")
    with pytest.raises(SettingsError, match="MODLE"):
        Settings.load()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KAMERBRON_CHUNK_TOKENS", "veel"),
        ("KAMERBRON_THRESHOLD", "2"),
        ("KAMERBRON_LANGUAGE", "fr"),
    ],
)
def test_impossible_value_names_the_setting(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=rf"{name}: .*found '{value}'"):
        Settings.load()


def test_settings_are_frozen() -> None:
    with pytest.raises(ValidationError):
        Settings.load().model = "other"  # type: ignore[misc]
