#!/usr/bin/env python3
"""Speaks the demonstration calls of scenarios.json with espeak-ng and writes calls/NAME.json and calls/NAME.alaw.

usage: demo/make.py            (needs Debian's espeak-ng and sox)

A call's .alaw holds the turns one after the other, G.711 A-law, 8 kHz, without the silence between them; its .json says at
which millisecond of which lane each turn is played.
"""
import json
import pathlib
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
SAMPLES_PER_MS = 8
LEAD_IN_MS = 800
PAUSE_MS = 900
TELEPHONE_BAND_HZ = "300-3400"


def speak(text, party):
    """One turn as A-law bytes, in the telephone band, peak at -6 dB plus the party's own gain (a shout is louder)."""
    wav = subprocess.run(
        ["espeak-ng", "-v", party["voice"], "-s", str(party["speed"]), "-p", str(party["pitch"]), "--stdout", text],
        check=True, capture_output=True).stdout
    level_db = -9 + party.get("gain", 0)
    return subprocess.run(
        ["sox", "-D", "-t", "wav", "-", "-t", "al", "-r", "8000", "-c", "1", "-",
         "sinc", TELEPHONE_BAND_HZ, "norm", str(level_db)],
        input=wav, check=True, capture_output=True).stdout


def make(scenario):
    audio, turns, events = bytearray(), [], []
    at_ms = LEAD_IN_MS
    for turn in scenario["turns"]:
        kind, value = turn
        if kind == "hold":
            events.append({"kind": "hold", "atMs": at_ms})
            at_ms += value
            events.append({"kind": "resume", "atMs": at_ms})
        elif kind == "key":
            events.append({"kind": "key", "atMs": at_ms, "key": value})
        else:
            spoken = speak(value, scenario[kind])
            turns.append({"lane": kind, "atMs": at_ms, "offset": len(audio), "length": len(spoken), "text": value})
            audio += spoken
            at_ms += len(spoken) // SAMPLES_PER_MS
        at_ms += PAUSE_MS
    return audio, {
        "name": scenario["name"],
        "caller": {key: scenario["caller"][key] for key in ("number", "name")},
        "agent": {key: scenario["agent"][key] for key in ("number", "name")},
        "isViolent": scenario.get("violent", False),
        "durationMs": at_ms,
        "turns": turns,
        "events": events,
    }


def main():
    calls = HERE / "calls"
    calls.mkdir(exist_ok=True)
    for scenario in json.loads((HERE / "scenarios.json").read_text(encoding="utf-8")):
        audio, call = make(scenario)
        (calls / f"{call['name']}.alaw").write_bytes(audio)
        (calls / f"{call['name']}.json").write_text(json.dumps(call, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(f"{call['name']}: {call['durationMs'] / 1000:.1f} s, {len(audio) / 1024:.0f} KiB")


if __name__ == "__main__":
    main()
