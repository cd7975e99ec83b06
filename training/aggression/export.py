"""The trained model as one ONNX graph with its model.json; refuses a graph that does not answer as the network does."""

import hashlib
import json
import time
import warnings
from pathlib import Path

import numpy as np
import torch

from network import Aggression
from runtime import Session
from settings import HOP_S, MODEL, RATE_HZ, WINDOW_S
from smoothing import Rule

VERSION = "1.1.0"
OPSET = 13
# Greatest difference between the network and ONNX Runtime.
TOLERANCE = 1e-4
MOST_BYTES, MOST_MS_A_SECOND = 5_000_000, 5.0


def write(model: Aggression, rule: Rule, folder: Path = MODEL, version: str = VERSION) -> dict[str, float]:
    """aggression.onnx and model.json. Gives size, difference and cost."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "aggression.onnx"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(model.eval(), torch.randn(2, 2 * RATE_HZ), str(file), input_names=["audio"], output_names=["probability"],
                          dynamic_axes={"audio": {0: "batch", 1: "samples"}, "probability": {0: "batch"}}, opset_version=OPSET)
    measured = check(model, file)
    description = {
        "name": "aggression", "version": version, "file": file.name, "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "licence": "CC-BY-NC-SA-4.0", "input": "audio", "output": "probability", "sampleRate": RATE_HZ, "minimumSeconds": 1.0,
        "windowSeconds": WINDOW_S, "hopSeconds": HOP_S, "smoothing": rule.as_json(), "raiseThreshold": rule.raise_threshold,
        "clearThreshold": rule.clear_threshold, "calibrationInside": True, "scale": round(float(model.scale), 6), "temperature": round(1 / float(model.scale), 6),
        "bias": round(float(model.bias), 6)}
    (folder / "model.json").write_text(json.dumps(description, indent=2) + "\n", encoding="utf-8")
    return measured


def check(model: Aggression, file: Path) -> dict[str, float]:
    """By the real ONNX Runtime: the same answers, on speech-like, silent, clipped and constant sound of many lengths."""
    session, rng, greatest = Session(file), np.random.default_rng(0), 0.0
    for batch, seconds in ((1, 1.0), (3, 2.0), (2, 3.137), (1, 60.0), (32, 2.0)):
        time_s = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
        hum = np.sin(2 * np.pi * (150 + 40 * np.sin(3 * time_s)) * time_s) * (1 + np.sin(9 * time_s))
        for audio in (0.1 * rng.standard_normal((batch, len(time_s))), np.tile(np.clip(5 * hum, -1, 1), (batch, 1)), np.zeros((batch, len(time_s))),
                      np.ones((batch, len(time_s))), 0.05 * hum + 0.01 * rng.standard_normal((batch, len(time_s)))):
            audio = audio.astype(np.float32)
            with torch.no_grad():
                expected = model(torch.from_numpy(audio)).numpy()
            answer = session.run(audio)
            if answer.shape != (batch,) or not np.isfinite(answer).all() or answer.min() < 0 or answer.max() > 1:
                raise RuntimeError(f"No probability for {batch} × {seconds} s")
            greatest = max(greatest, float(np.abs(answer - expected).max()))
    if greatest > TOLERANCE:
        raise RuntimeError(f"ONNX Runtime and the network differ by {greatest}")
    size = file.stat().st_size
    if size > MOST_BYTES:
        raise RuntimeError(f"{size} bytes, more than {MOST_BYTES}")
    return {"bytes": size, "difference": greatest, "ms_a_second": cost(session)}


def cost(session: Session, windows: int = 200) -> float:
    """Milliseconds of one core per second of audio, by the processor's clock; windows of 2 s, one at a time."""
    audio = (0.1 * np.random.default_rng(0).standard_normal((1, int(WINDOW_S * RATE_HZ)))).astype(np.float32)
    session.run(audio)
    started = time.process_time()
    for _ in range(windows):
        session.run(audio)
    return (time.process_time() - started) / windows / WINDOW_S * 1000
