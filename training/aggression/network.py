"""The model: frames, statistics, several small judges, one calibrated probability."""

import torch
from torch import nn

from features import Frames
from functionals import Functionals

# Groups that a second head tells apart, for better features; the first is anger.
GROUPS = {"anger": 0, "happy": 1, "surprise": 1, "fear": 2, "disgust": 3, "sad": 4, "boredom": 4, "neutral": 5, "calm": 5, "noise": 6}
GROUP_COUNT = 7
HIDDEN = 64
# Without any voice there is no anger to be heard: the score falls by SILENCE_PENALTY.
LEAST_VOICED_S, SILENCE_PENALTY = 0.004, 8.0


class Judge(nn.Module):
    """Statistics to heads, [batch, 1 + GROUP_COUNT]. `mean` and `deviation` are those of the training windows."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(size))
        self.register_buffer("deviation", torch.ones(size))
        self.layers = nn.Sequential(nn.Dropout(0.2), nn.Linear(size, HIDDEN), nn.ReLU(), nn.Dropout(0.5), nn.Linear(HIDDEN, 1 + GROUP_COUNT))

    def standard(self, statistics: torch.Tensor) -> torch.Tensor:
        """Of mean 0 and deviation 1 over the training windows; what lies far outside is cut."""
        return ((statistics - self.mean) / self.deviation).clamp(-4, 4)

    def forward(self, statistics: torch.Tensor) -> torch.Tensor:
        return self.layers(self.standard(statistics))


def anger_of(heads: torch.Tensor) -> torch.Tensor:
    """Mean of the first head's log-odds of anger and of those out of the groups' head."""
    return (heads[:, 0] + heads[:, 1] - heads[:, 2:].logsumexp(1)) / 2


class Aggression(nn.Module):
    """The shipped model: [batch, samples] at 8 kHz to the probability of anger, [batch]."""

    def __init__(self, judges: list[Judge], scale: float = 1.0, bias: float = 0.0) -> None:
        super().__init__()
        self.frames, self.functionals = Frames(), Functionals()
        self.judges = nn.ModuleList(judges)
        self.register_buffer("scale", torch.tensor(float(scale)))
        self.register_buffer("bias", torch.tensor(float(bias)))

    def score(self, statistics: torch.Tensor, voiced_s: torch.Tensor) -> torch.Tensor:
        """Before calibration."""
        score = sum(anger_of(judge(statistics)) for judge in self.judges) / len(self.judges)
        return score - SILENCE_PENALTY * ((LEAST_VOICED_S - voiced_s) / 0.001).sigmoid()

    def calibrated(self, score: torch.Tensor) -> torch.Tensor:
        """Score to probability, by Platt's two numbers."""
        return (score * self.scale + self.bias).sigmoid()

    def forward(self, audio: torch.Tensor) -> torch.Tensor:
        return self.calibrated(self.score(*self.functionals(self.frames(audio))))
