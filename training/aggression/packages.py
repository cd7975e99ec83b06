"""What must be installed: Debian packages and the two French voices' prompts."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from settings import WORK

DEBIAN = ("python3-torch", "python3-numpy", "python3-scipy", "python3-onnx", "sox", "asterisk-core-sounds-fr-wav", "npm")
SOUNDS = Path("/usr/share/asterisk/sounds/fr_CA_f_June")


def missing() -> list[str]:
    """Debian packages that are not there."""
    state = subprocess.run(["dpkg-query", "-W", "-f", "${db:Status-Abbrev}${Package}\n", *DEBIAN], capture_output=True, text=True)
    there = {line[3:].strip() for line in state.stdout.splitlines() if line.startswith("ii")}
    if shutil.which("npm"):
        there.add("npm")
    return [name for name in DEBIAN if name not in there]


def check() -> None:
    """Installs what is missing if it may, else says what to install and ends."""
    if not all(importlib.util.find_spec(name) for name in ("torch", "scipy", "onnx")) and sys.executable != "/usr/bin/python3" and not missing():
        os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])  # another Python stands before Debian's
    absent = missing()
    if absent and os.geteuid() == 0:
        subprocess.run(["apt-get", "install", "-y", "--no-install-recommends", *absent], check=True)
        os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])
    if absent:
        sys.exit(f"Missing packages. As root: apt-get install {' '.join(absent)}")


def first_voice() -> list[Path]:
    """Prompts of a Canadian woman; tones and silences left out."""
    return [path for path in sorted(SOUNDS.rglob("*.wav")) if not any(word in str(path.relative_to(SOUNDS)) for word in ("silence", "tone", "beep"))]


def second_voice() -> list[Path]:
    """Prompts of a woman of France. Their package cannot be installed beside the first's: it is unpacked aside, and taken out of GSM."""
    folder = WORK / "second-voice"
    if not folder.exists():
        download = WORK / "download"
        download.mkdir(parents=True, exist_ok=True)
        if not list(download.glob("asterisk-prompt-fr-armelle*.deb")):
            subprocess.run(["apt-get", "download", "asterisk-prompt-fr-armelle"], cwd=download, check=True)
        unpacked = WORK / "download" / "second-voice"
        subprocess.run(["dpkg", "-x", str(next(download.glob("asterisk-prompt-fr-armelle*.deb"))), str(unpacked)], check=True)
        partial = WORK / "second-voice.partial"
        for source in sorted(unpacked.rglob("*.gsm")):
            target = partial / f"{source.parent.name}_{source.stem}.wav"
            target.parent.mkdir(parents=True, exist_ok=True)
            subprocess.run(["sox", str(source), "-e", "signed", "-b", "16", str(target)], check=True)
        partial.rename(folder)
    return sorted(folder.glob("*.wav"))
