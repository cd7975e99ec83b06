"""What must be installed: Debian packages, the second voice's prompts, libvosk."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from settings import WORK

DEBIAN = ("espeak-ng", "sox", "libfst-tools", "python3-torch", "python3-torchaudio", "python3-numpy", "python3-scipy",
          "asterisk-core-sounds-fr", "asterisk-core-sounds-fr-wav", "npm")
VOSK = "vosk@0.3.39"


def missing() -> list[str]:
    """Debian packages that are not there."""
    state = subprocess.run(["dpkg-query", "-W", "-f", "${db:Status-Abbrev}${Package}\n", *DEBIAN], capture_output=True, text=True)
    there = {line[3:].strip() for line in state.stdout.splitlines() if line.startswith("ii")}
    if shutil.which("npm"):
        there.add("npm")
    return [name for name in DEBIAN if name not in there]


def check() -> None:
    """Installs what is missing if it may, else says what to install and ends."""
    if not all(importlib.util.find_spec(name) for name in ("torch", "torchaudio", "scipy")) and sys.executable != "/usr/bin/python3" \
            and not missing():
        os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])  # another Python stands before Debian's
    absent = missing()
    if absent and os.geteuid() == 0:
        subprocess.run(["apt-get", "install", "-y", "--no-install-recommends", *absent], check=True)
        os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])
    if absent:
        sys.exit(f"Missing packages. As root: apt-get install {' '.join(absent)}")


def second_voice() -> Path | None:
    """Folder of the second voice's prompts. Its package cannot be installed beside the first's: it is unpacked aside."""
    folder = WORK / "second-voice"
    if not folder.exists():
        download = WORK / "download"
        download.mkdir(exist_ok=True)
        subprocess.run(["apt-get", "download", "asterisk-prompt-fr-armelle"], cwd=download, check=False)
        archives = list(download.glob("asterisk-prompt-fr-armelle*.deb"))
        if not archives:
            print("  asterisk-prompt-fr-armelle cannot be had: one recorded voice instead of two")
            return None
        subprocess.run(["dpkg", "-x", str(archives[0]), str(folder)], check=True)
    return folder


def vosk_library() -> Path:
    """libvosk.so of the npm package: `$VOSK_LIBRARY`, else installed into the work folder."""
    if given := os.environ.get("VOSK_LIBRARY"):
        return Path(given)
    library = WORK / "node_modules" / "vosk" / "lib" / "linux-x86_64" / "libvosk.so"
    if not library.exists():
        subprocess.run(["npm", "install", "--ignore-scripts", "--no-save", "--prefix", str(WORK), VOSK], check=True)
    return library
