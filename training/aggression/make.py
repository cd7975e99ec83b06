#!/usr/bin/python3
"""From the corpora to the shipped model, stage by stage. `make.py` does what is missing; `make.py --from STAGE` again from there on."""

import argparse
import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from settings import MODEL, WORK  # noqa: E402


def prepare() -> None:
    """Packages, corpora, telephone lines, statistics."""
    import prepare as stage
    (WORK / "statistics.pt").unlink(missing_ok=True)
    store = stage.load()
    print(f"  {len(store.clips)} clips, {store.spoilt.shape[0]} spoilt windows of each, {store.spoilt.shape[2]} statistics")


def cross() -> None:
    """Figures on unheard corpora and speakers; calibration."""
    import crossed
    import evaluate
    import prepare as stage
    evaluate.print_crossed(crossed.run(stage.load()))


def network() -> None:
    """The shipped judges, the graph, model.json."""
    import export
    import prepare as stage
    import train
    from smoothing import Rule
    store, found = stage.load(), json.loads((WORK / "crossed.json").read_text())
    model = train.teach(store, train.trainable(store))
    model.scale.fill_(found["loco"]["scale"])
    model.bias.fill_(found["loco"]["bias"])
    print(f"  {export.write(model, Rule())}")


def evaluate_all() -> None:
    """Recall and false alarms through the call's own smoothing."""
    import evaluate
    evaluate.everything(MODEL / "aggression.onnx")


STAGES = {"prepare": prepare, "cross": cross, "network": network, "evaluate": evaluate_all}


def main() -> None:
    names = list(STAGES)
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--from", dest="first", choices=names, help="do this stage and all after it again")
    arguments.add_argument("--until", choices=names, default=names[-1], help="the last stage to do")
    chosen = arguments.parse_args()
    import packages
    packages.check()
    import torch
    torch.set_num_threads(1)
    WORK.mkdir(parents=True, exist_ok=True)
    for number, (name, stage) in enumerate(STAGES.items()):
        done = WORK / f"{name}.done"
        if chosen.first and number >= names.index(chosen.first):
            done.unlink(missing_ok=True)
        if number <= names.index(chosen.until) and not done.exists():
            started = time.monotonic()
            print(f"[{number + 1}/{len(STAGES)}] {name}: {stage.__doc__}", flush=True)
            stage()
            done.write_text(f"{time.monotonic() - started:.0f} s\n")
            print(f"  {done.read_text().strip()}", flush=True)
            for later in names[number + 1:]:
                (WORK / f"{later}.done").unlink(missing_ok=True)


if __name__ == "__main__":
    main()
