"""espeak-ng through its library: the phonemes of a sentence (with its liaisons) and its sound.

One engine per process, not thread-safe: callers use a pool of processes.
"""

import ctypes
import re

import numpy as np

LIBRARY = "libespeak-ng.so.1"
_AUDIO_OUTPUT_SYNCHRONOUS = 2
_CHARS_UTF8 = 1
_POSITION_CHARACTER = 1
_PARAMETER_RATE, _PARAMETER_PITCH, _PARAMETER_RANGE = 1, 3, 4
# Phonemes that are one sound for a recogniser: espeak marks liaison (z2, t2) and droppable schwa (@-) apart.
SAME_SOUND = {"t2": "t", "z2": "z", "n2": "n", "@-": "@", "@2": "@", "@5": "@", "r2": "r", "R": "r", "I": "i", "U": "u",
              "Q": "O", "3": "@", "3:": "@", "V": "a", "D": "z", "T": "s", "h": "", "W2": "W", "e2": "e", "E2": "E",
              "eI": "e", "A@": "a", "N": "n", "n^": "n", "aI": "a", "@U": "o", "i@": "i", "oU": "o", "A": "a", "A:": "a", "u:": "u", "i:": "i",
              "tS": "S", "dZ": "Z", "x": "r", "Y:": "Y", "W:": "W", "O:": "O", "o:": "o", "e:": "e", "a:": "a", "&": "a"}
_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class Espeak:
    """The engine of this process."""

    def __init__(self) -> None:
        self.library = ctypes.CDLL(LIBRARY)
        self.rate_hz = self.library.espeak_Initialize(_AUDIO_OUTPUT_SYNCHRONOUS, 0, None, 0)
        if self.rate_hz <= 0:
            raise OSError("espeak-ng does not start: is the package espeak-ng-data installed?")
        self.library.espeak_TextToPhonemes.restype = ctypes.c_char_p
        self._pieces: list[np.ndarray] = []
        self._callback = _CALLBACK(self._receive)
        self.library.espeak_SetSynthCallback(self._callback)

    def _receive(self, samples, count: int, _events) -> int:
        if samples and count > 0:
            self._pieces.append(np.ctypeslib.as_array(samples, (count,)).copy())
        return 0

    def voice(self, name: str) -> None:
        """Takes a voice, `fr-be+f2`. Raises if there is none of that name."""
        if self.library.espeak_SetVoiceByName(name.encode()) != 0:
            raise ValueError(f"espeak-ng has no voice {name}")

    def phonemes(self, text: str) -> list[list[str]]:
        """Phonemes by group of words that espeak says together. The voice in force decides the language."""
        buffer = ctypes.c_char_p(text.encode())
        pointer = ctypes.cast(ctypes.pointer(buffer), ctypes.POINTER(ctypes.c_void_p))
        spoken = ""
        while pointer[0]:
            spoken += " " + (self.library.espeak_TextToPhonemes(pointer, _CHARS_UTF8, ord("_") << 8) or b"").decode()
        return [group for group in map(split_phonemes, re.sub(r"\([a-z-]+\)", " ", spoken).split()) if group]

    def speak(self, text: str, words_per_minute: int, pitch: int, intonation: int) -> np.ndarray:
        """The sentence as float32 in [-1, 1] at `rate_hz`."""
        self._pieces.clear()
        for parameter, value in ((_PARAMETER_RATE, words_per_minute), (_PARAMETER_PITCH, pitch), (_PARAMETER_RANGE, intonation)):
            self.library.espeak_SetParameter(parameter, value, 0)
        encoded = text.encode() + b"\0"
        self.library.espeak_Synth(encoded, len(encoded), 0, _POSITION_CHARACTER, 0, _CHARS_UTF8, None, None)
        self.library.espeak_Synchronize()
        return np.concatenate(self._pieces).astype(np.float32) / 32768 if self._pieces else np.zeros(0, np.float32)


def split_phonemes(group: str) -> list[str]:
    """`d_@-_v_'A~` -> d @ v A~ : stress, length and pause marks away, like sounds made one."""
    marks = (re.sub(r"[',%=:;|!]", "", mark) for mark in re.split(r"[_]+", group))
    marks = (SAME_SOUND.get(mark, SAME_SOUND.get(mark.rstrip("-"), mark.rstrip("-"))) for mark in marks)
    return [mark for mark in marks if mark]
