"""What lies between a mouth and the console: head size, room, noise, handset, gain control, codec, lost packets.

Everything works on float32 samples at 8 kHz in [-1, 1] and takes its caller's random generator. All corpora get the same faults,
so that none of them tells the network where a clip comes from.
"""

import numpy as np
from scipy import signal

from settings import RATE_HZ
from wav import A_LAW, MU_LAW

PACKET_SAMPLES = RATE_HZ // 50  # 20 ms


def resample(samples: np.ndarray, factor: float) -> np.ndarray:
    """Tempo, pitch and formants together, as another head size."""
    return np.interp(np.arange(0, len(samples) - 1, factor), np.arange(len(samples)), samples).astype(np.float32)


def companded(samples: np.ndarray, table: np.ndarray = A_LAW) -> np.ndarray:
    """Through one of the two G.711 codes and back: the nearest of 256 amplitudes."""
    order = np.sort(table)
    return order[np.searchsorted((order[1:] + order[:-1]) / 2, np.clip(samples, -1, 1))]


def vocoder(samples: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """What a mobile's codec does to the ear, roughly: band 200 to 3400 Hz and noise that follows the spectrum and the loudness."""
    samples = band(samples, 200, 3400)
    _, _, spectrum = signal.stft(samples, RATE_HZ, nperseg=160, noverlap=80)
    noise = rng.standard_normal(spectrum.shape) + 1j * rng.standard_normal(spectrum.shape)
    spectrum = spectrum + np.abs(spectrum) * noise * rng.uniform(0.05, 0.3)
    return signal.istft(spectrum, RATE_HZ, nperseg=160, noverlap=80)[1][:len(samples)].astype(np.float32)


def colored_noise(count: int, slope: float, rng: np.random.Generator) -> np.ndarray:
    """Noise whose spectrum falls by `slope` (0 white, 0.5 pink, 1 brown), of power 1."""
    spectrum = np.fft.rfft(rng.standard_normal(count))
    noise = np.fft.irfft(spectrum / np.maximum(np.arange(len(spectrum)), 8)**slope, count)
    return (noise / (noise.std() + 1e-9)).astype(np.float32)


def street(count: int, rng: np.random.Generator) -> np.ndarray:
    """Brown and pink noise that swells and falls as cars pass, of power 1."""
    swell = np.interp(np.arange(count), np.linspace(0, count, max(3, count // RATE_HZ + 2)), rng.uniform(0.3, 1.5, max(3, count // RATE_HZ + 2)))
    noise = colored_noise(count, rng.uniform(0.5, 1), rng) * swell
    return (noise / (noise.std() + 1e-9)).astype(np.float32)


def band(samples: np.ndarray, low_hz: float, high_hz: float, order: int = 2) -> np.ndarray:
    """What is between the two frequencies."""
    return signal.sosfilt(signal.butter(order, (low_hz, high_hz), "bandpass", fs=RATE_HZ, output="sos"), samples).astype(np.float32)


def equalised(samples: np.ndarray, rng: np.random.Generator, most_db: float = 5) -> np.ndarray:
    """A microphone's balance: a smooth random curve, up to so many dB up or down."""
    curve = np.interp(np.linspace(0, 1, 65), np.linspace(0, 1, 6), rng.uniform(-most_db, most_db, 6))
    return signal.fftconvolve(samples, signal.firwin2(65, np.linspace(0, 1, 65), 10 ** (curve / 20)), "same").astype(np.float32)


def room(samples: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Direct sound and an exponentially falling tail of 50 to 400 ms."""
    tail = int(rng.uniform(0.05, 0.4) * RATE_HZ)
    response = rng.standard_normal(tail) * np.exp(-6.9 * np.arange(tail) / tail) * rng.uniform(0.02, 0.15)
    response[0] = 1
    return signal.fftconvolve(samples, response)[:len(samples)].astype(np.float32)


def gain_controlled(samples: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A telephone's automatic gain: loud passages lowered, soft ones raised, within 0.1 to 0.5 s."""
    width = int(rng.uniform(0.1, 0.5) * RATE_HZ)
    envelope = np.sqrt(signal.fftconvolve(samples**2, np.ones(width) / width, "same").clip(0)) + 0.02 * np.abs(samples).max() + 1e-6
    return (samples * envelope ** -rng.uniform(0.2, 0.6)).astype(np.float32)


def lose_packets(samples: np.ndarray, share: float, rng: np.random.Generator) -> np.ndarray:
    """Packets of 20 ms lost: silent, or the one before said again, as a receiver conceals it."""
    samples = samples.copy()
    repeat = rng.random() < 0.5
    for start in range(PACKET_SAMPLES, len(samples) - PACKET_SAMPLES, PACKET_SAMPLES):
        if rng.random() < share:
            samples[start:start + PACKET_SAMPLES] = samples[start - PACKET_SAMPLES:start] * 0.7 if repeat else 0
    return samples


def at_level(samples: np.ndarray, peak_db: float) -> np.ndarray:
    """With its peak at so many dB of full scale."""
    return samples * (10 ** (peak_db / 20) / (np.abs(samples).max() + 1e-9))


def spoilt(samples: np.ndarray, rng: np.random.Generator, speed: float = 0.12, behind: np.ndarray | None = None) -> np.ndarray:
    """One random line. `speed`: greatest change of tempo and pitch; `behind`: a sound to mix in, softer."""
    samples = at_level(resample(samples, float(np.exp(rng.uniform(-speed, speed)))), 0)
    power = np.sqrt(np.mean(samples**2)) + 1e-6
    if rng.random() < 0.35:
        samples = room(samples, rng)
    if rng.random() < 0.7:
        samples = equalised(samples, rng)
    if rng.random() < 0.75:
        noise = street(len(samples), rng) if rng.random() < 0.4 else colored_noise(len(samples), rng.uniform(0, 1), rng)
        samples = samples + noise * power * 10 ** (-rng.uniform(5, 35) / 20)
    if behind is not None and rng.random() < 0.15:
        behind = np.resize(np.roll(behind, int(rng.integers(len(behind)))), len(samples))
        samples = samples + behind / (behind.std() + 1e-6) * power * 10 ** (-rng.uniform(8, 25) / 20)
    if rng.random() < 0.35:
        samples = gain_controlled(samples, rng)
    if rng.random() < 0.6:
        samples = band(samples, rng.uniform(150, 420), rng.uniform(2900, 3800))
    samples = at_level(samples, 0)
    if rng.random() < 0.12:
        samples = np.clip(samples * rng.uniform(1.5, 4), -1, 1)
    samples = at_level(samples, -rng.uniform(0.5, 30))
    if rng.random() < 0.2:
        samples = vocoder(samples, rng)
    if rng.random() < 0.7:
        samples = companded(samples, A_LAW if rng.random() < 0.7 else MU_LAW)
    if rng.random() < 0.2:
        samples = lose_packets(samples, rng.uniform(0.005, 0.05), rng)
    return samples.astype(np.float32)
