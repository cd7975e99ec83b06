"""Kaldi's binary forms of what a model file is made of: tokens, numbers, vectors, matrices (kaldi/src/base/io-funcs)."""

import struct
from typing import BinaryIO

import numpy as np


class Writer:
    """Writes one Kaldi object file; the caller closes the stream."""

    def __init__(self, stream: BinaryIO):
        self.stream = stream
        stream.write(b"\0B")  # says that the file is binary

    def token(self, *names: str) -> None:
        """Each name and a space."""
        for name in names:
            self.stream.write(name.encode() + b" ")

    def text(self, text: str) -> None:
        """Plain text, as the network's configuration lines are."""
        self.stream.write(text.encode())

    def integer(self, value: int) -> None:
        """int32, after its size in bytes."""
        self.stream.write(struct.pack("<bi", 4, value))

    def real(self, value: float) -> None:
        """float32, after its size in bytes."""
        self.stream.write(struct.pack("<bf", 4, value))

    def integers(self, values: list[int]) -> None:
        """std::vector<int32>: element size, count, elements."""
        self.stream.write(struct.pack("<bi", 4, len(values)) + np.asarray(values, "<i4").tobytes())

    def vector(self, values: np.ndarray) -> None:
        """float32 vector."""
        self.token("FV")
        self.integer(len(values))
        self.stream.write(np.asarray(values, "<f4").tobytes())

    def matrix(self, values: np.ndarray) -> None:
        """Compressed matrix of 16 bits, which Kaldi reads wherever it reads a matrix: half the size.

        One range for all elements, so the error is 1/131 070 of it: far under what a score shows.
        """
        low = float(values.min())
        span = float(values.max()) - low or 1.0
        steps = np.clip(np.round((values.astype(np.float64) - low) / span * 65535), 0, 65535).astype("<u2")
        self.token("CM2")
        self.stream.write(struct.pack("<ffii", low, span, *values.shape) + steps.tobytes())
