"""How many insertions, deletions and substitutions lead from one sequence to another."""

from collections.abc import Sequence


def distance(left: Sequence, right: Sequence) -> int:
    """Levenshtein's distance; the word error is this over the words that were said."""
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        diagonal, row[0] = row[0], i
        for j, b in enumerate(right, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (a != b))
    return row[-1]
