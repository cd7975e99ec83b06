"""Figures on what a model has never heard: one corpus left out at a time, and a fifth of the speakers left out at a time."""

import hashlib
import json
from pathlib import Path

import numpy as np
import torch

import figures
import train
from network import Aggression
from prepare import Store
from settings import CORPORA, WORK

SEEDS = (0, 1)
FOLDS = 5


def scores_of(model: Aggression, store: Store, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Before calibration: of the whole clips and of their middle windows."""
    index = torch.from_numpy(np.flatnonzero(chosen))
    with torch.no_grad():
        return (model.score(store.whole[index], store.voiced_s[0, index]).numpy(), model.score(store.middle[index], store.voiced_s[1, index]).numpy())


def fold_of(speaker: str) -> int:
    """The same for ever."""
    return int(hashlib.sha256(speaker.encode()).hexdigest(), 16) % FOLDS


def left_out(store: Store, corpus: str, seed: int) -> Aggression:
    """A model that knows nothing of a corpus."""
    names = np.array([clip.corpus for clip in store.clips])
    return train.teach(store, train.trainable(store) & (names != corpus), seed)


def _row(name: str, scores: np.ndarray, store: Store, chosen: np.ndarray) -> dict[str, object]:
    every, calm = figures.areas(scores, [clip for clip, use in zip(store.clips, chosen) if use])
    return {"corpus": name, "all": [every.value, every.low, every.high], "calm": [calm.value, calm.low, calm.high]}


def leave_one_corpus_out(store: Store, folder: Path = WORK) -> dict[str, object]:
    """Rows by corpus of the mean score over seeds, the means by seed, and the calibration by the held-out windows. Keeps seed 0's models."""
    names = np.array([clip.corpus for clip in store.clips])
    whole, middle, by_seed = np.zeros(len(names)), np.zeros(len(names)), []
    for seed in SEEDS:
        seed_rows = []
        for corpus in CORPORA:
            model, chosen = left_out(store, corpus, seed), names == corpus
            scores = scores_of(model, store, chosen)
            if seed == SEEDS[0]:
                torch.save(model.state_dict(), folder / f"without-{corpus}.pt")
                middle[chosen] = scores[1]
                whole[chosen] = scores[0]
            of_corpus = [clip for clip in store.clips if clip.corpus == corpus]
            anger, calm = (np.array([getattr(clip, kind) for clip in of_corpus]) for kind in ("is_anger", "is_calm"))
            seed_rows.append((figures.auc(scores[0], anger), figures.auc(scores[0][anger | calm], anger[anger | calm])))
        by_seed.append([float(mean) for mean in np.mean(seed_rows, 0)])
    rows = [_row(corpus, whole[names == corpus], store, names == corpus) for corpus in CORPORA]
    known = np.isin(names, CORPORA)
    clips = [clip for clip, use in zip(store.clips, known) if use]
    scale, bias = figures.calibrate(middle[known], clips)
    return {"rows": rows, "windows": [_row(corpus, middle[names == corpus], store, names == corpus) for corpus in CORPORA], "means_by_seed": by_seed,
            "scale": scale, "bias": bias, "calibration_error": _error_by_corpus(middle, store)}


def _error_by_corpus(scores: np.ndarray, store: Store) -> dict[str, float]:
    """Of each corpus by the calibration of the three others."""
    names, found = np.array([clip.corpus for clip in store.clips]), {}
    for corpus in CORPORA:
        others, own = np.isin(names, CORPORA) & (names != corpus), names == corpus
        scale, bias = figures.calibrate(scores[others], [clip for clip, use in zip(store.clips, others) if use])
        found[corpus] = figures.calibration_error(1 / (1 + np.exp(-scores[own] * scale - bias)), [clip for clip, use in zip(store.clips, own) if use])
    return found


def speaker_independent(store: Store) -> list[dict[str, object]]:
    """Five folds by the hash of the speaker's name; AUC by corpus over all folds."""
    names = np.array([clip.corpus for clip in store.clips])
    folds = np.array([fold_of(clip.speaker) if clip.corpus in CORPORA else -1 for clip in store.clips])
    scores = np.zeros(len(names))
    for fold in range(FOLDS):
        model = train.teach(store, train.trainable(store) & (folds != fold), seed=0)
        scores[folds == fold] = scores_of(model, store, folds == fold)[0]
    return [_row(corpus, scores[names == corpus], store, names == corpus) for corpus in CORPORA]


def run(store: Store) -> dict[str, object]:
    """Both, kept as crossed.json in the work folder."""
    found = {"loco": leave_one_corpus_out(store), "speakers": speaker_independent(store), "seeds": list(SEEDS)}
    (WORK / "crossed.json").write_text(json.dumps(found, indent=1))
    return found


def load_left_out(corpus: str, size: int, scale: float, bias: float) -> Aggression:
    """Seed 0's model that knows nothing of a corpus, calibrated."""
    from network import Judge
    model = Aggression([Judge(size) for _ in range(train.SEEDS)])
    model.load_state_dict(torch.load(WORK / f"without-{corpus}.pt"))
    model.scale.fill_(scale)
    model.bias.fill_(bias)
    return model.eval()
