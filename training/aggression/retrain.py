#!/usr/bin/python3
"""Teaches the model a town's own calls: `retrain.py --windows FOLDER`.

FOLDER is what the console exports of confirmed and refuted alarms: wav files of a few seconds of the caller and a labels.tsv with the
columns file, emotion (anger: confirmed; neutral: refuted) and, if known, speaker. A fifth, by speaker, is kept apart to
compare the old model with the new one; the new one is written only if it is no worse there, or with --anyway.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
import packages  # noqa: E402
from settings import MODEL, RATE_HZ, WORK  # noqa: E402

FEWEST = 20


def _probabilities(model: Path, clips: list) -> np.ndarray:
    import wav
    from runtime import Session
    session = Session(model)
    samples = (wav.read(clip.path) for clip in clips)
    return np.array([session.run(np.pad(one, (0, max(0, RATE_HZ - len(one))))[None])[0] for one in samples])


def kept_apart(clips: list) -> set[str]:
    """Speakers, by hash, until a fifth of the windows and both labels are among theirs."""
    apart: set[str] = set()
    for speaker in sorted({clip.speaker for clip in clips}, key=lambda name: hashlib.sha256(name.encode()).hexdigest()):
        held = [clip for clip in clips if clip.speaker in apart]
        if len(held) >= len(clips) / 5 and len({clip.is_anger for clip in held}) == 2:
            break
        apart.add(speaker)
    return apart


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--windows", type=Path, required=True, help="the exported folder")
    arguments.add_argument("--to", type=Path, default=WORK / "retrained", help="folder of the new aggression.onnx and model.json")
    arguments.add_argument("--anyway", action="store_true", help="write it even if it is worse on the windows kept apart")
    chosen = arguments.parse_args()
    packages.check()
    import corpus
    import evaluate
    import export
    import figures
    import prepare
    import torch
    import train
    torch.set_num_threads(1)
    own = corpus.read_folder(chosen.windows, "own")
    unknown = {clip.emotion for clip in own} - {"anger", "neutral"}
    angry = sum(clip.is_anger for clip in own)
    if unknown or min(angry, len(own) - angry) < FEWEST:
        sys.exit(f"Needs at least {FEWEST} windows of anger and of neutral each, and no other label; "
                 f"found {angry} of anger, {len(own) - angry} others{', unknown: ' + ', '.join(sorted(unknown)) if unknown else ''}")
    added = prepare.measure(own, corpus.sounds_behind())
    store = prepare.load()
    both = prepare.Store(store.clips + added.clips, *(torch.cat((getattr(store, part), getattr(added, part)), dim)
                                                     for part, dim in (("whole", 0), ("middle", 0), ("spoilt", 1), ("voiced_s", 1))))
    speakers = kept_apart(added.clips)
    apart = np.array([clip.corpus == "own" and clip.speaker in speakers for clip in both.clips])
    if apart.sum() > len(added.clips) / 2:
        sys.exit("Too few speakers to keep some apart: name them in labels.tsv, or leave the column empty")
    model = train.teach(both, (np.append(train.trainable(store), np.ones(len(added.clips), bool))) & ~apart)
    described = json.loads((MODEL / "model.json").read_text(encoding="utf-8"))
    model.scale.fill_(described["scale"])
    model.bias.fill_(described["bias"])
    candidate = chosen.to.with_name(chosen.to.name + ".candidate")
    measured = export.write(model, evaluate.rule_of(MODEL / "model.json"), candidate, f"{described['version']}+own")
    held = [clip for clip, use in zip(both.clips, apart) if use]
    anger = np.array([clip.is_anger for clip in held])
    before, after = (figures.auc(_probabilities(file, held), anger) for file in (MODEL / "aggression.onnx", candidate / "aggression.onnx"))
    print(f"{len(held)} windows kept apart: AUC {before:.3f} before, {after:.3f} after; {measured}")
    if after < before and not chosen.anyway:
        sys.exit(f"Worse: kept as {candidate}, not as {chosen.to}")
    chosen.to.mkdir(parents=True, exist_ok=True)
    for file in ("aggression.onnx", "model.json"):
        (candidate / file).replace(chosen.to / file)
    candidate.rmdir()
    print(f"Written to {chosen.to}; put both files into models/aggression and restart the console")


if __name__ == "__main__":
    main()
