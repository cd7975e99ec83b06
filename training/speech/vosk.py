"""libvosk by its C interface, and a way to survive its death: decoding in a process of its own.

Run as a program it reads file names, one a line, and prints one JSON line for each.
"""

import ctypes
import json
import os
import subprocess
import sys
import time
import wave
from collections.abc import Iterable, Iterator
from pathlib import Path

CHUNK_MS = 100


class Vosk:
    """A loaded model."""

    def __init__(self, library: Path, model: Path):
        self.library = ctypes.CDLL(str(library))
        pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
        for name, result, arguments in (
                ("model_new", pointer, [text]), ("recognizer_new", pointer, [pointer, ctypes.c_float]), ("recognizer_free", None, [pointer]),
                ("recognizer_set_words", None, [pointer, number]), ("recognizer_accept_waveform", number, [pointer, text, number]),
                ("recognizer_result", text, [pointer]), ("recognizer_partial_result", text, [pointer]),
                ("recognizer_final_result", text, [pointer]), ("set_log_level", None, [number])):
            function = getattr(self.library, f"vosk_{name}")
            function.restype, function.argtypes = result, arguments
        self.library.vosk_set_log_level(-1)
        self.model = self.library.vosk_model_new(str(model).encode())
        if not self.model:
            raise OSError(f"libvosk does not load {model}")

    def decode(self, pcm: bytes, rate_hz: int = 8000, chunk_ms: int = CHUNK_MS) -> dict:
        """Text of 16-bit samples; when each result came (s of audio), CPU seconds."""
        recognizer = self.library.vosk_recognizer_new(self.model, rate_hz)
        self.library.vosk_recognizer_set_words(recognizer, 1)
        started, results, ends = time.process_time(), [], []
        size = 2 * rate_hz * chunk_ms // 1000
        for start in range(0, len(pcm), size):
            piece = pcm[start:start + size]
            if self.library.vosk_recognizer_accept_waveform(recognizer, piece, len(piece)):
                results.append(json.loads(self.library.vosk_recognizer_result(recognizer)))
                ends.append((start + len(piece)) / 2 / rate_hz)
            else:
                self.library.vosk_recognizer_partial_result(recognizer)
        results.append(json.loads(self.library.vosk_recognizer_final_result(recognizer)))
        self.library.vosk_recognizer_free(recognizer)
        return {"text": " ".join(r["text"] for r in results if r["text"]), "ends": ends, "words": [w for r in results for w in r.get("result", [])],
                "seconds": len(pcm) / 2 / rate_hz, "cpu": time.process_time() - started}


def decode_files(library: Path, model: Path, files: Iterable[Path]) -> Iterator[dict | None]:
    """One result a file, None where libvosk ended its process; the rest is then decoded by a new one."""
    waiting = list(files)
    while waiting:
        with subprocess.Popen([sys.executable, __file__, str(library), str(model)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True, env={**os.environ, "OPENBLAS_NUM_THREADS": "1"}) as process:
            while waiting:
                try:
                    process.stdin.write(f"{waiting[0]}\n")
                    process.stdin.flush()
                except BrokenPipeError:
                    pass
                line = process.stdout.readline()
                waiting.pop(0)
                if not line:
                    process.stdin = None  # nothing to flush into a dead process
                    yield None
                    break
                yield json.loads(line)


def main() -> None:
    engine = Vosk(Path(sys.argv[1]), Path(sys.argv[2]))
    for line in sys.stdin:
        with wave.open(line.strip()) as sound:
            result = engine.decode(sound.readframes(sound.getnframes()), sound.getframerate())
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
