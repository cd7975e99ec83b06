"""What a telephone line does to a voice: level, band, room, noise, clipping, A-law, lost packets.

Everything works on float32 samples at 8 kHz in [-1, 1] and takes the random generator of its caller.
"""

import numpy as np
from scipy import signal

from settings import RATE_HZ

PACKET_SAMPLES = RATE_HZ // 50  # 20 ms
_A = 87.6


def resample(samples: np.ndarray, factor: float) -> np.ndarray:
    """Faster and higher (factor > 1) or slower and lower: tempo, pitch and formants together, as another head size."""
    positions = np.arange(0, len(samples) - 1, factor)
    return np.interp(positions, np.arange(len(samples)), samples).astype(np.float32)


def a_law(samples: np.ndarray) -> np.ndarray:
    """To ITU-T G.711 A-law and back, by its continuous formula at 8 bits."""
    magnitude = np.abs(np.clip(samples, -1, 1))
    denominator = 1 + np.log(_A)
    small = magnitude < 1 / _A
    code = np.where(small, _A * magnitude / denominator, (1 + np.log(np.maximum(_A * magnitude, 1))) / denominator)
    code = (np.floor(code * 127.999) + 0.5) / 128
    back = np.where(code < 1 / denominator, code * denominator / _A, np.exp(code * denominator - 1) / _A)
    return (np.sign(samples) * back).astype(np.float32)


def colored_noise(count: int, slope: float, rng: np.random.Generator) -> np.ndarray:
    """Noise whose spectrum falls by `slope` (0 white, 0.5 pink, 1 brown), of power 1."""
    spectrum = np.fft.rfft(rng.standard_normal(count))
    frequency = np.maximum(np.arange(len(spectrum)), 8)
    noise = np.fft.irfft(spectrum / frequency**slope, count)
    return (noise / (noise.std() + 1e-9)).astype(np.float32)


def telephone_band(samples: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A handset's band: about 300 to 3400 Hz."""
    low, high = rng.uniform(150, 400), rng.uniform(3000, 3800)
    return signal.sosfilt(signal.butter(2, (low, high), "bandpass", fs=RATE_HZ, output="sos"), samples).astype(np.float32)


def tilt(samples: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A microphone's balance: treble up or down by a first-order filter."""
    return signal.lfilter([1, rng.uniform(-0.5, 0.5)], [1], samples).astype(np.float32)


def room(samples: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A short echo: direct sound and an exponentially falling tail of 50 to 250 ms."""
    tail_samples = int(rng.uniform(0.05, 0.25) * RATE_HZ)
    response = rng.standard_normal(tail_samples) * np.exp(-6.9 * np.arange(tail_samples) / tail_samples) * rng.uniform(0.02, 0.15)
    response[0] = 1
    return signal.fftconvolve(samples, response)[: len(samples)].astype(np.float32)


def lose_packets(samples: np.ndarray, share: float, rng: np.random.Generator) -> np.ndarray:
    """Packets of 20 ms lost: silent, or the one before said again, as a receiver conceals it."""
    samples = samples.copy()
    repeat = rng.random() < 0.5
    for start in range(PACKET_SAMPLES, len(samples) - PACKET_SAMPLES, PACKET_SAMPLES):
        if rng.random() < share:
            samples[start:start + PACKET_SAMPLES] = samples[start - PACKET_SAMPLES:start] * 0.7 if repeat else 0
    return samples


def pad(samples: np.ndarray, rng: np.random.Generator, longest_s: float = 0.5) -> np.ndarray:
    """Silence before and after, of different lengths."""
    before, after = (np.zeros(int(rng.uniform(0.05, longest_s) * RATE_HZ), np.float32) for _ in range(2))
    return np.concatenate((before, samples, after))


def line(samples: np.ndarray, rng: np.random.Generator, babble: np.ndarray | None = None, strength: float = 1.0) -> np.ndarray:
    """The whole line, each fault by its own probability times `strength`. `babble`: other voices to hear behind."""
    samples = samples / (np.abs(samples).max() + 1e-6)
    if rng.random() < 0.25 * strength:
        samples = room(samples, rng)
    if rng.random() < 0.5 * strength:
        samples = telephone_band(samples, rng)
    if rng.random() < 0.5 * strength:
        samples = tilt(samples, rng)
    power = np.sqrt(np.mean(samples**2)) + 1e-6
    if rng.random() < 0.75 * strength:
        noise = colored_noise(len(samples), rng.uniform(0, 1), rng)
        samples = samples + noise * power * 10 ** (-rng.uniform(8, 35) / 20)
    if babble is not None and rng.random() < 0.15 * strength:
        behind = np.resize(np.roll(babble, int(rng.integers(len(babble)))), len(samples))
        samples = samples + behind / (behind.std() + 1e-6) * power * 10 ** (-rng.uniform(12, 25) / 20)
    samples = samples / (np.abs(samples).max() + 1e-6)
    if rng.random() < 0.1 * strength:
        samples = np.clip(samples * rng.uniform(1.5, 4), -1, 1)
    samples = samples * 10 ** (-rng.uniform(0.5, 28) / 20)
    if rng.random() < 0.6 * strength:
        samples = a_law(samples)
    if rng.random() < 0.15 * strength:
        samples = lose_packets(samples, rng.uniform(0.005, 0.04), rng)
    return samples.astype(np.float32)
