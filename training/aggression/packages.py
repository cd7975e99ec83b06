"""What must be installed: Debian packages, the two French voices' prompts, and calm sentences of a synthesiser."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from settings import ROOT, WORK

DEBIAN = ("python3-torch", "python3-numpy", "python3-scipy", "python3-onnx", "sox", "espeak-ng", "asterisk-core-sounds-fr-wav", "npm")
SYNTHETIC_VOICES = [accent + variant for accent in ("fr-fr", "fr-be", "fr-ch")
                    for variant in ("", "+m1", "+m2", "+m3", "+m4", "+m5", "+m6", "+m7", "+f1", "+f2", "+f3", "+f4", "+f5")]
SYNTHETIC_SENTENCES = 8
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


def synthetic_voices() -> dict[str, list[Path]]:
    """Calm sentences by espeak-ng, by voice: what a voice server or a demonstration sounds like, which is nobody's anger."""
    folder = WORK / "synthetic"
    if not folder.exists():
        partial = WORK / "synthetic.partial"
        partial.mkdir(parents=True, exist_ok=True)
        texts = [line for name in ("conversation", "serveur-vocal") for line in (ROOT / "training" / "speech" / "corpus" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
                 if len(line.split()) >= 4 and not set(line) & set("#={}|[]()_")]
        for voice in SYNTHETIC_VOICES:
            for number in range(SYNTHETIC_SENTENCES):
                drawn = int(hashlib.sha256(f"{voice} {number}".encode()).hexdigest(), 16)
                text, speed, pitch = texts[drawn % len(texts)], 130 + drawn // 7 % 60, 30 + drawn // 11 % 40
                subprocess.run(["espeak-ng", "-v", voice, "-s", str(speed), "-p", str(pitch), "-w", str(partial / f"{voice}_{number:02}.wav"), text], check=True)
        partial.rename(folder)
    return {voice: sorted(folder.glob(f"{voice}_*.wav")) for voice in SYNTHETIC_VOICES}
