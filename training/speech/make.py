#!/usr/bin/python3
"""From text to a Vosk model, stage by stage. `make.py` does what is missing; `make.py --from STAGE` does it again from there."""

import argparse
import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from settings import DRAWN_SENTENCES, MODEL, WORK  # noqa: E402


def corpus() -> None:
    """Sentences and words."""
    import grammar
    import prompts
    train, test = grammar.build(DRAWN_SENTENCES)
    served = grammar.voice_server(grammar.SERVER_DRAWS)
    found = prompts.load(grammar.common_words(train))
    told = [" ".join(prompt.words) for prompt in found if prompt.part == "train"]
    held_out = [prompts.key(" ".join(prompt.words)) for prompt in found if prompt.part in ("dev", "test")]
    served = [text for text in served if not any(prompts.alike(prompts.key(text), other) for other in held_out)]
    words = {word for text in train + grammar.general_words() + served + told for word in text.split()}
    kept = [sentence for sentence in test if set(sentence.split()) <= words]
    WORK.mkdir(parents=True, exist_ok=True)
    (WORK / "corpus.json").write_text(json.dumps({"train": train, "prompts": told, "served": served, "test": kept, "words": sorted(words)},
                                                 ensure_ascii=False, indent=0), encoding="utf-8")
    print(f"  {len(train)} sentences {len(told)} prompts, {len(served)} announcements, {len(words)} words; {len(kept)} sentences held out")


def dataset() -> None:
    """Sound, spoilt; features."""
    import dataset as stage
    import packages
    stage.build(packages.second_voice())


def network() -> None:
    """The acoustic network."""
    import train
    train.run()


def export() -> None:
    """am/ and conf/ in Kaldi's binary form."""
    import kaldi_model
    kaldi_model.write(MODEL)


def graph() -> None:
    """The lexicon, the language model, graph/."""
    import graph as stage
    stage.build(MODEL)


def evaluate() -> None:
    """Decoded by the real libvosk."""
    import evaluate as stage
    stage.report(MODEL)


STAGES = (corpus, dataset, network, export, graph, evaluate)


def main() -> None:
    names = [stage.__name__ for stage in STAGES]
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--from", dest="first", choices=names, help="do this stage and all after it again")
    arguments.add_argument("--until", choices=names, default=names[-1], help="the last stage to do")
    chosen = arguments.parse_args()
    import packages
    packages.check()
    WORK.mkdir(parents=True, exist_ok=True)
    for number, stage in enumerate(STAGES):
        done = WORK / f"{stage.__name__}.done"
        if chosen.first and number >= names.index(chosen.first):
            done.unlink(missing_ok=True)
        if number <= names.index(chosen.until) and not done.exists():
            started = time.monotonic()
            print(f"[{number + 1}/{len(STAGES)}] {stage.__name__}: {stage.__doc__}", flush=True)
            stage()
            done.write_text(f"{time.monotonic() - started:.0f} s\n")
            print(f"  {done.read_text().strip()}", flush=True)
            for later in names[number + 1:]:
                (WORK / f"{later}.done").unlink(missing_ok=True)


if __name__ == "__main__":
    main()
