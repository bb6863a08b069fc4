"""The wizard in a real terminal: Enter takes what is proposed, and corrections are asked for by number."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from typer.testing import CliRunner

from cli.main import app
from graph.store import Store
from guanxi.config import Settings
from guanxi.errors import UsageError


def _answer(tmp_path: Path, path: Path, *answers: tuple[str, str]) -> str:
    """Run the wizard in a terminal; each answer is typed once its question stands there. Returns the screen."""
    master, slave = os.openpty()
    command = [sys.executable, "-m", "cli.main", "import", str(path)]
    environment = {**os.environ, "TERM": "dumb", "COLUMNS": "200"}
    with subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environment) as process:
        os.close(slave)
        os.set_blocking(master, False)
        screen = ""
        ends = time.monotonic() + 120
        waiting = list(answers)
        while time.monotonic() < ends:
            try:
                screen += os.read(master, 1 << 16).decode(errors="replace")
            except BlockingIOError:
                time.sleep(0.05)
            except OSError:
                break
            if waiting and waiting[0][0] in screen:
                question, text = waiting.pop(0)
                screen = screen.replace(question, "…")
                os.write(master, f"{text}\n".encode())
        process.kill()
    os.close(master)
    assert not waiting, screen
    return screen


def test_enter_does_the_right_thing(store: Store, settings: Settings, tmp_path: Path) -> None:
    path = tmp_path / "联系人.csv"
    path.write_text("编号,姓名,邮箱\n1,王芳,fang@x.example\n2,,b@x.example\n", encoding="utf-8")
    screen = _answer(tmp_path, path, ("Is this right?", ""), ("Load this?", ""))
    assert "王芳" in screen and "line 3 would be set aside: name: name is missing" in screen
    assert [row["name"] for row in store.rows("MATCH (n:Contact) RETURN n.name AS name")] == ["王芳"]


def test_a_column_is_corrected_and_the_mapping_remembered(
    store: Store, settings: Settings, tmp_path: Path, fresh_home: Path
) -> None:
    path = tmp_path / "people.csv"
    path.write_text("id,name,nick\n1,Ann,Annie\n", encoding="utf-8")
    asked = "Is this right?"
    screen = _answer(
        tmp_path, path, (asked, "3"), ("What is 'nick'", "2"), (asked, ""), ("Load this?", ""), ("under the name", "")
    )
    assert "Kept as" in screen and (fresh_home / "presets" / "people.yaml").is_file()
    [row] = store.rows("MATCH (n:Contact|Customer|Employee) RETURN n.name AS name")
    assert row["name"] == "Annie"


def test_without_a_terminal_it_names_the_other_command(tmp_path: Path) -> None:
    told = CliRunner().invoke(app, ["import", str(tmp_path)])
    assert isinstance(told.exception, UsageError)
    assert "guanxi ingest" in told.exception.hint
