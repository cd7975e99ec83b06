"""From the windows' probabilities to an alarm: what the console does in a call, number for number (`smoothing` in model.json)."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Rule:
    """`value` ← value + alpha × (probability − value) at each window; × silence_factor at each hop without speech.

    Raised after raise_windows hops in a row at or above raise_threshold; cleared after clear_windows hops in a row below clear_threshold.
    """

    alpha: float = 0.4
    initial: float = 0.0
    silence_factor: float = 0.95
    raise_threshold: float = 0.33
    clear_threshold: float = 0.2
    raise_windows: int = 2
    clear_windows: int = 6

    def as_json(self) -> dict[str, float | int | str]:
        """As model.json writes it: names in camel case, the thresholds beside."""
        def camel(name: str) -> str:
            first, *others = name.split("_")
            return first + "".join(other.capitalize() for other in others)
        return {"kind": "exponential", **{camel(name): value for name, value in asdict(self).items() if not name.endswith("threshold")}}


class Tension:
    """One call's state. Not for several threads."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.value = rule.initial
        self.raised = False
        self._above = self._below = 0

    def hear(self, probability: float | None) -> bool:
        """One hop's window, None where nobody speaks. True when this window raises the alarm."""
        rule = self.rule
        self.value = self.value * rule.silence_factor if probability is None else self.value + rule.alpha * (probability - self.value)
        self._above = self._above + 1 if self.value >= rule.raise_threshold else 0
        self._below = self._below + 1 if self.value < rule.clear_threshold else 0
        if not self.raised and self._above >= rule.raise_windows:
            self.raised = True
            return True
        if self.raised and self._below >= rule.clear_windows:
            self.raised = False
        return False
