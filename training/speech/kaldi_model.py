"""The trained network as Vosk wants it: am/final.mdl (transition model and nnet3) and conf/."""

import math
from pathlib import Path

import numpy as np
import torch
from features import FBANK_CONF
from kaldi_binary import Writer
from network import BLOCKS, CONTEXT_FRAMES, SHORTCUT
from settings import ACOUSTIC_SCALE, BLANK, BLANK_PENALTY, MEL_BINS, PHONES, SUBSAMPLING, WORK

OUTPUTS = len(PHONES) + 1
# Vosk knows the blank as phone 1, the phones after it from 2.
BLANK_PHONE = 1
NORM_EPSILON = 1e-5

MODEL_CONF = f"""--min-active=200
--max-active=3000
--beam=13.0
--lattice-beam=4.0
--acoustic-scale={ACOUSTIC_SCALE}
--frame-subsampling-factor={SUBSAMPLING}
--frames-per-chunk=12
--determinize-max-delay=1000
--endpoint.silence-phones={BLANK_PHONE}
--endpoint.rule1.min-trailing-silence=5.0
--endpoint.rule2.min-trailing-silence=0.35
--endpoint.rule3.min-trailing-silence=0.55
--endpoint.rule4.min-trailing-silence=1.0
--endpoint.rule5.min-utterance-length=20.0
"""


class Nnet:
    """Gathers components and configuration lines of an nnet3 network."""

    def __init__(self) -> None:
        self.lines = [f"input-node name=input dim={MEL_BINS}"]
        self.components: list[tuple[str, str, tuple]] = []

    def layer(self, name: str, kind: str, parts: tuple, source: str) -> str:
        """Adds a component, and the node of the same name that runs it on a source."""
        self.components.append((name, kind, parts))
        self.lines.append(f"component-node name={name} component={name} input={source}")
        return name

    def affine(self, name: str, weight: np.ndarray, bias: np.ndarray, source: str, step: int) -> str:
        """A convolution [out, in, taps] over frames `step` apart, centred, as an affine layer on spliced frames."""
        taps = weight.shape[2]
        offsets = [(k - taps // 2) * step for k in range(taps)]
        pieces = [source if offset == 0 else f"Offset({source}, {offset})" for offset in offsets]
        spliced = f"Append({', '.join(pieces)})" if taps > 1 else source
        matrix = weight.transpose(0, 2, 1).reshape(weight.shape[0], -1)
        return self.layer(name, "FixedAffineComponent", (("LinearParams", matrix), ("BiasParams", bias)), spliced)

    def nonlinear(self, name: str, kind: str, dimension: int, source: str) -> str:
        """A component without weights; its statistics are empty."""
        empty = np.zeros(0)
        return self.layer(name, kind, (("Dim", dimension), ("ValueAvg", empty), ("DerivAvg", empty), ("Count", 0.0)), source)

    def norm(self, name: str, weights: dict, prefix: str, source: str) -> str:
        """Batch normalisation with its learnt statistics: a factor and a shift."""
        scale = weights[f"{prefix}.weight"] / np.sqrt(weights[f"{prefix}.running_var"] + NORM_EPSILON)
        shift = weights[f"{prefix}.bias"] - weights[f"{prefix}.running_mean"] * scale
        scaled = self.layer(f"{name}.scale", "FixedScaleComponent", (("Scales", scale),), source)
        return self.layer(f"{name}.shift", "FixedBiasComponent", (("Bias", shift),), scaled)

    def write(self, out: Writer) -> None:
        """Nnet::Write of kaldi/src/nnet3."""
        out.token("<Nnet3>")
        out.text("\n" + "\n".join(self.lines) + "\n\n")
        out.token("<NumComponents>")
        out.integer(len(self.components))
        for name, kind, parts in self.components:
            out.token("<ComponentName>", name, f"<{kind}>")
            for label, value in parts:
                out.token(f"<{label}>")
                if isinstance(value, int):
                    out.integer(value)
                elif isinstance(value, float):
                    out.real(value)
                elif value.ndim == 2:
                    out.matrix(value)
                else:
                    out.vector(value)
            out.token(f"</{kind}>")
        out.token("</Nnet3>")


def convert(saved: dict) -> Nnet:
    """The PyTorch network, with the normalisation of its input folded into the first layer."""
    weights = {name: value.double().numpy() for name, value in saved["state"].items() if value.dtype.is_floating_point}
    nnet = Nnet()
    scale, shift = 1 / saved["deviation"].astype(np.float64), -(saved["mean"] / saved["deviation"]).astype(np.float64)
    front = weights["front.weight"]
    x = nnet.affine("front", front * scale[None, :, None], weights["front.bias"] + (front * shift[None, :, None]).sum((1, 2)), "input", 1)
    x = nnet.norm("front.norm", weights, "front_norm", nnet.nonlinear("front.relu", "RectifiedLinearComponent", front.shape[0], x))
    x = nnet.affine("sample", weights["sample.weight"], weights["sample.bias"], x, 1)
    width = weights["sample.weight"].shape[0]
    x = nnet.norm("sample.norm", weights, "sample_norm", nnet.nonlinear("sample.relu", "RectifiedLinearComponent", width, x))
    for k in range(BLOCKS):
        narrow = weights[f"blocks.{k}.narrow.weight"]
        inner = nnet.affine(f"b{k}.narrow", narrow, np.zeros(narrow.shape[0]), x, SUBSAMPLING)
        inner = nnet.affine(f"b{k}.wide", weights[f"blocks.{k}.wide.weight"], weights[f"blocks.{k}.wide.bias"], inner, 1)
        inner = nnet.norm(f"b{k}.norm", weights, f"blocks.{k}.norm", nnet.nonlinear(f"b{k}.relu", "RectifiedLinearComponent", width, inner))
        x = nnet.layer(f"b{k}.sum", "NoOpComponent", (("Dim", width), ("BackpropScale", 1.0)), f"Sum(Scale({SHORTCUT}, {x}), {inner})")
    bias = weights["out.bias"].copy()
    bias[BLANK] -= BLANK_PENALTY
    x = nnet.affine("out", weights["out.weight"], bias, x, 1)
    x = nnet.nonlinear("log", "LogSoftmaxComponent", OUTPUTS, x)
    nnet.lines.append(f"output-node name=output input={x} objective=linear")
    return nnet


def write_transitions(out: Writer) -> None:
    """TransitionModel::Write: each phone has one state with a loop; blank and phones are phones 1, 2, …"""
    phones = list(range(1, OUTPUTS + 1))
    out.token("<TransitionModel>", "<Topology>")
    out.integers(phones)
    out.integers([-1] + [0] * OUTPUTS)
    out.integer(1)
    out.integer(2)  # states: the sounding one, the end
    out.integer(0)
    out.integer(2)
    for state in (0, 1):
        out.integer(state)
        out.real(0.5)
    out.integer(-1)  # the end has no output of the network
    out.integer(0)
    out.token("</Topology>", "<Triples>")
    out.integer(OUTPUTS)
    for phone in phones:
        out.integer(phone)
        out.integer(0)
        out.integer(phone - 1)
    out.token("</Triples>", "<LogProbs>")
    out.vector(np.array([0.0] + [math.log(0.5)] * (2 * OUTPUTS)))
    out.token("</LogProbs>", "</TransitionModel>")


def write(model: Path) -> None:
    """am/final.mdl and conf/*.conf."""
    (model / "am").mkdir(parents=True, exist_ok=True)
    (model / "conf").mkdir(exist_ok=True)
    saved = torch.load(WORK / "network.pt")
    with (model / "am" / "final.mdl").open("wb") as stream:
        out = Writer(stream)
        write_transitions(out)
        convert(saved).write(out)
        out.token("<LeftContext>")
        out.integer(CONTEXT_FRAMES)
        out.token("<RightContext>")
        out.integer(CONTEXT_FRAMES)
        out.token("<Priors>")
        out.vector(np.zeros(0))
    (model / "conf" / "fbank.conf").write_text(FBANK_CONF)
    (model / "conf" / "model.conf").write_text(MODEL_CONF)
    print(f"  {(model / 'am' / 'final.mdl').stat().st_size:,} bytes")
