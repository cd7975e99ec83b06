import assert from 'node:assert/strict';
import test from 'node:test';
import { fire, holdTime, show } from './Harness/page.mjs';
import { AudioContext } from './Harness/audio.mjs';
import { load } from './Harness/load.mjs';

const { changed, reset, start, stop } = await load('desk.js');

const waiting = (id, change = {}) => ({ id, severity: 'Critical', state: 'Raised', ...change });

const begin = (t, incidents = []) => {
  const timers = holdTime(t);
  AudioContext.startsAs = 'running';
  const page = show('<main><button data-sound></button><ul></ul></main>');
  const asked = [];
  start(page, { now: Date.now(), list: page.querySelector('ul'), incidents, page: { invokeMethodAsync: async (...args) => { asked.push(args); } } });
  t.after(() => stop(page));
  return { page, timers, asked, heard: () => AudioContext.last.heard() };
};

test('a new incident sounds, and calls until somebody takes it', t => {
  const { page, timers, heard } = begin(t);
  changed(page, waiting('i1'));
  assert.deepEqual(heard(), [880, 659, 880]);
  timers.tick(10_000);
  assert.deepEqual(heard(), [880, 659, 880]);
  changed(page, waiting('i1', { state: 'Acknowledged' }));
  timers.tick(10_000);
  assert.deepEqual(heard(), []);
});

test('what is there when the desk opens is silent; what came while it was away sounds', t => {
  const { page, heard } = begin(t, [waiting('i1', { severity: 'Serious' })]);
  assert.deepEqual(heard(), []);
  reset(page, [waiting('i1', { severity: 'Serious' }), waiting('i2', { severity: 'Serious' })]);
  assert.deepEqual(heard(), [659, 523]);
});

test('an incident that is handed over sounds again for those who get it', t => {
  const { page, heard } = begin(t, [waiting('i1', { state: 'Acknowledged', severity: 'Serious' })]);
  changed(page, waiting('i1', { severity: 'Serious' }));
  assert.deepEqual(heard(), [659, 523]);
});

test('a hand over the queue is told to the page', t => {
  const { page, asked } = begin(t);
  fire(page.querySelector('ul'), 'pointermove');
  assert.deepEqual(asked, [['HoldAsync', true]]);
});

test('a message for a page that is left is no error', t => {
  const { page } = begin(t);
  stop(page);
  changed(page, waiting('i1'));
  changed(page, waiting('i1'));
  reset(page, []);
  assert.deepEqual(AudioContext.last.heard(), []);
});
