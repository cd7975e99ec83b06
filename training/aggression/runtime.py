"""ONNX Runtime through its C interface: the same native library as the product's, no Python package.

Positions of the functions in `OrtApi` (onnxruntime_c_api.h); the interface only grows at its end, so they never change.
"""

import ctypes
import os
import subprocess
from pathlib import Path

import numpy as np

from settings import ROOT, WORK

PACKAGE = "com.github.asus4.onnxruntime@0.4.9"
_API_VERSION = 14
_GET_ERROR_MESSAGE, _CREATE_ENV, _CREATE_SESSION, _RUN, _CREATE_SESSION_OPTIONS = 2, 3, 7, 9, 10
_SET_OPTIMISATION, _SET_INTRA_OP_THREADS = 23, 24
_CREATE_TENSOR_WITH_DATA, _TENSOR_DATA, _ELEMENT_COUNT, _TENSOR_SHAPE, _CREATE_CPU_MEMORY_INFO = 49, 51, 64, 65, 69
_RELEASE_STATUS, _RELEASE_VALUE, _RELEASE_SHAPE = 93, 96, 99
_FLOAT = 1


def library() -> Path:
    """libonnxruntime.so: `$ONNXRUNTIME_LIBRARY`, else that of the repository's npm packages, else installed into the work folder."""
    if given := os.environ.get("ONNXRUNTIME_LIBRARY"):
        return Path(given)
    inside = Path("node_modules/com.github.asus4.onnxruntime/Plugins/Linux/x64/libonnxruntime.so")
    if (ROOT / inside).exists():
        return ROOT / inside
    if not (WORK / inside).exists():
        subprocess.run(["npm", "install", "--ignore-scripts", "--no-save", "--prefix", str(WORK), PACKAGE], check=True)
    return WORK / inside


class _ApiBase(ctypes.Structure):
    _fields_ = [("get_api", ctypes.CFUNCTYPE(ctypes.POINTER(ctypes.c_void_p), ctypes.c_uint32)),
                ("get_version", ctypes.CFUNCTYPE(ctypes.c_char_p))]


class Session:
    """One loaded model on one thread. RuntimeError with the library's own words if it refuses."""

    def __init__(self, model: Path, path: Path | None = None) -> None:
        loaded = ctypes.CDLL(str(path or library()))
        loaded.OrtGetApiBase.restype = ctypes.POINTER(_ApiBase)
        base = loaded.OrtGetApiBase().contents
        self.version = base.get_version().decode()
        self._api = base.get_api(_API_VERSION)
        self._env, options, self._session, self._memory = (ctypes.c_void_p() for _ in range(4))
        self._call(_CREATE_ENV, 3, b"aggression", ctypes.byref(self._env))
        self._call(_CREATE_SESSION_OPTIONS, ctypes.byref(options))
        self._call(_SET_INTRA_OP_THREADS, options, 1)
        self._call(_SET_OPTIMISATION, options, 99)
        self._call(_CREATE_SESSION, self._env, os.fsencode(model), options, ctypes.byref(self._session))
        self._call(_CREATE_CPU_MEMORY_INFO, 0, 0, ctypes.byref(self._memory))

    def _call(self, position: int, *arguments: object) -> None:
        function = ctypes.CFUNCTYPE(ctypes.c_void_p)(self._api[position])
        function = ctypes.cast(function, ctypes.CFUNCTYPE(ctypes.c_void_p, *(_kind(argument) for argument in arguments)))
        status = function(*arguments)
        if status:
            message = ctypes.CFUNCTYPE(ctypes.c_char_p, ctypes.c_void_p)(self._api[_GET_ERROR_MESSAGE])(status).decode()
            self._release(_RELEASE_STATUS, ctypes.c_void_p(status))
            raise RuntimeError(message)

    def _release(self, position: int, handle: ctypes.c_void_p) -> None:
        ctypes.CFUNCTYPE(None, ctypes.c_void_p)(self._api[position])(handle)

    def run(self, audio: np.ndarray) -> np.ndarray:
        """[batch, samples] to [batch]."""
        audio = np.ascontiguousarray(audio, np.float32)
        shape = (ctypes.c_int64 * audio.ndim)(*audio.shape)
        value, output, info = ctypes.c_void_p(), ctypes.c_void_p(), ctypes.c_void_p()
        data, count = ctypes.c_void_p(), ctypes.c_size_t()
        self._call(_CREATE_TENSOR_WITH_DATA, self._memory, audio.ctypes.data_as(ctypes.c_void_p), ctypes.c_size_t(audio.nbytes), shape,
                   ctypes.c_size_t(audio.ndim), _FLOAT, ctypes.byref(value))
        try:
            self._call(_RUN, self._session, None, (ctypes.c_char_p * 1)(b"audio"), (ctypes.c_void_p * 1)(value), ctypes.c_size_t(1),
                       (ctypes.c_char_p * 1)(b"probability"), ctypes.c_size_t(1), ctypes.byref(output))
            self._call(_TENSOR_SHAPE, output, ctypes.byref(info))
            self._call(_ELEMENT_COUNT, info, ctypes.byref(count))
            self._call(_TENSOR_DATA, output, ctypes.byref(data))
            return np.ctypeslib.as_array(ctypes.cast(data, ctypes.POINTER(ctypes.c_float)), (count.value,)).copy()
        finally:
            self._release(_RELEASE_VALUE, value)
            if output:
                self._release(_RELEASE_VALUE, output)
            if info:
                self._release(_RELEASE_SHAPE, info)


def _kind(argument: object) -> type:
    if argument is None or type(argument).__name__ == "CArgObject" or isinstance(argument, ctypes.Array):
        return ctypes.c_void_p
    if isinstance(argument, bytes):
        return ctypes.c_char_p
    return type(argument) if isinstance(argument, ctypes._SimpleCData) else ctypes.c_int
