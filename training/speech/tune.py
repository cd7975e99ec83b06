#!/usr/bin/python3
"""Chooses the scales of sounds against sentences on the development sets: prints the word errors of each setting.

The penalties and the language model's scale change the graph or the network's last bias; the test sets are not looked at.
"""

import itertools
import shutil
import sys

import graph
import kaldi_model
from evaluate import measure, rows_of
from settings import WORK

LANGUAGE_SCALES = (0.7, 1.0, 1.4)
WORD_PENALTIES = (0.0, 1.0)
BLANK_PENALTIES = (0.0, 1.5)


def main() -> None:
    model = WORK / "tuned"
    people, synthetic = rows_of("people-dev"), rows_of("synthetic-dev")[:80]
    for language, word in itertools.product(LANGUAGE_SCALES, WORD_PENALTIES):
        graph.LANGUAGE_SCALE, graph.WORD_PENALTY = language, word
        graph.build(model)
        for blank in BLANK_PENALTIES:
            kaldi_model.BLANK_PENALTY = blank
            kaldi_model.write(model)
            print(f"language {language} word {word} blank {blank}: people {measure(model, people)['word_error']:.1%}, "
                  f"synthetic {measure(model, synthetic)['word_error']:.1%}", flush=True)
    if "--keep" not in sys.argv:
        shutil.rmtree(model)


if __name__ == "__main__":
    main()
