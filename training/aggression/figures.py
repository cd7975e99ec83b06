"""Areas under the curve with their confidence intervals; calibration and how good it is."""

from dataclasses import dataclass

import numpy as np
import torch
from scipy.stats import rankdata
from torch.nn import functional

from corpus import Clip

DRAWS, BOOTSTRAP_SEED = 1000, 0
# Share of anger that a probability supposes: 10 to 30 % of the turns of real calls are emotional.
ANGER_PRIOR = 0.2


@dataclass(frozen=True)
class Area:
    """AUC, and the middle 95 % of it over redrawn clips."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


def auc(scores: np.ndarray, positive: np.ndarray) -> float:
    """Chance that a positive scores above a negative; NaN without both."""
    count = int(positive.sum())
    others = len(positive) - count
    return float((rankdata(scores)[positive].sum() - count * (count + 1) / 2) / (count * others)) if count and others else float("nan")


def area(scores: np.ndarray, positive: np.ndarray) -> Area:
    """Bootstrap over clips, 1000 draws, of one seed."""
    rng = np.random.default_rng(BOOTSTRAP_SEED)
    redrawn = [auc(scores[drawn], positive[drawn]) for drawn in rng.integers(len(scores), size=(DRAWS, len(scores)))]
    return Area(auc(scores, positive), *(float(edge) for edge in np.nanquantile(redrawn, (0.025, 0.975))))


def areas(scores: np.ndarray, clips: list[Clip]) -> tuple[Area, Area]:
    """Anger against all others, and against neutral and calm."""
    anger, calm = (np.array([getattr(clip, kind) for clip in clips]) for kind in ("is_anger", "is_calm"))
    both = anger | calm
    return area(scores, anger), area(scores[both], anger[both])


def prior_weights(clips: list[Clip]) -> np.ndarray:
    """Corpora alike; within each, anger has ANGER_PRIOR."""
    names, anger = np.array([clip.corpus for clip in clips]), np.array([clip.is_anger for clip in clips])
    weight = np.zeros(len(clips))
    for name in set(names):
        for part, share in ((anger, ANGER_PRIOR), (~anger, 1 - ANGER_PRIOR)):
            inside = (names == name) & part
            weight[inside] = share / max(inside.sum(), 1)
    return weight / weight.sum()


def calibrate(scores: np.ndarray, clips: list[Clip]) -> tuple[float, float]:
    """Platt's scale and bias: of held-out scores, so that a probability means what it says."""
    score, weight = torch.tensor(scores, dtype=torch.float64), torch.tensor(prior_weights(clips))
    anger = torch.tensor([clip.is_anger for clip in clips], dtype=torch.float64)
    parameters = torch.tensor([1.0, 0.0], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([parameters], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        value = (functional.binary_cross_entropy_with_logits(score * parameters[0] + parameters[1], anger, reduction="none") * weight).sum()
        value.backward()
        return value

    optimizer.step(loss)
    return float(parameters[0]), float(parameters[1])


def calibration_error(probabilities: np.ndarray, clips: list[Clip], bins: int = 10) -> float:
    """Mean distance between what is said and what is so, over ten equally filled bins."""
    anger, weight = np.array([clip.is_anger for clip in clips]), prior_weights(clips)
    order = np.argsort(probabilities)
    total = 0.0
    for part in np.array_split(order, bins):
        mass = weight[part].sum()
        total += abs((probabilities[part] * weight[part]).sum() - (anger[part] * weight[part]).sum()) if mass else 0
    return float(total)
