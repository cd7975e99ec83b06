"""Tests of the training's parts that need neither the corpora nor a long time."""

import json
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parents[1]))
import calls
import channel
import corpus
import evaluate
import export
import figures
import prepare
import retrain
import train
import wav
from corpus import Clip
from features import MEL_BINS, PITCH, VOICING, Frames
from functionals import Functionals
from network import Aggression, Judge
from runtime import Session
from settings import MODEL, RATE_HZ
from smoothing import Rule, Tension


def voice(seconds: float, hertz: float = 180.0, seed: int = 0) -> np.ndarray:
    """Harmonics whose pitch and loudness move: enough of a voice for the pitch to be found."""
    time = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    phase = 2 * np.pi * np.cumsum(hertz * (1 + 0.05 * np.sin(2 * np.pi * 2 * time))) / RATE_HZ
    tone = sum(np.sin(k * phase) / k for k in range(1, 18) if 250 < k * hertz < 3400)
    noise = np.random.default_rng(seed).standard_normal(len(time))
    return (0.1 * tone * (1 + 0.8 * np.sin(2 * np.pi * 4 * time)) + 0.001 * noise).astype(np.float32)


class WavTests(unittest.TestCase):
    def test_read_written_is_the_same(self) -> None:
        samples = voice(0.5)
        with tempfile.TemporaryDirectory() as folder:
            wav.write(Path(folder, "a.wav"), samples)
            self.assertLess(np.abs(wav.read(Path(folder, "a.wav")) - samples).max(), 1e-4)

    def test_read_no_wav_is_refused(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "a.wav").write_bytes(b"nothing")
            with self.assertRaises(ValueError):
                wav.read(Path(folder, "a.wav"))

    def test_tables_known_codes(self) -> None:
        # ITU-T G.711: A-law 0xD5 is the smallest positive step, µ-law 0xFF is zero, 0x80 the greatest.
        self.assertAlmostEqual(wav.A_LAW[0xD5] * 32768, 8)
        self.assertAlmostEqual(wav.A_LAW[0xAA] * 32768, 32256)
        self.assertEqual(wav.MU_LAW[0xFF], 0)
        self.assertAlmostEqual(wav.MU_LAW[0x80] * 32768, 32124)


class ChannelTests(unittest.TestCase):
    def test_companded_is_near(self) -> None:
        samples = voice(1)
        for table in (wav.A_LAW, wav.MU_LAW):
            difference = channel.companded(samples, table) - samples
            self.assertLess(np.sqrt(np.mean(difference**2) / np.mean(samples**2)), 0.03)

    def test_spoilt_same_seed_same_sound(self) -> None:
        one, two = (channel.spoilt(voice(2), np.random.default_rng(5)) for _ in range(2))
        np.testing.assert_array_equal(one, two)

    def test_spoilt_any_line_is_finite_and_in_range(self) -> None:
        for seed in range(40):
            spoilt = channel.spoilt(voice(1.5), np.random.default_rng(seed), behind=voice(3, 300))
            self.assertTrue(np.isfinite(spoilt).all())
            self.assertLessEqual(np.abs(spoilt).max(), 1.0 + 1e-3)


class FeatureTests(unittest.TestCase):
    def frames(self, samples: np.ndarray) -> torch.Tensor:
        return Frames()(torch.from_numpy(samples)[None])

    def test_pitch_of_a_voice_is_found(self) -> None:
        for hertz in (100, 180, 300, 420):
            frames = self.frames(voice(1, hertz))[0]
            voiced = frames[frames[:, VOICING] > 0.4]
            self.assertGreater(len(voiced), 40)
            self.assertLess(abs(100 * 2 ** float(voiced[:, PITCH].median()) / hertz - 1), 0.06)

    def test_noise_is_unvoiced(self) -> None:
        noise = np.random.default_rng(0).standard_normal(RATE_HZ).astype(np.float32)
        self.assertLess(float(self.frames(noise)[0, :, VOICING].mean()), 0.15)

    def test_level_plays_no_part(self) -> None:
        model = Functionals()
        loud, soft = (model(self.frames(voice(2) * gain))[0] for gain in (3.0, 0.3))
        self.assertLess(float((loud - soft).abs().max()), 0.1)

    def test_silence_around_changes_little(self) -> None:
        model, quiet = Functionals(), np.zeros(RATE_HZ, np.float32)
        bare, _ = model(self.frames(voice(2)))
        padded, _ = model(self.frames(np.concatenate((quiet, voice(2), quiet))))
        self.assertLess(float((bare - padded).abs().median()), 0.05)

    def test_frame_count(self) -> None:
        self.assertEqual(self.frames(np.zeros(8000, np.float32)).shape, (1, (8000 - 320) // 80 + 1, MEL_BINS + 2))


class FigureTests(unittest.TestCase):
    def test_auc_by_hand(self) -> None:
        self.assertAlmostEqual(figures.auc(np.array([1, 2, 3, 4.0]), np.array([False, True, False, True])), 0.75)

    def test_area_interval_holds_value(self) -> None:
        rng = np.random.default_rng(0)
        positive = rng.random(200) < 0.4
        area = figures.area(rng.standard_normal(200) + positive, positive)
        self.assertTrue(0.5 < area.low < area.value < area.high < 1)

    def test_calibrate_makes_probabilities_true(self) -> None:
        rng = np.random.default_rng(1)
        clips = [Clip("x", str(n), "anger" if n % 2 else "neutral", Path(f"{n}")) for n in range(4000)]
        scores = 3 * (rng.standard_normal(4000) + np.array([clip.is_anger for clip in clips]))
        scale, bias = figures.calibrate(scores, clips)
        self.assertLess(figures.calibration_error(1 / (1 + np.exp(-scores * scale - bias)), clips), 0.03)


class SmoothingTests(unittest.TestCase):
    rule = Rule(alpha=0.5, initial=0, silence_factor=0.5, raise_threshold=0.6, clear_threshold=0.3, raise_windows=2, clear_windows=2)

    def test_one_loud_window_raises_nothing(self) -> None:
        self.assertEqual(calls.alarms(np.array([0, 1.0, 0, 0, 1.0, 0]), self.rule), [])

    def test_lasting_anger_raises_once(self) -> None:
        self.assertEqual(calls.alarms(np.array([0, 1.0, 1, 1, 1, 1, 0.5, 1]), self.rule), [3])

    def test_cleared_then_raised_again(self) -> None:
        self.assertEqual(calls.alarms(np.array([1.0, 1, 1, 0, 0, 0, 0, 1, 1, 1]), self.rule), [2, 9])

    def test_silence_lets_tension_fall(self) -> None:
        tension = Tension(self.rule)
        tension.hear(1.0)
        tension.hear(None)
        self.assertEqual(tension.value, 0.25)

    def test_json_round_trip(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "model.json")
            file.write_text(json.dumps({"smoothing": self.rule.as_json(), "raiseThreshold": 0.6, "clearThreshold": 0.3}))
            self.assertEqual(evaluate.rule_of(file), self.rule)


class CallTests(unittest.TestCase):
    def test_windows_every_half_second(self) -> None:
        self.assertEqual(calls.windows(np.zeros(5 * RATE_HZ, np.float32)).shape, (7, 16000))
        self.assertEqual(calls.windows(np.zeros(RATE_HZ, np.float32)).shape, (1, 16000))

    def test_prompt_halves_are_stable(self) -> None:
        clips = [Clip("june", "june", "neutral", Path("digits", f"{n}.wav")) for n in range(200)]
        halves = [corpus.is_counted(clip) for clip in clips]
        self.assertTrue(70 < sum(halves) < 130)
        self.assertEqual(halves, [corpus.is_counted(Clip("june", "june", "neutral", Path("elsewhere", "digits", f"{n}.wav"))) for n in range(200)])


class TrainingTests(unittest.TestCase):
    def store(self, count: int = 120) -> prepare.Store:
        """Two corpora of random statistics; all are higher in anger, around means of each corpus's own."""
        rng = np.random.default_rng(0)
        clips = [Clip(f"c{n % 2}", f"s{n % 10}", "anger" if n % 3 == 0 else "neutral", Path(f"{n}.wav")) for n in range(count)]
        place = np.array([[3.0 * (n % 2), 0, 0, 0, 0] for n in range(count)]) + np.array([[2.0 * (n % 3 == 0)] for n in range(count)])
        whole = (rng.standard_normal((count, 5)) + place).astype(np.float32)
        whole = torch.from_numpy(whole)
        return prepare.Store(clips, whole, whole, whole[None].repeat(2, 1, 1), torch.ones(2, count))

    def test_weights_share_out_corpora_and_classes(self) -> None:
        store = self.store()
        weight = train.weights(store, np.array([clip.corpus == "c0" for clip in store.clips]))
        self.assertAlmostEqual(weight.sum(), 1)
        self.assertTrue(all(not one for one, clip in zip(weight, store.clips) if clip.corpus == "c1"))

    def test_teach_learns_within_corpora(self) -> None:
        store = self.store()
        torch.set_num_threads(1)
        model = train.teach_judge(store, np.ones(len(store.clips), bool), 0)
        with torch.no_grad():
            scores = model(store.whole)[:, 0].numpy()
        for name in ("c0", "c1"):
            own = np.array([clip.corpus == name for clip in store.clips])
            self.assertGreater(figures.auc(scores[own], np.array([clip.is_anger for clip in store.clips])[own]), 0.85)

    def test_read_folder_without_labels_says_what_is_missing(self) -> None:
        with tempfile.TemporaryDirectory() as folder, self.assertRaisesRegex(FileNotFoundError, "labels.tsv"):
            corpus.read_folder(Path(folder))


class RetrainTests(unittest.TestCase):
    def test_kept_apart_has_both_labels_and_is_a_small_part(self) -> None:
        clips = [Clip("own", f"own {n % 12}", "anger" if n % 2 == n // 30 else "neutral", Path(f"{n}.wav")) for n in range(60)]
        apart = retrain.kept_apart(clips)
        held = [clip for clip in clips if clip.speaker in apart]
        self.assertEqual(len({clip.is_anger for clip in held}), 2)
        self.assertTrue(12 <= len(held) <= 30)


class GraphTests(unittest.TestCase):
    def test_export_answers_as_the_network(self) -> None:
        torch.manual_seed(0)
        size = Functionals()(Frames()(torch.zeros(1, RATE_HZ)))[0].shape[1]
        with tempfile.TemporaryDirectory() as folder:
            measured = export.write(Aggression([Judge(size), Judge(size)], 0.5, -1), Rule(), Path(folder))
            self.assertLess(measured["difference"], export.TOLERANCE)
            self.assertEqual(json.loads(Path(folder, "model.json").read_text())["sampleRate"], RATE_HZ)


class ShippedModelTests(unittest.TestCase):
    """The committed graph, by the real ONNX Runtime."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.session = Session(MODEL / "aggression.onnx")

    def test_hash_is_the_described_one(self) -> None:
        import hashlib
        described = json.loads((MODEL / "model.json").read_text(encoding="utf-8"))
        self.assertEqual(described["sha256"], hashlib.sha256((MODEL / "aggression.onnx").read_bytes()).hexdigest())
        self.assertLess(described["clearThreshold"], described["raiseThreshold"])

    def test_any_length_and_batch_gives_probabilities(self) -> None:
        for batch, seconds in ((1, 1), (2, 2), (3, 3.5), (1, 60)):
            answer = self.session.run(np.stack([voice(seconds, seed=n) for n in range(batch)]))
            self.assertEqual(answer.shape, (batch,))
            self.assertTrue(((answer >= 0) & (answer <= 1)).all())

    def test_silence_constant_and_full_scale(self) -> None:
        for audio in (np.zeros(8000), np.full(16000, 0.5), np.sign(voice(2)), np.zeros(60 * RATE_HZ)):
            answer = self.session.run(audio[None].astype(np.float32))
            self.assertTrue(np.isfinite(answer).all())
        self.assertLess(self.session.run(np.zeros((1, 8000), np.float32))[0], 0.05)
        self.assertLess(self.session.run(np.zeros((1, 60 * RATE_HZ), np.float32))[0], 0.05)

    def test_level_does_not_matter(self) -> None:
        loud, soft = (self.session.run(voice(2)[None] * gain)[0] for gain in (2.0, 0.2))
        self.assertLess(abs(loud - soft), 0.05)

    def test_neighbours_in_a_batch_do_not_matter(self) -> None:
        one, other = voice(2), voice(2, 330, seed=1)
        self.assertAlmostEqual(self.session.run(one[None])[0], self.session.run(np.stack((one, other)))[0], places=5)


if __name__ == "__main__":
    unittest.main()
