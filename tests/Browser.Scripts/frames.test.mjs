import assert from 'node:assert/strict';
import test from 'node:test';
import { frame } from './Harness/page.mjs';
import { load } from './Harness/load.mjs';

const { Frames } = await load('frames.js');

test('what is asked twice is written once, all in one frame', () => {
  const frames = new Frames();
  const written = [];
  const words = () => written.push('words');
  frames.ask(words);
  frames.ask(() => written.push('curve'));
  frames.ask(words);
  assert.deepEqual(written, []);
  assert.equal(frame(), 1);
  assert.deepEqual(written, ['words', 'curve']);
  assert.equal(frame(), 0);
});

test('with a pause the first frame comes at once, the next when the pause is over', t => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const frames = new Frames(() => 100);
  let written = 0;
  const write = () => written++;
  frames.ask(write);
  assert.equal(frame(), 1);
  frames.ask(write);
  frames.ask(write);
  assert.equal(frame(), 0);
  t.mock.timers.tick(100);
  assert.equal(frame(), 1);
  assert.equal(written, 2);
});

test('what is asked inside a frame is written in the next one', () => {
  const frames = new Frames();
  let written = 0;
  const write = () => {
    if (++written === 1) {
      frames.ask(write);
    }
  };
  frames.ask(write);
  frame();
  assert.equal(written, 1);
  frame();
  assert.equal(written, 2);
});

test('nothing is written once it is stopped, in a pause or before a frame', t => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const frames = new Frames(() => 100);
  let written = 0;
  frames.ask(() => written++);
  frame();
  frames.ask(() => written++);
  frames.stop();
  t.mock.timers.tick(100);
  assert.equal(frame(), 0);
  assert.equal(written, 1);
});
