import assert from 'node:assert/strict';
import test from 'node:test';
import { document, fire, holdTime, settle, show, storage } from './Harness/page.mjs';
import { AudioContext } from './Harness/audio.mjs';
import { load } from './Harness/load.mjs';

const { Chime } = await load('chime.js');
const notice = [659];
const serious = [659, 523];
const critical = [880, 659, 880];
const escalated = [523, 659, 784, 1047];

const alarm = (change = {}) => ({ id: 'a1', revision: 1, severity: 'Serious', state: 'Raised', ...change });

const begin = (t, { state = 'running' } = {}) => {
  const timers = holdTime(t);
  AudioContext.startsAs = state;
  const button = show('<button data-sound></button>');
  const chime = new Chime(button);
  chime.reset([]);
  t.after(() => {
    chime.stop();
    storage.removeItem('supervision.sound');
  });
  return { chime, button, timers, audio: AudioContext.last, heard: () => AudioContext.last.heard() };
};

test('each severity has a tune of its own', t => {
  const { chime, heard } = begin(t);
  for (const [id, severity, tune] of [['a', 'Notice', notice], ['b', 'Serious', serious], ['c', 'Critical', critical]]) {
    chime.changed(alarm({ id, severity }));
    assert.deepEqual(heard(), tune);
  }
});

test('notes follow each other, they do not sound at once', t => {
  const { chime, audio } = begin(t);
  chime.changed(alarm({ severity: 'Critical' }));
  const [first, second, third] = audio.notes.map(note => note.at);
  assert.ok(first < second && second < third);
});

test('a muted switch is silent, remembers it and says so', t => {
  const { chime, button, heard } = begin(t);
  button.click();
  chime.changed(alarm());
  assert.deepEqual(heard(), []);
  assert.equal(storage.getItem('supervision.sound'), 'off');
  assert.equal(button.dataset.state, 'off');
  assert.equal(button.getAttribute('aria-pressed'), 'false');
});

test('a screen that was muted comes back muted', t => {
  storage.setItem('supervision.sound', 'off');
  const { chime, button, heard } = begin(t);
  chime.changed(alarm());
  assert.deepEqual(heard(), []);
  assert.equal(button.dataset.state, 'off');
});

test('switching the sound on lets it be heard', async t => {
  const { button, heard } = begin(t);
  button.click();
  button.click();
  await settle();
  assert.deepEqual(heard(), notice);
  assert.equal(button.dataset.state, 'on');
});

test('a browser that waits for a gesture is silent and says so; any gesture frees it', async t => {
  const { chime, button, heard } = begin(t, { state: 'suspended' });
  chime.changed(alarm());
  assert.deepEqual(heard(), []);
  assert.equal(button.dataset.state, 'blocked');
  fire(document, 'pointerdown');
  await settle();
  assert.equal(button.dataset.state, 'on');
  chime.changed(alarm({ id: 'a2' }));
  assert.deepEqual(heard(), serious);
});

test('a gesture does not switch on what a person has muted', async t => {
  storage.setItem('supervision.sound', 'off');
  const { audio } = begin(t, { state: 'suspended' });
  fire(document, 'keydown');
  await settle();
  assert.equal(audio.state, 'suspended');
});

test('what stands open when somebody comes is silent; what was missed meanwhile sounds', t => {
  const timers = holdTime(t);
  AudioContext.startsAs = 'running';
  const chime = new Chime(show('<button></button>'));
  t.after(() => chime.stop());
  chime.reset([alarm()]);
  assert.deepEqual(AudioContext.last.heard(), []);
  chime.reset([alarm(), alarm({ id: 'a2', severity: 'Notice' })]);
  assert.deepEqual(AudioContext.last.heard(), notice);
  timers.tick(0);
});

test('a message that comes late or twice is silent', t => {
  const { chime, heard } = begin(t);
  chime.changed(alarm({ revision: 5 }));
  heard();
  chime.changed(alarm({ revision: 5 }));
  chime.changed(alarm({ revision: 4, severity: 'Critical' }));
  assert.deepEqual(heard(), []);
});

test('a repeat of the same gravity is silent, something graver sounds', t => {
  const { chime, heard } = begin(t);
  chime.changed(alarm());
  heard();
  chime.changed(alarm({ revision: 2 }));
  assert.deepEqual(heard(), []);
  chime.changed(alarm({ revision: 3, severity: 'Critical' }));
  assert.deepEqual(heard(), critical);
});

test('an escalation has its own tune, once', t => {
  const { chime, heard } = begin(t);
  chime.changed(alarm());
  heard();
  chime.changed(alarm({ revision: 2, escalatedAt: '2026-11-22T12:00:00Z' }));
  assert.deepEqual(heard(), escalated);
  chime.changed(alarm({ revision: 3, escalatedAt: '2026-11-22T12:00:00Z' }));
  assert.deepEqual(heard(), []);
});

test('somebody taking it, and its end, are silent', t => {
  const { chime, heard } = begin(t);
  chime.changed(alarm());
  heard();
  chime.changed(alarm({ revision: 2, state: 'Acknowledged' }));
  chime.changed(alarm({ revision: 3, state: 'Resolved' }));
  assert.deepEqual(heard(), []);
});

test('the end of a snooze sounds once', t => {
  const { chime, heard } = begin(t);
  chime.changed(alarm({ state: 'Acknowledged', snoozedUntil: '2026-11-22T12:05:00Z' }));
  heard();
  chime.changed(alarm({ revision: 2, state: 'Acknowledged', snoozedUntil: null }));
  assert.deepEqual(heard(), serious);
});

test('a critical alarm calls every ten seconds until somebody takes it; a serious one does not', t => {
  const { chime, timers, heard } = begin(t);
  chime.changed(alarm({ id: 's' }));
  chime.changed(alarm({ severity: 'Critical' }));
  heard();
  timers.tick(10_000);
  assert.deepEqual(heard(), critical);
  timers.tick(10_000);
  assert.deepEqual(heard(), critical);
  chime.changed(alarm({ revision: 2, severity: 'Critical', state: 'Acknowledged' }));
  timers.tick(30_000);
  assert.deepEqual(heard(), []);
});

test('an alarm that a later snapshot no longer names is forgotten', t => {
  const { chime, timers, heard } = begin(t);
  chime.changed(alarm({ severity: 'Critical' }));
  heard();
  chime.reset([]);
  timers.tick(10_000);
  assert.deepEqual(heard(), []);
});

test('a browser that refuses storage still rings and still mutes', t => {
  storage.isRefused = true;
  t.after(() => { storage.isRefused = false; });
  const { chime, button, heard } = begin(t);
  chime.changed(alarm());
  assert.deepEqual(heard(), serious);
  button.click();
  chime.changed(alarm({ id: 'a2' }));
  assert.deepEqual(heard(), []);
  storage.isRefused = false;
});

test('nothing sounds and nothing listens once it is stopped', t => {
  const timers = holdTime(t);
  const before = document.listenerCount();
  const button = show('<button></button>');
  const chime = new Chime(button);
  chime.changed(alarm({ severity: 'Critical' }));
  AudioContext.last.heard();
  chime.stop();
  timers.tick(60_000);
  assert.deepEqual(AudioContext.last.heard(), []);
  assert.equal(button.listenerCount() + document.listenerCount(), before);
});
