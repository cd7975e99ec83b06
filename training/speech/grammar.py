"""Sentences of a town hall's telephone, drawn from the templates and lists of `corpus/`.

A template is one line: `{list}` stands for a line of that list or a generated value (an hour, an amount…),
`(a|b)` for one of the alternatives, `[a]` for a part that may be missing.
"""

import hashlib
import random
import re
from collections import Counter
from pathlib import Path

CORPUS = Path(__file__).parent / "corpus"
LISTS = {"prenom": "prenoms", "nom": "noms", "rue": "rues", "service": "services", "demarche": "demarches",
         "probleme": "problemes", "insulte": "insultes", "discrimination": "insultes-discriminatoires",
         "menace": "menaces", "urgence": "urgences", "refus": "refus", "ville": "villes"}
# Announcements drawn from each template of serveur-vocal.txt.
SERVER_DRAWS = 12
# Lists of whole sentences, each of which is also in the corpus for itself.
WHOLE = ("insulte", "discrimination", "menace", "urgence", "refus")

UNITS = ("zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
         "dix-sept dix-huit dix-neuf").split()
TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 80: "quatre-vingt"}
MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
DAYS = ("lundi mardi mercredi jeudi vendredi samedi dimanche demain aujourd'hui|ce matin|ce soir|demain matin|demain soir|"
        "demain après-midi|cet après-midi|lundi prochain|mardi prochain|vendredi prochain|la semaine prochaine|"
        "dans trois jours|dans deux semaines|le mois prochain|après-demain")
DURATIONS = ("une heure|deux heures|trois heures|une demi-heure|dix minutes|vingt minutes|trois quarts d'heure|trois jours|"
             "une semaine|deux semaines|quinze jours|un mois|deux mois|trois mois|six mois|un an|deux ans|des années|des mois|ce matin|hier")
LETTERS = "a b c d e f g h i j k l m n o p q r s t u v w x y z".split()
VOWELS = "aeiouyàâéèêëîïôûœh"


def number(value: int) -> str:
    """A whole number from 0 to 999 999 in French words, one token each."""
    if value < 20:
        return UNITS[value]
    if value < 100:
        ten = value // 10 * 10
        if ten in (70, 90):
            ten -= 10
        rest = value - ten
        if ten == 60 and rest == 10:
            return "soixante-dix"
        if ten == 80 and rest == 10:
            return "quatre-vingt-dix"
        if rest == 0:
            return "quatre-vingts" if ten == 80 else TENS[ten]
        link = " et " if rest in (1, 11) and ten != 80 else " "
        return TENS[ten] + link + UNITS[rest]
    if value < 1000:
        hundreds, rest = divmod(value, 100)
        head = "cent" if hundreds == 1 else UNITS[hundreds] + (" cent" if rest else " cents")
        return head + (" " + number(rest) if rest else "")
    thousands, rest = divmod(value, 1000)
    return ("mille" if thousands == 1 else number(thousands) + " mille") + (" " + number(rest) if rest else "")


def feminine(words: str) -> str:
    """vingt et un -> vingt et une, before heure, minute."""
    return re.sub(r"\bun$", "une", words)


class Grammar:
    """Draws sentences. Owns its random generator, so that the same seed gives the same corpus."""

    def __init__(self, seed: int):
        self.random = random.Random(seed)
        self.lists = {slot: lines(f"{name}.txt") for slot, name in LISTS.items()}
        self.templates, self.weights = [], []
        for theme_weight, templates in read_templates():
            # A template with slots says more than a fixed sentence, which is in the corpus anyway.
            shares = [1 + 3 * len(re.findall(r"[{(\[]", template)) for template in templates]
            self.templates += templates
            self.weights += [theme_weight * share / sum(shares) for share in shares]
        self.days = DAYS.split("|")[0].split() + DAYS.split("|")[1:]

    def value(self, slot: str) -> str:
        """What stands for `{slot}`."""
        draw = self.random
        if slot in self.lists:
            return draw.choice(self.lists[slot])
        if slot == "jour":
            return draw.choice(self.days)
        if slot == "politesse":
            return draw.choice(("veuillez", "veuillez", "merci de", "vous pouvez", "s'il vous plaît", "vous devez"))
        if slot == "appuyer":
            return draw.choice(("appuyez sur", "appuyez sur", "veuillez appuyer sur", "tapez", "faites le"))
        if slot == "touche":
            return draw.choice((*UNITS[:10], "étoile", "dièse", "la touche étoile", "la touche dièse"))
        if slot == "chiffre":
            return UNITS[draw.randrange(10)]
        if slot == "nombre":
            return number(draw.choice((draw.randrange(2, 20), draw.randrange(2, 100), draw.randrange(100, 1000))))
        if slot == "lettre":
            return draw.choice(LETTERS)
        if slot == "heure":
            hour = draw.randrange(7, 22)
            words = {12: "midi"}.get(hour, feminine(number(hour)) + " heures")
            return words + draw.choice(("", "", "", " trente", " quinze", " quarante-cinq".replace("-", " "), " et quart", " et demie", " moins le quart"))
        if slot == "date":
            day = draw.randrange(1, 32)
            words = ("premier" if day == 1 else number(day)) + " " + draw.choice(MONTHS)
            return words + (" " + self.value("annee") if draw.random() < 0.4 else "")
        if slot == "annee":
            return draw.choice((number(2000 + draw.randrange(0, 35)), "mille neuf cent " + number(draw.randrange(20, 100))))
        if slot == "montant":
            euros = number(draw.choice((draw.randrange(2, 60), draw.randrange(60, 1000), draw.randrange(1, 30) * 100)))
            return euros + " euros" + (" " + number(draw.randrange(5, 100)) if draw.random() < 0.3 else "")
        if slot == "duree":
            return draw.choice(DURATIONS.split("|"))
        if slot == "etage":
            return draw.choice("premier deuxième troisième quatrième cinquième sixième dernier".split())
        if slot == "telephone":
            pairs = [f"zéro {UNITS[draw.randrange(1, 10)]}"] + [self.pair() for _ in range(4)]
            return " ".join(pairs)
        if slot == "codepostal":
            return f"{number(draw.randrange(10, 96))} {draw.choice(('mille', 'cent', 'deux cents', 'trois cents', 'cinq cents', 'sept cents'))}"
        if slot == "numero":
            return " ".join(UNITS[draw.randrange(10)] for _ in range(draw.randrange(4, 8)))
        if slot == "adresse":
            return number(draw.randrange(1, 130)) + draw.choice(("", "", "", " bis", " ter")) + " " + self.value("rue")
        raise KeyError(f"modeles.txt: no list {{{slot}}}")

    def pair(self) -> str:
        """Two digits as a telephone number is said."""
        value = self.random.randrange(100)
        return number(value) if value >= 10 else "zéro " + UNITS[value]

    def expand(self, template: str) -> str:
        """One sentence of a template."""
        while True:
            inner = re.search(r"\(([^()\[\]]*)\)|\[([^()\[\]]*)\]", template)
            if not inner:
                break
            chosen = self.random.choice((inner[1] or inner[2]).split("|"))
            if inner[2] and self.random.random() < 0.5:
                chosen = ""
            template = template[:inner.start()] + chosen + template[inner.end():]
        sentence = re.sub(r"\{(\w+)\}", lambda slot: self.value(slot[1]), template)
        return contract(" ".join(sentence.split()))

    def draw(self) -> str:
        """One sentence, themes by weight."""
        return self.expand(self.random.choices(self.templates, self.weights)[0])

    def fixed(self) -> list[str]:
        """Every sentence that the lists contain as such: always in the corpus, whatever is drawn."""
        whole = [line for slot in WHOLE for line in self.lists[slot]]
        plain = [t for t in self.templates if not re.search(r"[{(\[]", t)]
        return sorted(set(whole + plain + lines("conversation.txt")))


def contract(sentence: str) -> str:
    """`de_ le` -> du, `à_ les` -> aux, `de_ une` -> d'une."""
    for marked, plain in (("de_ les ", "des "), ("de_ le ", "du "), ("de_ des ", "de "), ("de_ du ", "de "), ("de_ un", "d'un"),
                          ("à_ les ", "aux "), ("à_ le ", "au "), ("de_ ", "de "), ("à_ ", "à ")):
        sentence = sentence.replace(marked, plain)
    return sentence


def lines(name: str) -> list[str]:
    """A list's lines (or, in a list of single words, its words)."""
    text = (CORPUS / name).read_text(encoding="utf-8")
    rows = [row.strip() for row in text.splitlines() if row.strip() and not row.startswith("#")]
    return " ".join(rows).split() if name in ("prenoms.txt", "mots-courants.txt", "verbes.txt") else names(rows) if name == "noms.txt" else rows


def names(rows: list[str]) -> list[str]:
    """Family names, separated by spaces; `da silva` is one."""
    return [name.replace("_", " ") for name in " ".join(rows).replace("da silva", "da_silva").split()]


def read_templates() -> list[tuple[float, list[str]]]:
    """The themes of modeles.txt with their weights."""
    themes: list[tuple[float, list[str]]] = []
    for row in lines("modeles.txt"):
        if row.startswith("=="):
            themes.append((float(row.split()[2]), []))
        else:
            themes[-1][1].append(row)
    return themes


def is_held_out(sentence: str, share: float = 0.04) -> bool:
    """Whether a drawn sentence is kept for the test: by its hash, so that it never depends on what else is drawn."""
    return int(hashlib.sha256(sentence.encode()).hexdigest()[:8], 16) < share * 0xFFFFFFFF


def build(count: int, seed: int = 7) -> tuple[list[str], list[str]]:
    """(sentences for the language model and the training, held-out sentences), each without doubles."""
    grammar = Grammar(seed)
    fixed = grammar.fixed()
    drawn = [grammar.draw() for _ in range(count)]
    known = set(fixed)
    train = sorted(known | {s for s in drawn if not is_held_out(s)})
    test = sorted({s for s in drawn if is_held_out(s)} - known)
    return train, test


def voice_server(count: int, seed: int = 8) -> list[str]:
    """Announcements as voice servers make them."""
    grammar, templates = Grammar(seed), lines("serveur-vocal.txt")
    return sorted({grammar.expand(template) for template in templates for _ in range(count)})


def common_words(sentences: list[str]) -> Counter[str]:
    """How often each word stands in the corpus' sentences, the announcements and the lists: words whose spelling is sure."""
    return Counter(word for text in sentences + voice_server(SERVER_DRAWS) + general_words() for word in text.split())


def general_words() -> list[str]:
    """General words that no template need contain, so that people's other words have a place in the lexicon."""
    common, verbs = lines("mots-courants.txt"), lines("verbes.txt")
    found = set(common) | {form for verb in verbs for form in forms(verb)} | set(lines("prenoms.txt")) | {w for n in lines("noms.txt") for w in n.split()}
    return sorted(found | {short for word in common for short in elided(word, ("d'",) if word.endswith(("s", "x")) else ("l'", "d'")) if not word.endswith("ez")} |
                  {short for verb in verbs for short in elided(verb, ("l'", "d'", "s'", "m'"))} |
                  {short for verb in verbs for form in forms(verb) if form.endswith(("e", "ez")) for short in elided(form, ("n'",))})


def elided(word: str, before: tuple[str, ...]) -> list[str]:
    """What is said before a vowel: étoile -> l'étoile, d'étoile. A first h is silent in the listed words only."""
    silent = word[0] in VOWELS and word[0] != "h" or word.startswith(("heure", "homme", "horaire", "hôpital", "hôtel", "histoire", "habit", "hésit", "hiver"))
    return [article + word for article in before] if silent and len(word) > 3 and "'" not in word else []


def forms(verb: str) -> list[str]:
    """The common forms of a regular verb in -er: appuyer -> appuyer, appuyé, appuyée, appuyez, appuyant."""
    stem = verb.removesuffix("er")
    present = [] if stem[-2:] in ("el", "et", "ét", "éc", "éd", "ér", "ém", "oy", "uy") or re.search("[eé].$", stem) else [stem + "e"]
    ours = {"g": "eons", "c": "ons"}.get(stem[-1], "ons")
    softened = stem[:-1] + "ç" if stem.endswith("c") else stem
    return [verb, stem + "é", stem + "ée", stem + "és", stem + "ez", softened + ours, softened + ("eant" if stem.endswith("g") else "ant"), *present]
