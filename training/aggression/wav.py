"""Reads a WAV file of any usual coding as float32 at 8 kHz, one channel; writes 16-bit ones."""

import struct
from math import gcd
from pathlib import Path

import numpy as np
from scipy import signal

from settings import RATE_HZ

_PCM, _FLOAT, _A_LAW, _MU_LAW, _EXTENSIBLE = 1, 3, 6, 7, 0xFFFE


def _a_law_table() -> np.ndarray:
    """ITU-T G.711 A-law: code to amplitude in [-1, 1]."""
    code = np.arange(256) ^ 0x55
    exponent, mantissa = (code & 0x70) >> 4, code & 0x0F
    magnitude = np.where(exponent == 0, (mantissa << 4) + 8, ((mantissa << 4) + 0x108) << np.maximum(exponent - 1, 0))
    return (np.where(code & 0x80, magnitude, -magnitude) / 32768).astype(np.float32)


def _mu_law_table() -> np.ndarray:
    """ITU-T G.711 µ-law: code to amplitude in [-1, 1]."""
    code = ~np.arange(256) & 0xFF
    magnitude = ((((code & 0x0F) << 3) + 0x84) << ((code & 0x70) >> 4)) - 0x84
    return (np.where(code & 0x80, -magnitude, magnitude) / 32768).astype(np.float32)


A_LAW, MU_LAW = _a_law_table(), _mu_law_table()


def _decode(coding: int, bits: int, body: bytes) -> np.ndarray:
    if coding == _A_LAW:
        return A_LAW[np.frombuffer(body, np.uint8)]
    if coding == _MU_LAW:
        return MU_LAW[np.frombuffer(body, np.uint8)]
    if coding == _FLOAT:
        return np.frombuffer(body, "<f4" if bits == 32 else "<f8").astype(np.float32)
    if coding == _PCM and bits == 8:
        return (np.frombuffer(body, np.uint8).astype(np.float32) - 128) / 128
    if coding == _PCM and bits == 16:
        return np.frombuffer(body[:len(body) // 2 * 2], "<i2").astype(np.float32) / 32768
    if coding == _PCM and bits == 24:
        octets = np.frombuffer(body[:len(body) // 3 * 3], np.uint8).reshape(-1, 3).astype(np.int32)
        return ((octets[:, 0] << 8 | octets[:, 1] << 16 | octets[:, 2] << 24) / 2**31).astype(np.float32)
    raise ValueError(f"WAV coding {coding} with {bits} bits is not read here")


def read(path: Path) -> np.ndarray:
    """Samples in [-1, 1]. Channels are averaged, other rates resampled. ValueError if it is no such file."""
    data = Path(path).read_bytes()
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise ValueError(f"{path} is not a WAV file")
    position, form, body = 12, None, b""
    while position + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, position)
        chunk = data[position + 8:position + 8 + size]
        if name == b"fmt ":
            form = chunk
        elif name == b"data":
            body = chunk
            break
        position += 8 + size + size % 2
    if form is None:
        raise ValueError(f"{path} has no format")
    coding, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", form)
    if coding == _EXTENSIBLE:
        coding = struct.unpack_from("<H", form, 24)[0]
    samples = _decode(coding, bits, body)
    if channels > 1:
        samples = samples[:len(samples) // channels * channels].reshape(-1, channels).mean(1)
    if rate != RATE_HZ:
        divisor = gcd(rate, RATE_HZ)
        samples = signal.resample_poly(samples, RATE_HZ // divisor, rate // divisor)
    return samples.astype(np.float32)


def write(path: Path, samples: np.ndarray) -> None:
    """16-bit PCM at 8 kHz."""
    body = (np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()
    head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(body), b"WAVE", b"fmt ", 16, _PCM, 1, RATE_HZ, 2 * RATE_HZ, 2, 16, b"data", len(body))
    Path(path).write_bytes(head + body)
