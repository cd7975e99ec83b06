import assert from 'node:assert/strict';
import test from 'node:test';
import { draw, frame, holdTime, media, show } from './Harness/page.mjs';
import { load } from './Harness/load.mjs';

const { Frames } = await load('frames.js');
const { paths, Tension } = await load('tension.js');
const stillQuery = '(prefers-reduced-motion: reduce)';
const tile = id => `<article data-call="${id}"><div data-tension><span data-tension-curve></span></div></article>`;

// One frame of the hub: [id, ms, tension, level of 0 to 3]…
const message = (...rows) => ({ calls: rows.map(([id]) => id), points: rows.flatMap(([, at, value, level]) => [at, value * 1000, level]), raiseThreshold: 0.7 });

const begin = (t, ids = ['c1']) => {
  const timers = holdTime(t);
  const root = show(`<div>${ids.map(tile).join('')}</div>`);
  const frames = new Frames();
  const tension = new Tension(root, frames);
  t.after(() => frames.stop());
  frame();
  const box = id => root.querySelector(`[data-call="${id}"] [data-tension]`);
  return { root, tension, timers, box, line: id => box(id).querySelector('.tension-line')?.getAttribute('d') ?? null };
};

test('a curve goes from the left edge to the right, calm at the bottom and shouting at the top', () => {
  const { line, area } = paths([{ at: 0, value: 0 }, { at: 2000, value: 1 }, { at: 4000, value: 0.5 }], 0, 4000);
  assert.equal(line, 'M0 29L50 1L100 15');
  assert.equal(area, 'M0 30L0 29L50 1L100 15L100 30L0 30Z');
});

test('what lies before the window is drawn at its edge', () => {
  assert.equal(paths([{ at: 900, value: 0 }, { at: 2000, value: 0 }], 1000, 3000).line, 'M0 29L50 29');
});

test('more than two and a half seconds without a measure are a gap, not a straight line', () => {
  const { line, area } = paths([{ at: 0, value: 0 }, { at: 2500, value: 0 }, { at: 5001, value: 1 }, { at: 7000, value: 1 }], 0, 10_000);
  assert.equal(line.match(/M/g).length, 2);
  assert.equal(area.match(/Z/g).length, 2);
});

test('a lonely point is still seen', () => assert.equal(paths([{ at: 5000, value: 0.5 }], 0, 10_000).line, 'M50 15h0.6'));

test('no points draw nothing', () => assert.deepEqual(paths([], 0, 1000), { line: '', area: '' }));

test('a level is said in words by its box, and sixty messages cost one frame', t => {
  const { tension, box, line } = begin(t, ['c1', 'c2']);
  for (let i = 1; i <= 60; i++) {
    tension.take(message(['c1', i * 500, 0.2, 1], ['c2', i * 500, 0.9, 3]));
  }
  assert.equal(frame(), 1);
  assert.equal(box('c1').dataset.level, 'Calm');
  assert.equal(box('c2').dataset.level, 'Aggressive');
  assert.ok(line('c1').length > 0);
});

test('what is told late or twice changes nothing', t => {
  const { tension, box, line } = begin(t);
  tension.take(message(['c1', 1000, 0.2, 1]));
  tension.take(message(['c1', 1500, 0.2, 1]));
  frame();
  const before = line('c1');
  tension.take(message(['c1', 1500, 0.9, 3]));
  tension.take(message(['c1', 900, 0.9, 3]));
  frame();
  assert.equal(line('c1'), before);
  assert.equal(box('c1').dataset.level, 'Calm');
});

test('an hour of call keeps half a minute of curve', t => {
  const { tension, line } = begin(t);
  for (let at = 500; at <= 3_600_000; at += 500) {
    tension.take(message(['c1', at, 0.5, 2]));
  }
  frame();
  assert.equal(line('c1').match(/[ML]/g).length, 61);
});

test('the threshold is drawn where the server puts it', t => {
  const { tension, box } = begin(t);
  tension.take(message(['c1', 1000, 0.2, 1]));
  frame();
  assert.equal(box('c1').querySelector('.tension-threshold').getAttribute('d'), 'M0 9.4H100');
});

test('a call that is not followed for now has no level, and keeps its curve', t => {
  const { tension, box, line } = begin(t);
  tension.take(message(['c1', 1000, 0.9, 3]));
  frame();
  tension.rest('c1');
  frame();
  assert.equal(box('c1').dataset.level, 'None');
  assert.ok(line('c1'));
});

test('a forgotten call has neither', t => {
  const { tension, box, line } = begin(t);
  tension.take(message(['c1', 1000, 0.9, 3]));
  frame();
  tension.forget('c1');
  frame();
  assert.equal(box('c1').dataset.level, 'None');
  assert.equal(line('c1'), null);
});

test('a snapshot replaces all curves, and a tile that is drawn later finds its own', t => {
  const { root, tension, box } = begin(t);
  tension.take(message(['c1', 1000, 0.9, 3]));
  tension.reset([{ callId: 'c3', raiseThreshold: 0.7, points: [{ atMs: 100, tension: 0.5, level: 'Tense' }] }]);
  draw(root, tile('c3'));
  tension.find();
  frame();
  assert.equal(box('c1').dataset.level, 'None');
  assert.equal(box('c3').dataset.level, 'Tense');
});

test('who wants less motion sees a still curve, drawn anew each five seconds and at once with a new level', t => {
  const { tension, timers, line } = begin(t);
  media.set(stillQuery, true);
  t.after(() => media.delete(stillQuery));
  const take = (at, value, level) => {
    tension.take(message(['c1', at, value, level]));
    frame();
    return line('c1');
  };
  const first = take(500, 0.1, 1);
  timers.tick(4999);
  assert.equal(take(1000, 0.2, 1), first);
  const raised = take(1500, 0.9, 3);
  assert.notEqual(raised, first);
  timers.tick(5000);
  assert.notEqual(take(2000, 0.9, 3), raised);
});
