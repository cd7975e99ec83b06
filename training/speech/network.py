"""The acoustic network: log-mel frames in, one score for the blank and for each phone every 30 ms out.

Wide layers stand after the subsampling only, and each is factored (256 → 96 → 256) with a shortcut around it:
two processor cores must learn it in well under an hour, and one core must hear dozens of lanes with it.
"""

import torch
from torch import nn

from settings import MEL_BINS, PHONES

FRONT, WIDTH, BOTTLENECK, BLOCKS = 48, 256, 96, 7
SHORTCUT = 0.75
# Frames on either side: front 2 + 2, then one output step (3 frames) a block.
CONTEXT_FRAMES = 4 + 3 * BLOCKS


class Block(nn.Module):
    """x → 0.75 x + norm(relu(wide(narrow(x before, x, x after))))."""

    def __init__(self) -> None:
        super().__init__()
        self.narrow = nn.Conv1d(WIDTH, BOTTLENECK, 3, bias=False)
        self.wide = nn.Conv1d(BOTTLENECK, WIDTH, 1)
        self.norm = nn.BatchNorm1d(WIDTH)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return SHORTCUT * x[:, :, 1:-1] + self.norm(torch.relu(self.wide(self.narrow(x))))


class Network(nn.Module):
    """Unpadded convolutions: the caller repeats the first and last frame CONTEXT_FRAMES times, as Kaldi does."""

    def __init__(self) -> None:
        super().__init__()
        self.front = nn.Conv1d(MEL_BINS, FRONT, 5)
        self.front_norm = nn.BatchNorm1d(FRONT)
        self.sample = nn.Conv1d(FRONT, WIDTH, 5, stride=3)
        self.sample_norm = nn.BatchNorm1d(WIDTH)
        self.blocks = nn.ModuleList(Block() for _ in range(BLOCKS))
        self.out = nn.Conv1d(WIDTH, len(PHONES) + 1, 1)

    def forward(self, frames: torch.Tensor) -> torch.Tensor:
        """[batch, frames, mel] padded → log probabilities [batch, (frames - 2 context + 2) // 3, phones + 1]."""
        x = self.front_norm(torch.relu(self.front(frames.transpose(1, 2))))
        x = self.sample_norm(torch.relu(self.sample(x)))
        for block in self.blocks:
            x = block(x)
        return torch.log_softmax(self.out(x), 1).transpose(1, 2)


def pad_context(frames: torch.Tensor) -> torch.Tensor:
    """Repeats the first and last frame of [batch, frames, mel]."""
    return nn.functional.pad(frames.transpose(1, 2), (CONTEXT_FRAMES, CONTEXT_FRAMES), mode="replicate").transpose(1, 2)
