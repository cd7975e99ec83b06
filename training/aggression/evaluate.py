#!/usr/bin/python3
"""Figures. `evaluate.py` prints all those of the model card; `evaluate.py FOLDER --scores OUT.tsv` those of the shipped model on any corpus.

A folder holds wav files of any rate and a labels.tsv with the columns file, emotion and, if known, speaker.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
import packages  # noqa: E402
from settings import CORPORA, HOP_S, MODEL, RATE_HZ, WORK  # noqa: E402
from smoothing import Rule  # noqa: E402

FRENCH_HOURS, FRENCH_SEED, CALL_SEED, CALLS_A_CORPUS = 10.0, 2, 3, 60
Row = tuple[object, ...]


def print_table(title: str, head: Row, rows: list[Row]) -> None:
    """As Markdown, so that it can stand in the card."""
    print(f"\n**{title}**\n\n| {' | '.join(map(str, head))} |\n|{' --- |' * len(head)}")
    for row in rows:
        print(f"| {' | '.join(map(str, row))} |")
    sys.stdout.flush()


def score_folder(folder: Path, model: Path, output: Path | None, whole: bool = True) -> None:
    """Each file's probability, as a whole or as the mean of its windows of 2 s; areas under the curve."""
    import calls
    import corpus
    import figures
    import wav
    from runtime import Session
    session, clips, scores, unread = Session(model), [], [], 0
    for clip in corpus.read_folder(folder):
        try:
            samples = wav.read(clip.path)
        except (OSError, ValueError) as error:
            print(f"left out: {error}", file=sys.stderr)
            unread += 1
            continue
        if whole:
            value = session.run(np.pad(samples, (0, max(0, RATE_HZ - len(samples))))[None])[0]
        else:
            value = calls.heard(samples, session.run).mean()
        clips.append(clip)
        scores.append(float(value))
    if output:
        lines = [f"{clip.path.relative_to(folder)}\t{clip.emotion}\t{score:.6f}\n" for clip, score in zip(clips, scores)]
        output.write_text("file\temotion\tprobability\n" + "".join(lines), encoding="utf-8")
    values = np.array(scores)
    every, calm = figures.areas(values, clips)
    print(f"{folder.name}: {len(clips)} files, {unread} unread, ONNX Runtime {session.version}; bootstrap of {figures.DRAWS} draws over files, "
          f"seed {figures.BOOTSTRAP_SEED}")
    print(f"AUC anger against all others {every}, against neutral and calm {calm}")
    emotions = sorted({clip.emotion for clip in clips})
    rows = [(emotion, int(chosen.sum()), f"{values[chosen].mean():.3f}", f"{np.median(values[chosen]):.3f}")
            for emotion in emotions for chosen in [np.array([clip.emotion == emotion for clip in clips])]]
    print_table("Probability by emotion", ("emotion", "files", "mean", "median"), rows)


def _interval(area: list[float]) -> str:
    return f"{area[0]:.3f} [{area[1]:.3f}, {area[2]:.3f}]"


def print_crossed(found: dict) -> None:
    """Both cross-validations."""
    for title, rows in (("Leave one corpus out, whole clips", found["loco"]["rows"]), ("Leave one corpus out, the middle 2 s", found["loco"]["windows"]),
                        ("Speakers left out (five folds)", found["speakers"])):
        means = [f"{np.mean([row[kind][0] for row in rows]):.3f}" for kind in ("calm", "all")]
        print_table(title, ("corpus", "anger against neutral and calm", "anger against all"),
                    [(row["corpus"], _interval(row["calm"]), _interval(row["all"])) for row in rows] + [("mean", *means)])
    print(f"\nSeeds {found['seeds']}; leave-one-corpus-out means by seed (calm, all): "
          + ", ".join(f"{calm:.3f} {every:.3f}" for every, calm in found["loco"]["means_by_seed"]))
    print("Calibration error by corpus, calibrated on the three others: "
          + ", ".join(f"{name} {error:.3f}" for name, error in found["loco"]["calibration_error"].items()))


def rule_of(description: Path) -> Rule:
    """The call's smoothing as model.json has it."""
    read = json.loads(description.read_text(encoding="utf-8"))
    smoothing = read["smoothing"]
    return Rule(smoothing["alpha"], smoothing["initial"], smoothing["silenceFactor"], read["raiseThreshold"], read["clearThreshold"],
                smoothing["raiseWindows"], smoothing["clearWindows"])


def false_alarms(model: Path, rule: Rule) -> None:
    """Ten hours of a French voice that the training never heard, half its prompts; then every sound as a call of its own."""
    import calls
    import corpus
    import wav
    from runtime import Session
    session = Session(model)
    prompts = [wav.read(clip.path) for clip in corpus.calm_french() if clip.corpus == corpus.HELD_OUT_VOICE and corpus.is_counted(clip)]
    found: dict[str, list[tuple[int, int, float]]] = {}
    for name, values in calls.french_hours(prompts, session.run, FRENCH_HOURS, FRENCH_SEED):
        found.setdefault(name, []).append((len(calls.alarms(values, rule)), len(values), float((values >= rule.raise_threshold).mean())))
    rows = [(name, f"{sum(count for _, count, _ in parts) * HOP_S / 3600:.2f}", sum(count for count, _, _ in parts),
             f"{np.mean([share for _, _, share in parts]):.4f}") for name, parts in found.items()]
    rows.append(("sum", f"{sum(count for parts in found.values() for _, count, _ in parts) * HOP_S / 3600:.2f}",
                 sum(count for parts in found.values() for count, _, _ in parts), ""))
    print_table(f"False alarms on calm French ({len(prompts)} prompts of the held-out voice, seed {FRENCH_SEED})",
                ("line", "hours", "false alarms", "single windows over the threshold"), rows)
    voices = [clip for clip in corpus.synthetic() if corpus.is_counted(clip)]
    mistaken = [clip for clip in voices if calls.alarms(calls.heard(wav.read(clip.path), session.run), rule)]
    print(f"\nA synthesiser's calm sentences, each a call of its own: {len(mistaken)} alarms in {len(voices)}, in voices that no training heard")
    clips = [clip for clip in corpus.sounds() if corpus.is_counted(clip)]
    raised = [clip for clip in clips if calls.alarms(calls.heard(wav.read(clip.path), session.run), rule)]
    seconds = sum(len(wav.read(clip.path)) for clip in clips) / RATE_HZ
    print(f"\nesc10, each sound a call of its own, no speech detector before: {len(raised)} alarms in {len(clips)} sounds that no training heard ({seconds / 3600:.2f} h)")


def recall(found: dict, rule: Rule) -> None:
    """Calls of ten calm and eight angry seconds of one person, by the model that knows nothing of that person's corpus."""
    import calls
    import corpus
    import crossed
    import prepare
    import torch
    rows, statistics = [], prepare.Statistics()
    for name in CORPORA:
        model = crossed.load_left_out(name, found["size"], found["loco"]["scale"], found["loco"]["bias"])

        def probabilities(batch: np.ndarray) -> np.ndarray:
            with torch.no_grad():
                return model.calibrated(model.score(*statistics(batch))).numpy()

        heard, false, delays, single = 0, 0, [], []
        for samples, begins_s in calls.angry_calls(corpus.read_folder(corpus.unpacked(name)), np.random.default_rng(CALL_SEED), CALLS_A_CORPUS):
            values = calls.heard(samples, probabilities)
            # A window is known when it ends: number n at n × 0.5 + 2 s.
            ends = np.arange(len(values)) * HOP_S + 2
            times = [ends[number] for number in calls.alarms(values, rule)]
            after = [time for time in times if time > begins_s]
            heard += bool(after)
            false += len(times) - len(after)
            delays += [after[0] - begins_s] if after else []
            single += list(values[ends >= begins_s + 2] >= rule.raise_threshold)
        rows.append((name, f"{heard / CALLS_A_CORPUS:.2f}", f"{np.median(delays):.1f}" if delays else "", f"{np.mean(single):.2f}",
                     f"{false} in {CALLS_A_CORPUS * 10 / 60:.0f} min"))
    rows.append(("mean", f"{np.mean([float(row[1]) for row in rows]):.2f}", "", f"{np.mean([float(row[3]) for row in rows]):.2f}", ""))
    print_table(f"Recall in calls, corpus never heard ({CALLS_A_CORPUS} calls each, seed {CALL_SEED})",
                ("corpus", "angry turns that raise an alarm", "median s from the first angry word", "single angry windows over the threshold",
                 "alarms during calm acted speech"), rows)


def everything(model: Path) -> None:
    """What the card holds."""
    import crossed
    import prepare
    import torch
    torch.set_num_threads(1)
    store = prepare.load()
    file = WORK / "crossed.json"
    found = json.loads(file.read_text()) if file.exists() else crossed.run(store)
    rule = rule_of(model.parent / "model.json")
    print_crossed(found)
    print(f"\nRule: {rule}")
    recall(found | {"size": store.whole.shape[1]}, rule)
    false_alarms(model, rule)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path, nargs="?", help="wav files and labels.tsv; without it, the figures of the model card")
    arguments.add_argument("--scores", type=Path, help="where to write each file's probability")
    arguments.add_argument("--model", type=Path, default=MODEL / "aggression.onnx")
    arguments.add_argument("--windows", action="store_true", help="the mean of the windows of 2 s instead of the whole file at once")
    chosen = arguments.parse_args()
    packages.check()
    if chosen.folder:
        score_folder(chosen.folder, chosen.model, chosen.scores, not chosen.windows)
    else:
        everything(chosen.model)


if __name__ == "__main__":
    main()
