"""Names and sizes that several stages share."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORK = Path(os.environ.get("SPEECH_WORK", Path(__file__).parent / "work"))
MODEL = Path(os.environ.get("SPEECH_MODEL", ROOT / "models" / "vosk-fr-demo"))

RATE_HZ = 8000
MEL_BINS = 40
FRAME_SHIFT_MS = 10
# One output of the network for three frames, as Vosk's public models: 30 ms.
SUBSAMPLING = 3

# Sounds of the lexicon, as espeak-ng names them; index 0 of the network's output is the blank.
PHONES = "@ A~ E E~ O O~ S W W~ Y Z a b d e f g i j k l m n o p r s t u v w y z".split()
BLANK = 0

DRAWN_SENTENCES = 60_000
SYNTHETIC_UTTERANCES = 10_000
TEST_UTTERANCES = 400
# Augmented copies of each recorded training prompt.
PROMPT_COPIES = 18
SECOND_VOICE_COPIES = 6
PROCESSES = 2

# Chosen on the development sets (tune.py), never on the test sets.
ACOUSTIC_SCALE = 1.0
LANGUAGE_SCALE = 1.4
WORD_PENALTY = 0.0
BLANK_PENALTY = 2.5
# Least gain (in nats per word of running text) for which a bigram, a trigram is kept: decides the graph's size.
LEAST_GAIN = {2: 2e-7, 3: 6e-6}
