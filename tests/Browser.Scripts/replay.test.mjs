import assert from 'node:assert/strict';
import test from 'node:test';
import { document, fire, frame, press, settle, show } from './Harness/page.mjs';
import WaveSurfer from './Harness/wavesurfer.mjs';
import { Element } from './Harness/dom.mjs';
import { load } from './Harness/load.mjs';

const { start, stop } = await load('replay.js');

// An <audio> element without sound.
class Media extends Element {
  static last = null;
  currentTime = 0;
  paused = true;
  playbackRate = 1;

  constructor() {
    super('audio', document);
    Media.last = this;
  }

  async play() { this.paused = false; fire(this, 'playing'); }
  pause() { this.paused = true; fire(this, 'pause'); }
  load() {}
}

globalThis.Audio = Media;

const asked = [];
let answer = { ok: true, json: async () => ({ lanes: [{ lane: 'Caller', peaks: [0, 1] }, { lane: 'Agent', peaks: [1, 0] }] }) };
globalThis.fetch = async address => {
  asked.push(address);
  return answer;
};

const word = (from, until, text) => `<span class="word" data-from="${from}" data-until="${until}">${text}</span>`;
const utterance = (lane, from, until, ...words) =>
  `<li class="utterance" data-lane="${lane}" data-from="${from}" data-until="${until}"><button data-seek="${from}"></button>${words.join('')}</li>`;

const html = `<main><section>
  <div data-wave></div><ul><li data-at="15000"><button data-seek="15000"></button></li><li data-at="90000"></li></ul>
  <button data-player="back"></button><button data-player="toggle"></button><button data-player="forward"></button>
  <input data-player="position"><span data-player="now"></span><select data-player="speed"></select></section>
  <ol>${utterance('Caller', 1000, 3000, word(1000, 1500, 'bonjour'), word(1600, 3000, 'madame'))}
  ${utterance('Agent', 2500, 5000, word(2500, 5000, 'mairie'))}${utterance('Caller', 9000, 9500, word(9000, 9500, 'merci'))}</ol></main>`;

const begin = async (t, { startMs = 0 } = {}) => {
  const [root, list] = show(html).childNodes;
  const speed = root.querySelector('[data-player="speed"]');
  const values = ['0.75', '1', '1.5', '2'];
  Object.assign(speed, { options: values, selectedIndex: 1 });
  Object.defineProperty(speed, 'value', { get: () => values[speed.selectedIndex] });
  Object.assign(root.querySelector('[data-wave]'), { clientWidth: 640 });
  start(root, list, { peaks: 'peaks', recording: 'recording.wav', durationMs: 60_000, startMs, lanes: ['Caller', 'Agent'] });
  t.after(() => stop(root));
  await settle();
  const media = Media.last;
  return {
    root, list, media, speed, part: name => root.querySelector(`[data-player="${name}"]`),
    ms: () => Math.round(media.currentTime * 1000),
    now: () => list.querySelectorAll('[data-now]').map(element => element.matches('.word') ? element.textContent : element.dataset.lane),
    at: seconds => { media.currentTime = seconds; fire(media, 'seeked'); },
  };
};

test('it begins to play at once, from where the address says', async t => {
  const { media, ms, root } = await begin(t, { startMs: 12_345 });
  assert.equal(ms(), 12_345);
  assert.equal(media.paused, false);
  assert.equal(root.dataset.state, 'playing');
});

test('the focus that was lost with the button goes to play and pause; one that is elsewhere stays', async t => {
  const { root, list, part } = await begin(t);
  assert.equal(document.activeElement, part('toggle'));
  part('speed').focus();
  start(root, list, { peaks: 'peaks', recording: 'recording.wav', durationMs: 60_000, startMs: 0, lanes: [] });
  assert.equal(document.activeElement, part('speed'));
});

test('a mark on the wave, a time and a word of the transcript lead to their moment and play', async t => {
  const { root, list, media, ms } = await begin(t);
  media.pause();
  for (const [element, expected] of [
    [root.querySelector('[data-seek]'), 15_000], [list.querySelector('[data-seek]'), 1000], [list.querySelectorAll('.word')[1], 1600],
  ]) {
    media.pause();
    element.click();
    assert.equal(ms(), expected);
    assert.equal(media.paused, false);
  }
});

test('a click beside a word goes nowhere', async t => {
  const { list, media, ms } = await begin(t, { startMs: 5000 });
  media.pause();
  list.querySelector('.utterance').click();
  assert.equal(ms(), 5000);
  assert.equal(media.paused, true);
});

test('steps stop at the beginning and at the end', async t => {
  const { part, ms, at } = await begin(t);
  part('back').click();
  assert.equal(ms(), 0);
  part('forward').click();
  assert.equal(ms(), 5000);
  at(58);
  part('forward').click();
  assert.equal(ms(), 60_000);
});

test('the slider is the call\'s own clock, and says the time in words', async t => {
  const { part, ms } = await begin(t);
  fire(Object.assign(part('position'), { value: '42500' }), 'input');
  assert.equal(ms(), 42_500);
  assert.equal(part('now').textContent, '0:42');
  assert.equal(part('position').getAttribute('aria-valuetext'), '0:42');
});

test('arrows step by five seconds, with Shift by thirty', async t => {
  const { ms } = await begin(t);
  for (const [key, shiftKey, expected] of [['ArrowRight', false, 5000], ['ArrowRight', true, 35_000], ['ArrowLeft', false, 30_000], ['ArrowLeft', true, 0]]) {
    assert.ok(press(document.body, key, { shiftKey }).defaultPrevented);
    assert.equal(ms(), expected);
  }
});

test('space plays and pauses, but stays the own key of buttons and links', async t => {
  const { media, part } = await begin(t);
  assert.ok(press(document.body, ' ').defaultPrevented);
  assert.equal(media.paused, true);
  assert.equal(press(part('toggle'), ' ').defaultPrevented, false);
  assert.equal(media.paused, true);
});

test('keys of fields and shortcuts of the browser are left alone', async t => {
  const { part, ms } = await begin(t, { startMs: 10_000 });
  press(part('position'), 'ArrowRight');
  press(part('speed'), 'ArrowRight');
  press(document.body, 'ArrowLeft', { altKey: true });
  press(document.body, 'ArrowLeft', { ctrlKey: true });
  assert.equal(ms(), 10_000);
});

test('the speed goes by its list and stops at both ends', async t => {
  const { media } = await begin(t);
  const after = key => { press(document.body, key); return media.playbackRate; };
  assert.deepEqual(['+', '=', '+', '-', '-', '-', '-'].map(after), [1.5, 2, 2, 1.5, 1, 0.75, 0.75]);
});

test('what is heard is marked in each lane, because people speak at once', async t => {
  const { at, now } = await begin(t);
  at(0.5);
  assert.deepEqual(now(), []);
  at(1.2);
  assert.deepEqual(now(), ['Caller', 'bonjour']);
  at(2.7);
  assert.deepEqual(now(), ['Caller', 'madame', 'Agent', 'mairie']);
  at(4);
  assert.deepEqual(now(), ['Agent', 'mairie']);
  at(5);
  assert.deepEqual(now(), []);
});

test('the transcript follows inside its own box while it plays, not while somebody searches', async t => {
  const { at, list, media } = await begin(t);
  Object.assign(list, { offsetTop: 100, scrollTop: 0, clientHeight: 300 });
  list.querySelectorAll('.utterance').forEach((line, i) => Object.assign(line, { offsetTop: 100 + 400 * i, offsetHeight: 50 }));
  media.pause();
  at(9.1);
  assert.equal(list.scrollTop, 0);
  at(6);
  media.play();
  at(9.1);
  assert.equal(list.scrollTop, 700);
});

test('marks stand at their share of the call, never outside it', async t => {
  const { root } = await begin(t);
  assert.deepEqual(root.querySelectorAll('[data-at]').map(mark => mark.style.getPropertyValue('--at')), ['0.25', '1']);
});

test('the wave asks for as many peaks as it has room for and draws the lanes in their order', async t => {
  asked.length = 0;
  const { root } = await begin(t);
  assert.deepEqual(asked, ['peaks?buckets=640']);
  assert.deepEqual(WaveSurfer.last.options.peaks, [[0, 1], [1, 0]]);
  assert.equal(WaveSurfer.last.options.duration, 60);
  assert.equal(root.dataset.waveState, undefined);
});

test('a wave that cannot be had is said, and the call is heard all the same', async t => {
  const good = answer;
  answer = { ok: false, status: 500 };
  t.after(() => { answer = good; });
  const { root, media } = await begin(t);
  assert.equal(root.dataset.waveState, 'failed');
  assert.equal(media.paused, false);
});

test('a recording that cannot be had is said', async t => {
  const { root, media } = await begin(t);
  fire(media, 'error');
  assert.equal(root.dataset.state, 'failed');
});

test('a page that is left is silent and hears no keys', async t => {
  const { root, media } = await begin(t);
  const before = document.listenerCount();
  stop(root);
  assert.equal(media.paused, true);
  assert.equal(media.hasAttribute('src'), false);
  assert.ok(WaveSurfer.last.isDestroyed);
  assert.ok(document.listenerCount() < before);
  assert.equal(frame(), 0);
});
