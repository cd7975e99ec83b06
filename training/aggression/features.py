"""From samples to frames, as a part of the network: log-mel bands, pitch, voicing. 100 frames a second.

Level plays no part: samples are divided by their own loudness first. Everything is made of operations that ONNX has.
"""

import math

import numpy as np
import torch
from torch import nn

from settings import RATE_HZ

WINDOW = 320        # 40 ms: two periods of the lowest pitch
SHIFT = 80          # 10 ms
FRAMES_A_SECOND = RATE_HZ // SHIFT
POINTS = 512
MEL_BINS = 40
LOWEST_HZ, HIGHEST_HZ = 200.0, 3500.0
LOWEST_PITCH_HZ, HIGHEST_PITCH_HZ = 75.0, 560.0
# Columns of a frame after the mel bands.
PITCH, VOICING = MEL_BINS, MEL_BINS + 1
COLUMNS = MEL_BINS + 2
# Added to mel powers of a signal of power 1: what is 45 dB under the speech is not seen, be it the line's or the codec's noise.
FLOOR = 10 ** -4.5
# Below this root mean square a signal counts as silence, and is not amplified further.
QUIET = 1e-3


def mel_matrix() -> np.ndarray:
    """[bins, MEL_BINS]: triangles equally wide in mel, each of sum 1."""
    def mel(hz: np.ndarray | float) -> np.ndarray:
        return 1127 * np.log1p(np.asarray(hz) / 700)
    edges = np.linspace(mel(LOWEST_HZ), mel(HIGHEST_HZ), MEL_BINS + 2)
    bins = mel(np.arange(POINTS // 2 + 1) * RATE_HZ / POINTS)[:, None]
    rise = (bins - edges[:-2]) / (edges[1:-1] - edges[:-2])
    fall = (edges[2:] - bins) / (edges[2:] - edges[1:-1])
    triangles = np.maximum(0, np.minimum(rise, fall))
    return (triangles / np.maximum(triangles.sum(0), 1e-9)).astype(np.float32)


class Frames(nn.Module):
    """[batch, samples] to [batch, frames, COLUMNS]. Of n samples (n - 320) // 80 + 1 frames."""

    def __init__(self) -> None:
        super().__init__()
        window = np.hanning(WINDOW + 1)[:WINDOW]
        angle = 2 * math.pi * np.outer(np.arange(POINTS // 2 + 1), np.arange(WINDOW)) / POINTS
        kernels = np.concatenate((np.cos(angle), np.sin(angle))) * window / np.sqrt((window**2).sum())
        self.register_buffer("kernels", torch.tensor(kernels[:, None], dtype=torch.float32), persistent=False)
        self.register_buffer("mel", torch.tensor(mel_matrix()), persistent=False)
        lags = np.arange(int(RATE_HZ / HIGHEST_PITCH_HZ), int(RATE_HZ / LOWEST_PITCH_HZ) + 1)
        cosines = np.cos(2 * math.pi * np.outer(np.arange(POINTS // 2 + 1), np.concatenate(([0], lags))) / POINTS)
        cosines[1:-1] *= 2
        # Outside the telephone's band there is nothing but hum and hiss.
        hertz = np.arange(POINTS // 2 + 1) * RATE_HZ / POINTS
        cosines[(hertz < 120) | (hertz > HIGHEST_HZ)] = 0
        self.register_buffer("cosines", torch.tensor(cosines, dtype=torch.float32), persistent=False)
        # A long lag compares less of the window with itself: Boersma's correction, steeper for the flattened spectrum.
        share = lags / WINDOW
        itself = (1 - share) * (2 / 3 + np.cos(2 * math.pi * share) / 3) + np.sin(2 * math.pi * share) / (2 * math.pi)
        self.register_buffer("correction", torch.tensor(itself ** -1.5, dtype=torch.float32), persistent=False)
        # A small preference for the shorter of two lags that fit as well: otherwise the octave below wins.
        self.register_buffer("octave", torch.tensor(0.06 * np.log2(lags / lags[0]), dtype=torch.float32), persistent=False)
        self.register_buffer("log_pitch", torch.tensor(np.log2(RATE_HZ / lags / 100), dtype=torch.float32), persistent=False)

    def forward(self, audio: torch.Tensor) -> torch.Tensor:
        audio = audio / (audio.pow(2).mean(1, keepdim=True).sqrt() + QUIET)
        parts = nn.functional.conv1d(audio[:, None], self.kernels, stride=SHIFT).transpose(1, 2)
        real, imaginary = parts[:, :, :POINTS // 2 + 1], parts[:, :, POINTS // 2 + 1:]
        power = real * real + imaginary * imaginary
        mel = (power @ self.mel + FLOOR).log()
        # Two thirds of the magnitude in dB flatten formants, so that the pitch's period stands out.
        period = (power + 1e-10).pow(0.33) @ self.cosines
        likeness = period[:, :, 1:] / (period[:, :, :1] + 1e-3) * self.correction
        score = likeness - self.octave
        best = score.argmax(2, keepdim=True)
        voicing = likeness.gather(2, best)
        pitch = self.log_pitch[best]
        return torch.cat((mel, pitch, voicing), 2)
