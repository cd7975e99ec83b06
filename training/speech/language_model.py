"""A trigram model with back-off, mixed from the town hall's sentences, the prompts and a list of general words."""

import math
from collections import defaultdict

START, END = "<s>", "</s>"
# Labels of arcs without a word: to a shorter history, to the next sentence. Two labels, or the graph cannot be determinised.
BACK_OFF, AGAIN = "#0", "#1"
NGram = tuple[str, ...]


class Counts:
    """One text's n-grams, smoothed after Witten and Bell: the more different words follow, the more a new one may."""

    def __init__(self, sentences: list[str]):
        self.after: dict[NGram, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for sentence in sentences:
            words = [START, START, *sentence.split(), END]
            for k in range(2, len(words)):
                for order in range(3):
                    self.after[tuple(words[k - order:k])][words[k]] += 1
        self.totals = {history: sum(following.values()) for history, following in self.after.items()}

    def probability(self, word: str, history: NGram, vocabulary_size: int) -> float:
        """P(word | history), over at most the last two words."""
        lower = self.probability(word, history[1:], vocabulary_size) if history else 1 / vocabulary_size
        following = self.after.get(history)
        if not following:
            return lower
        kinds = len(following)
        return (following.get(word, 0.0) + kinds * lower) / (self.totals[history] + kinds)


class Mixture:
    """Several texts by weight. The uniform share of every smoothed model is what a general word lives on."""

    def __init__(self, parts: list[tuple[float, Counts]], vocabulary: list[str]):
        self.parts = parts
        self.size = len(vocabulary) + 1
        self.vocabulary = vocabulary

    def probability(self, word: str, history: NGram) -> float:
        """P(word | history) of the mixture."""
        return sum(weight * part.probability(word, history, self.size) for weight, part in self.parts)

    def count(self, history: NGram, word: str) -> float:
        """How often, over all texts by their weight."""
        return sum(weight * part.after[history].get(word, 0.0) / part.totals[()] for weight, part in self.parts if history in part.after)


class BackOff:
    """The mixture as a back-off model with few n-grams: an n-gram that says nothing that a shorter one does not is left out."""

    def __init__(self, mixture: Mixture, least_gain: dict[int, float]):
        words = [*mixture.vocabulary, END]
        self.unigrams = {word: mixture.probability(word, ()) for word in words}
        self.grams: dict[NGram, dict[str, float]] = {}
        self.weights: dict[NGram, float] = {}
        histories = {history for _, part in mixture.parts for history in part.after if history}
        for order in (1, 2):
            for history in sorted(h for h in histories if len(h) == order):
                following = {word for _, part in mixture.parts for word in part.after.get(history, ())}
                kept = {}
                for word in sorted(following):
                    probability = mixture.probability(word, history)
                    gain = mixture.count(history, word) * (math.log(probability) - math.log(self.lower(word, history)))
                    if gain > least_gain[order + 1]:
                        kept[word] = probability
                if kept or history == (START,):
                    self.grams[history] = kept
            for history in [h for h in self.grams if len(h) == order]:
                kept = self.grams[history]
                rest = 1 - sum(kept.values())
                lower_rest = 1 - sum(self.lower(word, history) for word in kept)
                self.weights[history] = max(rest, 1e-6) / max(lower_rest, 1e-6)

    def lower(self, word: str, history: NGram) -> float:
        """P(word | history without its first word)."""
        return self.probability(word, history[1:])

    def probability(self, word: str, history: NGram) -> float:
        """P(word | history) of the pruned model."""
        if not history:
            return self.unigrams[word]
        kept = self.grams.get(history)
        if kept is None:
            return self.probability(word, history[1:])
        return kept[word] if word in kept else self.weights.get(history, 1.0) * self.probability(word, history[1:])

    def perplexity(self, sentences: list[str]) -> float:
        """Of sentences whose words are all known; an unknown word ends the process with KeyError."""
        logarithm = count = 0.0
        for sentence in sentences:
            words = [START, START, *sentence.split(), END]
            for k in range(2, len(words)):
                logarithm -= math.log(self.probability(words[k], tuple(words[k - 2:k])))
                count += 1
        return math.exp(logarithm / count)

    def acceptor(self, restart: float = 0.3) -> list[tuple]:
        """States and arcs as (from, to, label, cost) and (from, cost) for a final one; state 0 is the start.

        `restart`: share of sentence ends after which another sentence begins without a pause. It leaves only states that a
        word leads to, so that no circle is without a word.
        """
        states: dict[NGram, int] = {(START,): 0, (): 1}
        for word in self.unigrams:
            if word != END:
                states[(word,)] = len(states)
        for history in self.grams:
            states.setdefault(history, len(states))
        states.pop((START, START), None)
        found: list[tuple] = []

        def target(history: NGram, word: str) -> int:
            longest = (*history, word)[-2:]
            return states[longest] if longest in states else states[longest[-1:]]

        for history, state in states.items():
            following = self.unigrams if not history else self.grams.get(history, {})
            for word, probability in following.items():
                if word != END:
                    found.append((state, target(history, word), word, -math.log(probability)))
                elif state in (0, 1):
                    found.append((state, -math.log(probability)))
                else:
                    found.append((state, -math.log(probability * (1 - restart))))
                    found.append((state, 0, AGAIN, -math.log(probability * restart)))
            if history:
                shorter = history[1:] if history[1:] in states else ()
                found.append((state, states[shorter], BACK_OFF, -math.log(self.weights.get(history, 1.0))))
        return found
