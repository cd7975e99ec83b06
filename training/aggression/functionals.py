"""Statistics over a clip's frames that describe a voice's effort, whatever the words: what phoneticians measure for anger.

All operations exist in ONNX and none depends on a clip's length, its level or its pauses: each mean is weighted by how surely a frame
is speech, or voiced speech.
"""

import math

import numpy as np
import torch
from torch import nn

from features import FRAMES_A_SECOND, HIGHEST_HZ, LOWEST_HZ, MEL_BINS, PITCH, VOICING

CEPSTRA = 13
BANDS = 10
# A frame counts as speech down to so many nepers of power under the loud ones (20 dB).
SPEECH_RANGE = 4.6
VOICED = 0.25
# A frame less surely voiced than this adds nothing to the seconds of voice: long noise never sums up to some.
DOUBT = 0.1


def mel_centres() -> np.ndarray:
    """Hertz of each mel band's middle."""
    low, high = (1127 * math.log1p(hz / 700) for hz in (LOWEST_HZ, HIGHEST_HZ))
    return 700 * np.expm1(np.linspace(low, high, MEL_BINS + 2)[1:-1] / 1127)


def _slope(centres: np.ndarray, low_hz: float, high_hz: float) -> np.ndarray:
    """Weights whose product with log-mel is its slope over the band, in nepers an octave."""
    inside = (centres >= low_hz) & (centres < high_hz)
    octaves = np.log2(centres)
    deviation = np.where(inside, octaves - octaves[inside].mean(), 0)
    return deviation / (deviation**2).sum()


def _difference(centres: np.ndarray, split_hz: float) -> np.ndarray:
    """Weights of mean level above less mean level below."""
    above = centres >= split_hz
    return above / above.sum() - ~above / (~above).sum()


class Functionals(nn.Module):
    """[batch, frames, COLUMNS] to [batch, size], and to the seconds of voiced speech, [batch]."""

    def __init__(self) -> None:
        super().__init__()
        centres = mel_centres()
        shapes = np.stack([_difference(centres, 1000), _difference(centres, 2000), _slope(centres, 200, 600), _slope(centres, 400, 1600),
                           _slope(centres, 1400, 3500), _slope(centres, 200, 3500)], 1)
        index = np.arange(MEL_BINS)
        cosines = np.cos(math.pi / MEL_BINS * np.outer(index + 0.5, np.arange(1, CEPSTRA))) * math.sqrt(2 / MEL_BINS)
        pooled = np.kron(np.eye(BANDS), np.ones((MEL_BINS // BANDS, 1)) / (MEL_BINS // BANDS))
        self.register_buffer("views", torch.tensor(np.concatenate((shapes, cosines, pooled), 1), dtype=torch.float32), persistent=False)
        self.shapes = shapes.shape[1]
        # Rhythm: the loudness curve seen by filters of some 3, 5 and 8 changes a second.
        time = np.arange(-20, 21) / FRAMES_A_SECOND
        waves = [np.exp(-(time * hz / 0.8) ** 2) * part(2 * math.pi * hz * time) for hz in (3, 5, 8) for part in (np.cos, np.sin)]
        waves = np.stack([wave - wave.mean() for wave in waves])
        self.register_buffer("waves", torch.tensor(waves / np.abs(waves).sum(1, keepdims=True), dtype=torch.float32)[:, None], persistent=False)

    @staticmethod
    def _moments(values: torch.Tensor, weight: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        total = weight.sum(1) + 1e-3
        mean = (values * weight).sum(1) / total
        variance = ((values - mean[:, None]) ** 2 * weight).sum(1) / total
        return mean, (variance + 1e-4).sqrt()

    @staticmethod
    def _edge(values: torch.Tensor, weight: torch.Tensor, sharpness: float) -> torch.Tensor:
        """A soft maximum (sharpness > 0) or minimum: steadier than a quantile."""
        scaled = sharpness * values
        top = (scaled - 50 * (weight < 0.05).to(values.dtype)).max(1, keepdim=True)[0]
        return (((scaled - top).clamp(max=20).exp() * weight).sum(1) / (weight.sum(1) + 1e-3) + 1e-6).log() / sharpness + top[:, 0] / sharpness

    def forward(self, frames: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        mel, pitch, voicing = frames[:, :, :MEL_BINS], frames[:, :, PITCH:PITCH + 1], frames[:, :, VOICING:VOICING + 1]
        power = mel.exp().mean(2, keepdim=True)
        loudness = power.log()
        reference = ((power * power).mean(1, keepdim=True) / (power.mean(1, keepdim=True) + 1e-9) + 1e-9).log()
        loudness = loudness - reference
        speech = ((loudness + SPEECH_RANGE) * 2).sigmoid()
        voiced = speech * ((voicing - VOICED) * 20).sigmoid()
        loud = ((loudness + 1.5) * 3).sigmoid() * voiced

        views = mel @ self.views
        step = views[:, 2:] - views[:, :-2]
        both = speech[:, 2:] * speech[:, :-2]
        spoken, voiced_views = self._moments(views, speech), self._moments(views[:, :, :self.shapes + CEPSTRA - 1], voiced)
        loud_views = self._moments(views[:, :, :self.shapes + CEPSTRA - 1], loud)
        shape = views[:, :, self.shapes + CEPSTRA - 1:]
        balance = self._moments(shape - shape.mean(2, keepdim=True), speech)[0]
        loud_balance = self._moments(shape - shape.mean(2, keepdim=True), loud)[0]
        motion = self._moments(step.abs(), both)[0]
        flux = self._moments((mel[:, 2:] - mel[:, :-2]).abs().mean(2, keepdim=True), both)

        both_voiced = voiced[:, 2:] * voiced[:, :-2]
        glide = (pitch[:, 2:] - pitch[:, :-2]).clamp(-0.3, 0.3)
        pitches = self._moments(pitch, voiced)
        loud_pitch = self._moments(pitch, loud)
        glides = self._moments(glide.abs(), both_voiced)
        rises = self._moments(glide, both_voiced)[0]
        high, low = self._edge(pitch, voiced, 6), self._edge(pitch, voiced, -6)
        clear = self._moments(voicing, voiced)
        shares = [voiced.mean(1) / (speech.mean(1) + 1e-3), loud.mean(1) / (speech.mean(1) + 1e-3)]

        loud_change = loudness[:, 2:] - loudness[:, :-2]
        rise = self._moments(loud_change.clamp(min=0), both)[0]
        fall = self._moments((-loud_change).clamp(min=0), both)[0]
        spread = self._moments(loudness, speech)
        voiced_spread = self._moments(loudness, voiced)
        rhythm = nn.functional.conv1d(loudness.clamp(min=-6).transpose(1, 2), self.waves).abs().transpose(1, 2)
        rhythm = self._moments(rhythm, speech[:, 20:-20])[0]
        count = self.shapes + CEPSTRA - 1
        return torch.cat((spoken[0][:, :count], spoken[1], *voiced_views, *loud_views, balance, loud_balance, motion, *flux, *pitches, *loud_pitch,
                          *glides, rises, high, low, *clear, *shares, rise, fall, *spread, *voiced_spread, rhythm), 1), (voiced - DOUBT).clamp(min=0).sum((1, 2)) / FRAMES_A_SECOND
