"""Finds a Chromium that starts; as a program, installs one where there is none, and prints its path."""

import glob
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "microsoft-edge")
PLACES = (  # a bare PATH, as under cron or in a container, leaves these out
    "/usr/bin",
    "/usr/local/bin",
    "/Applications/Google Chrome.app/Contents/MacOS",
    "/Applications/Chromium.app/Contents/MacOS",
)
PLAYWRIGHT_FOLDERS = ("~/.cache/ms-playwright", "~/Library/Caches/ms-playwright")
PLAYWRIGHT_PROGRAMS = ("chrome-linux*/chrome", "chrome-mac*/*.app/Contents/MacOS/*")


class ChromiumMissing(Exception):
    """No Chromium on this machine starts."""


def find_chromium() -> Path:
    """The first that tells its version, which one without its system libraries cannot."""
    for path in _candidates():
        if path.is_file() and _starts(path):
            return path
    if named := os.environ.get("PARLEY_CHROMIUM"):
        raise ChromiumMissing(f"PARLEY_CHROMIUM names '{named}', which does not start: correct or unset it.")
    raise ChromiumMissing(
        "Browser tests need Chromium and none starts here. `just test` tries to install one; "
        "else install it by hand and name it in PARLEY_CHROMIUM."
    )


def find_or_install() -> Path:
    """Find one; else ask Playwright for it; else the Debian package."""
    if "PARLEY_CHROMIUM" not in os.environ:
        for install in (_install_with_playwright, _install_debian_package):
            try:
                return find_chromium()
            except ChromiumMissing:
                install()
    return find_chromium()


def _candidates() -> Iterator[Path]:
    if named := os.environ.get("PARLEY_CHROMIUM"):
        yield Path(named)
        return
    search = os.pathsep.join((os.environ.get("PATH", ""), *PLACES))
    for name in (*NAMES, "Google Chrome", "Chromium"):
        if found := shutil.which(name, path=search):
            yield Path(found)
    for folder in (os.environ.get("PLAYWRIGHT_BROWSERS_PATH", ""), *PLAYWRIGHT_FOLDERS):
        for program in PLAYWRIGHT_PROGRAMS if folder else ():
            pattern = os.path.join(os.path.expanduser(folder), "chromium-*", program)
            yield from (Path(path) for path in sorted(glob.glob(pattern), reverse=True))


def _starts(path: Path) -> bool:
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=30).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _install_with_playwright() -> None:
    _try(sys.executable, "-m", "playwright", "install", "chromium")


def _install_debian_package() -> None:
    search = os.pathsep.join((os.environ.get("PATH", ""), "/usr/bin"))
    apt = shutil.which("apt-get", path=search)
    if apt is None or os.geteuid() != 0:
        return
    _try(apt, "update")
    _try(apt, "install", "-y", "--no-install-recommends", "chromium", "fonts-dejavu-core")


def _try(*command: str) -> None:
    print("No Chromium starts here, trying:", " ".join(command), file=sys.stderr)
    environment = {**os.environ, "PATH": os.environ.get("PATH", "") + ":/usr/sbin:/usr/bin:/sbin:/bin"}
    subprocess.run(command, env={**environment, "DEBIAN_FRONTEND": "noninteractive"}, stdout=sys.stderr)


if __name__ == "__main__":
    try:
        print(find_or_install())
    except ChromiumMissing as error:
        sys.exit(str(error))
