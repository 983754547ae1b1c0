"""The key that signs cookies stands in the workspace, and is its owner's alone."""

import stat
from pathlib import Path

from attain_web.store.embedded.web_secret import web_secret


def test_the_key_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    (tmp_path / "attain.yaml").write_text("currency: USD\n", encoding="utf-8")
    key = web_secret(tmp_path)
    file = tmp_path / "var" / "web.key"
    assert len(key) >= 48
    assert web_secret(tmp_path) == key == file.read_text(encoding="utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert (tmp_path / "var" / ".gitignore").read_text(encoding="utf-8") == "*\n"


def test_without_a_workspace_nothing_is_written(tmp_path: Path) -> None:
    assert web_secret(tmp_path) != web_secret(tmp_path)
    assert list(tmp_path.iterdir()) == []
