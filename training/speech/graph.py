"""graph/: HCLG = T o det(L o G) by OpenFst's tools.

T is CTC's topology (a phone may last, blanks may stand between phones, two equal phones need one between),
L the lexicon, G the language model. Labels of T's input are Kaldi's transition numbers.
"""

import json
import math
import subprocess
from pathlib import Path

import lexicon
from language_model import AGAIN, BACK_OFF, BackOff, Counts, Mixture
from lexicon import Pronunciations
from settings import LANGUAGE_SCALE, LEAST_GAIN, PHONES, WORD_PENALTY, WORK

BLANK_PHONE = 1
PHONE_LABEL = {phone: k + 2 for k, phone in enumerate(PHONES)}
# On the phones' side: BACK_OFF, AGAIN, then those that tell words of one sound apart until L o G is determinised.
FIRST_AUXILIARY = len(PHONES) + 2
# Shares of the texts in the language model.
TOWN_HALL_SHARE, SERVER_SHARE, PROMPTS_SHARE, GENERAL_SHARE = 0.50, 0.20, 0.20, 0.10


def build(model: Path) -> None:
    """Writes words.txt and HCLG.fst."""
    folder = WORK / "graph"
    folder.mkdir(exist_ok=True)
    (model / "graph").mkdir(parents=True, exist_ok=True)
    corpus = json.loads((WORK / "corpus.json").read_text(encoding="utf-8"))
    pronunciations = lexicon.build(corpus["words"], corpus["train"] + corpus["served"] + corpus["prompts"])
    language = language_model(corpus)
    print(f"  perplexity of the held-out sentences {language.perplexity(corpus['test']):.1f}, "
          f"{sum(map(len, language.grams.values()))} n-grams, {sum(map(len, pronunciations.values()))} pronunciations", flush=True)
    compile_graph(pronunciations, language, model, folder)


def language_model(corpus: dict) -> BackOff:
    """The town hall's sentences, voice servers' announcements, the prompts, and all words once."""
    parts = [(TOWN_HALL_SHARE, Counts(corpus["train"])), (SERVER_SHARE, Counts(corpus["served"])), (PROMPTS_SHARE, Counts(corpus["prompts"])), (GENERAL_SHARE, Counts(corpus["words"]))]
    return BackOff(Mixture(parts, corpus["words"]), LEAST_GAIN)


def compile_graph(pronunciations: Pronunciations, language: BackOff, model: Path, folder: Path) -> None:
    """From text forms to HCLG.fst."""
    words = ["<eps>", *pronunciations, BACK_OFF, AGAIN, "<s>", "</s>"]
    numbers = {word: k for k, word in enumerate(words)}
    (model / "graph" / "words.txt").write_text("".join(f"{word} {k}\n" for word, k in numbers.items()), encoding="utf-8")
    (folder / "L.txt").write_text(lexicon_fst(pronunciations, numbers))
    (folder / "G.txt").write_text(grammar_fst(language, numbers))
    (folder / "T.txt").write_text(topology_fst())
    run(folder, "fstcompile L.txt | fstarcsort --sort_type=olabel > L.fst")
    run(folder, "fstcompile G.txt | fstarcsort --sort_type=ilabel > G.fst")
    run(folder, "fstcompose L.fst G.fst | fstrmepsilon | fstdeterminize > LGd.fst")
    run(folder, "fstencode --encode_labels LGd.fst codes | fstminimize | fstencode --decode - codes | fstpush --push_weights > LG.fst")
    run(folder, "fstprint LG.fst > LG.txt")
    with (folder / "LG.txt").open() as source, (folder / "LG2.txt").open("w") as target:
        for line in source:
            fields = line.split()
            if len(fields) >= 4 and int(fields[2]) >= FIRST_AUXILIARY:
                fields[2] = "0"
            target.write("\t".join(fields) + "\n")
    run(folder, "fstcompile T.txt | fstarcsort --sort_type=olabel > T.fst")
    run(folder, "fstcompile LG2.txt | fstarcsort --sort_type=ilabel > LG2.fst")
    run(folder, f"fstcompose T.fst LG2.fst | fstconnect | fstarcsort --sort_type=ilabel > '{(model / 'graph' / 'HCLG.fst').resolve()}'")
    print(f"  {(model / 'graph' / 'HCLG.fst').stat().st_size:,} bytes", flush=True)


def lexicon_fst(pronunciations: Pronunciations, numbers: dict[str, int]) -> str:
    """L: one loop through state 0 for each pronunciation, ended by an auxiliary label where another word sounds or begins the same."""
    sounding: dict[tuple[str, ...], int] = {}
    for variants in pronunciations.values():
        for phones in variants:
            sounding[phones] = sounding.get(phones, 0) + 1
    beginnings = {phones[:k] for phones in sounding for k in range(1, len(phones))}
    rows, state, used = [], 1, dict.fromkeys(sounding, 0)
    for word, variants in pronunciations.items():
        best = max(variants.values())
        for phones, share in variants.items():
            labels = [PHONE_LABEL[phone] for phone in phones]
            if sounding[phones] > 1 or phones in beginnings:
                used[phones] += 1
                labels.append(FIRST_AUXILIARY + 1 + used[phones])
            # By the likeliest variant, as Kaldi does: a word of many variants is not the less likely for it.
            cost, output, source = WORD_PENALTY - math.log(share / best), numbers[word], 0
            for k, label in enumerate(labels):
                goal = 0 if k == len(labels) - 1 else state
                rows.append(f"{source} {goal} {label} {output} {cost:.4f}")
                source, output, cost, state = goal, 0, 0.0, state + (goal != 0)
    rows += [f"0 0 {FIRST_AUXILIARY} {numbers[BACK_OFF]}", f"0 0 {FIRST_AUXILIARY + 1} {numbers[AGAIN]}", "0"]
    return "\n".join(rows) + "\n"


def grammar_fst(language: BackOff, numbers: dict[str, int]) -> str:
    """G: labels without a word are on the input side only."""
    rows = []
    for arc in sorted(language.acceptor(), key=lambda arc: (arc[0], len(arc) < 4)):  # the start state's arc must be first
        if len(arc) == 2:
            rows.append(f"{arc[0]} {LANGUAGE_SCALE * arc[1]:.4f}")
        else:
            output = 0 if arc[2] in (BACK_OFF, AGAIN) else numbers[arc[2]]
            rows.append(f"{arc[0]} {arc[1]} {numbers[arc[2]]} {output} {LANGUAGE_SCALE * arc[3]:.4f}")
    return "\n".join(rows) + "\n"


def topology_fst() -> str:
    """T: state 0 is the blank, state p the phone p."""
    def enter(phone: int) -> int:
        return 2 * (phone - 1) + 2

    def stay(phone: int) -> int:
        return 2 * (phone - 1) + 1

    phones = list(PHONE_LABEL.values())
    rows = [f"0 0 {enter(BLANK_PHONE)} 0"] + [f"0 {p} {enter(p)} {p}" for p in phones]
    for p in phones:
        rows += [f"{p} {p} {stay(p)} 0", f"{p} 0 {enter(BLANK_PHONE)} 0"]
        rows += [f"{p} {q} {enter(q)} {q}" for q in phones if q != p]
    return "\n".join(rows + [str(state) for state in (0, *phones)]) + "\n"


def run(folder: Path, command: str) -> None:
    """A pipe of OpenFst's tools; ends with an error if any part does."""
    subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=folder, check=True)
