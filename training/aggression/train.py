"""Teaches the judges. Corpora count alike whatever their size, and within one anger, calm and the rest have fixed shares."""

import numpy as np
import torch
from torch.nn import functional

from corpus import NOISE, SOUNDS, SYNTHETIC, TRAINED_VOICE, is_counted
from network import GROUP_COUNT, GROUPS, Aggression, Judge
from prepare import Store
from settings import CORPORA

ANGER_SHARE = 0.45
# emospeech_in's labels are the least sure, and its anger is tied to what is said: it counts half and its labels are softer.
CORPUS_WEIGHT, SOFTNESS = {"emospeech_in": 0.5}, {"emospeech_in": 0.12}
# Beside a corpus's 1: those without anger.
CALM_FRENCH_WEIGHT, SOUNDS_WEIGHT, SYNTHETIC_WEIGHT = 0.25, 0.4, 0.1
USUAL_SOFTNESS = 0.05
SEEDS = 3
PASSES, BATCH = 12, 256
GROUPS_LOSS = 0.5
# Noise on the standardised statistics: no single one may decide. The strongest cure for over-fitting that was found.
NOISE_DEVIATION = 1.5


def weights(store: Store, chosen: np.ndarray) -> np.ndarray:
    """Of each clip, summing to 1; 0 for those not chosen."""
    names = np.array([clip.corpus for clip in store.clips])
    anger, calm = (np.array([getattr(clip, kind) for clip in store.clips]) for kind in ("is_anger", "is_calm"))
    weight = np.zeros(len(names))
    for name in dict.fromkeys(names[chosen]):
        inside = chosen & (names == name)
        if not (inside & anger).any():
            weight[inside] = {SOUNDS: SOUNDS_WEIGHT, SYNTHETIC: SYNTHETIC_WEIGHT}.get(name, CALM_FRENCH_WEIGHT) / inside.sum()
            continue
        for part, share in ((inside & anger, ANGER_SHARE), (inside & calm, (1 - ANGER_SHARE) / 2), (inside & ~anger & ~calm, (1 - ANGER_SHARE) / 2)):
            weight[part] = CORPUS_WEIGHT.get(name, 1) * share / max(part.sum(), 1)
    return weight / weight.sum()


def _draw(cumulated: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    """Indices by weight, spread evenly over the sum so that each batch has its share of everything."""
    drawn = np.searchsorted(cumulated, (np.arange(count) + rng.random(count)) / count * cumulated[-1])
    return rng.permutation(drawn.clip(0, len(cumulated) - 1))


def _centred(judge: Judge, store: Store, known: np.ndarray) -> torch.Tensor:
    """Standardised windows less their corpus's mean: only differences within a corpus are learnt, not its rooms and microphones.
    Corpora without anger keep their place, since all that is known of them is that they are calm."""
    windows = judge.standard(store.spoilt)
    names = np.array([clip.corpus for clip in store.clips])
    anger = np.array([clip.is_anger for clip in store.clips])
    for name in dict.fromkeys(names[known & anger]):
        of_corpus = torch.from_numpy(known & (names == name))
        windows[:, of_corpus] -= windows[:, of_corpus].mean((0, 1))
    return windows


def teach_judge(store: Store, chosen: np.ndarray, seed: int) -> Judge:
    """One network of one seed."""
    torch.manual_seed(seed)
    rng, weight = np.random.default_rng(seed), weights(store, chosen)
    known = weight > 0
    soft = np.array([SOFTNESS.get(clip.corpus, USUAL_SOFTNESS) for clip in store.clips])
    anger = torch.tensor(np.array([clip.is_anger for clip in store.clips]) * (1 - 2 * soft) + soft, dtype=torch.float32)
    group = torch.tensor([GROUPS.get(clip.emotion, GROUPS[NOISE]) for clip in store.clips])
    judge = Judge(store.spoilt.shape[2])
    judge.mean = store.spoilt[:, known].mean((0, 1))
    judge.deviation = store.spoilt[:, known].std((0, 1), unbiased=False) + 1e-4
    windows, cumulated = _centred(judge, store, known), np.cumsum(weight)
    steps = PASSES * (int(known.sum()) // BATCH + 1)
    optimizer = torch.optim.AdamW(judge.parameters(), 2e-3, weight_decay=0.1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 4e-3, total_steps=steps)
    judge.train()
    for _ in range(steps):
        drawn = torch.from_numpy(_draw(cumulated, BATCH, rng))
        batch = windows[torch.from_numpy(rng.integers(len(windows), size=BATCH)), drawn]
        heads = judge.layers(batch + NOISE_DEVIATION * torch.randn_like(batch))
        loss = functional.binary_cross_entropy_with_logits(heads[:, 0], anger[drawn]) + GROUPS_LOSS * functional.cross_entropy(heads[:, 1:], group[drawn])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    return judge.eval()


def teach(store: Store, chosen: np.ndarray, seed: int = 0, seeds: int = SEEDS) -> Aggression:
    """Several judges, not yet calibrated."""
    return Aggression([teach_judge(store, chosen, seed * 100 + number) for number in range(seeds)]).eval()


def trainable(store: Store) -> np.ndarray:
    """Everything but the voices and the half of the sounds on which false alarms are counted."""
    return np.array([clip.corpus in (*CORPORA, TRAINED_VOICE) or (clip.corpus in (SOUNDS, SYNTHETIC) and not is_counted(clip)) for clip in store.clips])
