"""Kaldi's filter bank, with the very options that go into conf/fbank.conf: both must stay the same."""

import warnings

import numpy as np
import torch
from settings import FRAME_SHIFT_MS, MEL_BINS, RATE_HZ

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from torchaudio.compliance import kaldi

LOW_HZ, HIGH_HZ, FRAME_LENGTH_MS, ENERGY_FLOOR = 40, 3800, 25, 1.0

FBANK_CONF = f"""--sample-frequency={RATE_HZ}
--num-mel-bins={MEL_BINS}
--low-freq={LOW_HZ}
--high-freq={HIGH_HZ}
--dither=0
--energy-floor={ENERGY_FLOOR}
--use-energy=false
"""


def filter_bank(samples: np.ndarray) -> np.ndarray:
    """Log-mel features [frames, MEL_BINS] float16 of samples in [-1, 1] (Kaldi counts in 16-bit units)."""
    wave = torch.from_numpy(np.round(samples * 32767).astype(np.float32))[None]
    frames = kaldi.fbank(wave, num_mel_bins=MEL_BINS, sample_frequency=RATE_HZ, frame_length=FRAME_LENGTH_MS,
                         frame_shift=FRAME_SHIFT_MS, low_freq=LOW_HZ, high_freq=HIGH_HZ, dither=0.0,
                         energy_floor=ENERGY_FLOOR, use_energy=False)
    return frames.numpy().astype(np.float16)
