"""`python3 -m unittest discover training/speech/tests`: what can be checked without sound or training."""

import io
import struct
import sys
import unittest
from collections import Counter
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))
import grammar  # noqa: E402
import lexicon  # noqa: E402
import prompts  # noqa: E402
from augment import a_law  # noqa: E402
from edit_distance import distance  # noqa: E402
from espeak import split_phonemes  # noqa: E402
from kaldi_binary import Writer  # noqa: E402
from language_model import AGAIN, BACK_OFF, BackOff, Counts, Mixture  # noqa: E402


class EditDistance(unittest.TestCase):
    def test_counts_each_kind_of_error_once(self):
        self.assertEqual(distance("a b c".split(), "a b c".split()), 0)
        self.assertEqual(distance("a c".split(), "a b c".split()), 1)
        self.assertEqual(distance("a x b d".split(), "a b c".split()), 2)
        self.assertEqual(distance([], "a b".split()), 2)


class KaldiBinary(unittest.TestCase):
    def written(self, write) -> bytes:
        stream = io.BytesIO()
        write(Writer(stream))
        self.assertEqual(stream.getvalue()[:2], b"\0B")
        return stream.getvalue()[2:]

    def test_numbers_carry_their_size(self):
        self.assertEqual(self.written(lambda out: out.integer(-3)), b"\4" + struct.pack("<i", -3))
        self.assertEqual(self.written(lambda out: out.real(0.5)), b"\4" + struct.pack("<f", 0.5))

    def test_vector_has_token_length_and_floats(self):
        self.assertEqual(self.written(lambda out: out.vector(np.array([1.0, 2.0]))), b"FV \4\2\0\0\0" + struct.pack("<ff", 1, 2))

    def test_compressed_matrix_reads_back_within_half_a_step(self):
        values = np.random.default_rng(1).normal(size=(7, 5))
        raw = self.written(lambda out: out.matrix(values))
        self.assertEqual(raw[:4], b"CM2 ")
        low, span, rows, columns = struct.unpack("<ffii", raw[4:20])
        back = np.frombuffer(raw[20:], "<u2").reshape(rows, columns) / 65535 * span + low
        self.assertLess(np.abs(back - values).max(), span / 65535)


class Words(unittest.TestCase):
    def test_numbers_as_they_are_said(self):
        for value, words in ((71, "soixante et onze"), (80, "quatre-vingts"), (81, "quatre-vingt un"), (90, "quatre-vingt-dix"),
                             (200, "deux cents"), (221, "deux cent vingt et un"), (2026, "deux mille vingt six"), (77, "soixante dix-sept")):
            self.assertEqual(grammar.number(value), words)

    def test_contractions(self):
        self.assertEqual(grammar.contract("les horaires de_ le service"), "les horaires du service")
        self.assertEqual(grammar.contract("à cause de_ une fuite"), "à cause d'une fuite")
        self.assertEqual(grammar.contract("à cause de_ des rats"), "à cause de rats")

    def test_held_out_sentences_are_never_learnt(self):
        train, test = grammar.build(3000)
        self.assertFalse(set(train) & set(test))
        self.assertTrue(test)

    def test_prompt_text_is_cleaned(self):
        self.assertEqual(prompts.clean("Pour l’aide (beep), appuyez sur 0."), ("pour", "l'aide", "appuyez", "sur", "zéro"))
        self.assertEqual(prompts.clean("Essayez à nouveau."), ("essayez", "à", "nouveau"))
        self.assertEqual(prompts.clean("Souhaitez-vous ré-enregistrer le mot-clé ?"), ("souhaitez-vous", "réenregistrer", "le", "mot", "clé"))
        self.assertEqual(prompts.clean("Cette conférence est verouillée"), ("cette", "conférence", "est", "verrouillée"))

    def test_prompt_key_is_what_the_split_was_made_with(self):
        self.assertEqual(prompts.key("Essayez à nouveau : est-ce ré-enregistré ?"), ("essayez", "nouveau", "est", "ce", "re", "enregistre"))

    def test_missing_accents_are_those_of_the_commonest_word(self):
        known = Counter({"téléphone": 5, "téléphoné": 1, "entre": 1, "entré": 9})
        self.assertEqual(prompts.with_accents(("telephone", "entre", "asterisk"), known, prompts.spellings(known)), ("téléphone", "entre", "asterisk"))

    def test_elision_before_vowels_only(self):
        self.assertEqual(grammar.elided("étoile", ("l'", "d'")), ["l'étoile", "d'étoile"])
        self.assertEqual(grammar.elided("heure", ("l'",)), ["l'heure"])
        self.assertEqual(grammar.elided("haut", ("l'",)) + grammar.elided("touche", ("l'",)), [])


class Pronunciation(unittest.TestCase):
    def test_like_sounds_are_one(self):
        self.assertEqual(split_phonemes("l_e-_z2"), ["l", "e", "z"])
        self.assertEqual(split_phonemes("d_@-_v_'A~"), ["d", "@", "v", "A~"])

    def test_dropped_schwa(self):
        self.assertIn(("Z",), lexicon.shortened(("Z", "@")))
        self.assertIn(("d", "m", "E~"), lexicon.shortened(("d", "@", "m", "E~")))
        self.assertEqual(lexicon.shortened(tuple("vA~dr@di")), [])


class LanguageModel(unittest.TestCase):
    def setUp(self):
        words = ["bonjour", "madame", "monsieur", "allô"]
        mixture = Mixture([(0.8, Counts(["bonjour madame", "bonjour monsieur"])), (0.2, Counts(words))], words)
        self.words, self.model = words, BackOff(mixture, {2: 0.0, 3: 0.0})

    def test_probabilities_sum_to_one(self):
        for history in (("<s>", "<s>"), ("<s>", "bonjour"), ("madame",), ()):
            total = sum(self.model.probability(word, history) for word in [*self.words, "</s>"])
            self.assertAlmostEqual(total, 1.0, places=6)

    def test_no_state_has_two_like_arcs_without_a_word(self):
        arcs = [(arc[0], arc[2]) for arc in self.model.acceptor() if len(arc) == 4 and arc[2] in (BACK_OFF, AGAIN)]
        self.assertEqual(len(arcs), len(set(arcs)))


class Line(unittest.TestCase):
    def test_a_law_keeps_the_sound_within_its_step(self):
        samples = np.sin(np.arange(800) / 5).astype(np.float32) * 0.5
        self.assertLess(np.abs(a_law(samples) - samples).max(), 0.04)


if __name__ == "__main__":
    unittest.main()
