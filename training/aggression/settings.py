"""Names and sizes that several stages share."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORK = Path(os.environ.get("AGGRESSION_WORK", Path(__file__).parent / "work"))
DATA = Path(os.environ.get("AGGRESSION_DATA", ROOT.parent / "shared" / "data" / "aggression"))
MODEL = Path(os.environ.get("AGGRESSION_MODEL", ROOT / "models" / "aggression"))

RATE_HZ = 8000
WINDOW_S = 2.0
HOP_S = 0.5

CORPORA = ("emodb", "ravdess", "nemo", "emospeech_in")
ANGER = "anger"
# What "neutral" means in every figure.
CALM = ("neutral", "calm")
