import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './Harness/load.mjs';

const { PlayoutBuffer } = await load('listen-buffer.js');

// 8 samples a millisecond.
const ms = 8;
const packet = 20 * ms;
const block = 128;
const target = 200 * ms;

// A sample tells its place on the call's clock, so that what is heard tells where it comes from.
const voice = (from, count) => Float32Array.from({ length: count }, (_, i) => (from + i + 1) / 1e6);
const placeOf = sample => Math.round(sample * 1e6) - 1;

const pull = (buffer, lanes = 1) => {
  const outputs = Array.from({ length: lanes }, () => new Float32Array(block));
  buffer.pull(outputs);
  return outputs;
};

// Feeds one lane without a break.
const feed = (buffer, from, count, lane = 0) => {
  for (let at = from; at < from + count; at += packet) {
    buffer.push(lane, at, voice(at, Math.min(packet, from + count - at)));
  }
};

const drain = buffer => {
  do {
    pull(buffer);
  } while (buffer.isPlaying);
};

test('nothing is heard before 200 ms wait, then from the first sample on', () => {
  const buffer = new PlayoutBuffer(1);
  feed(buffer, 5000, target - packet);
  assert.ok(pull(buffer)[0].every(sample => sample === 0));
  feed(buffer, 5000 + target - packet, packet);
  assert.deepEqual([...pull(buffer)[0]].map(placeOf), Array.from({ length: block }, (_, i) => 5000 + i));
});

test('a minute of voice comes out whole and in order, through a ring of two seconds', () => {
  const buffer = new PlayoutBuffer(1);
  let pushed = 0;
  let heard = 0;
  while (heard < 60_000 * ms) {
    for (; pushed < heard + target + packet; pushed += packet) {
      buffer.push(0, pushed, voice(pushed, packet));
    }
    const out = pull(buffer)[0];
    assert.ok(buffer.isPlaying);
    assert.deepEqual([placeOf(out[0]), placeOf(out.at(-1))], [heard, heard + block - 1]);
    heard += block;
  }
  assert.deepEqual([buffer.stalls, buffer.dropped], [0, 0]);
});

test('the two lanes stay side by side, and a silent one is silence', () => {
  const buffer = new PlayoutBuffer(2);
  feed(buffer, 0, target, 0);
  buffer.push(1, packet, voice(packet, packet));
  for (let at = 0; at < 2 * packet; at += block) {
    const [left, right] = pull(buffer, 2);
    for (let i = 0; i < block; i++) {
      assert.equal(placeOf(left[i]), at + i);
      assert.equal(right[i], at + i >= packet && at + i < 2 * packet ? left[i] : 0);
    }
  }
});

test('packets in the wrong order are heard in the right one', () => {
  const buffer = new PlayoutBuffer(1);
  buffer.push(0, 0, voice(0, packet));
  buffer.push(0, 2 * packet, voice(2 * packet, target));
  buffer.push(0, packet, voice(packet, packet));
  const heard = [...pull(buffer)[0], ...pull(buffer)[0], ...pull(buffer)[0]].map(placeOf);
  assert.deepEqual(heard, heard.map((_, i) => i));
});

test('a lost packet is silence of its own length', () => {
  const buffer = new PlayoutBuffer(1);
  buffer.push(0, 0, voice(0, block));
  buffer.push(0, 2 * block, voice(2 * block, target));
  pull(buffer);
  assert.ok(pull(buffer)[0].every(sample => sample === 0));
  assert.equal(placeOf(pull(buffer)[0][0]), 2 * block);
});

test('what comes after its turn is dropped and counted, never heard later', () => {
  const buffer = new PlayoutBuffer(1);
  feed(buffer, 0, target);
  pull(buffer);
  buffer.push(0, 0, voice(0, packet));
  assert.equal(buffer.dropped, block);
  assert.equal(placeOf(pull(buffer)[0][0]), block);
});

test('running dry is a stall: it waits for more before it plays again', () => {
  const buffer = new PlayoutBuffer(1);
  feed(buffer, 0, target);
  drain(buffer);
  assert.equal(buffer.stalls, 1);
  feed(buffer, target, packet);
  assert.ok(pull(buffer)[0].every(sample => sample === 0));
});

test('each stall inside the voice makes it wait 40 ms more, up to 400', () => {
  const buffer = new PlayoutBuffer(1);
  let at = 0;
  const targets = [];
  for (let i = 0; i < 8; i++) {
    feed(buffer, at, 450 * ms);
    at += 450 * ms;
    targets.push(buffer.target / ms);
    drain(buffer);
  }
  assert.deepEqual(targets, [200, 240, 280, 320, 360, 400, 400, 400]);
});

test('the pause between two sentences is no fault of the network: it does not grow', () => {
  const buffer = new PlayoutBuffer(1);
  feed(buffer, 0, target);
  drain(buffer);
  feed(buffer, target + 100 * ms, target);
  assert.equal(buffer.target, target);
});

test('it never falls behind by more than 600 ms: what is too much is skipped and counted', () => {
  const buffer = new PlayoutBuffer(1);
  feed(buffer, 0, 620 * ms);
  assert.equal(buffer.depth, target);
  assert.equal(buffer.dropped, 420 * ms);
  assert.equal(placeOf(pull(buffer)[0][0]), 420 * ms);
});

test('what was skipped is not heard when the ring comes round', () => {
  const buffer = new PlayoutBuffer(1);
  feed(buffer, 0, 620 * ms);
  drain(buffer);
  buffer.push(0, 16_384 + 100 * ms, voice(0, 1));
  buffer.push(0, 16_384 + 400 * ms, voice(0, 1));
  const heard = Array.from({ length: 20 }, () => [...pull(buffer)[0]]).flat();
  assert.equal(heard.filter(sample => sample !== 0).length, 1);
});

test('a clock that jumps more than a second, either way, begins anew', () => {
  for (const jump of [1_000_000, -1_000_000]) {
    const buffer = new PlayoutBuffer(1);
    feed(buffer, 2_000_000, target);
    pull(buffer);
    feed(buffer, 2_000_000 + jump, target);
    assert.equal(buffer.depth, target);
    assert.equal(placeOf(pull(buffer)[0][0]), 2_000_000 + jump);
  }
});

test('a reset leaves nothing to be heard', () => {
  const buffer = new PlayoutBuffer(1);
  feed(buffer, 0, target);
  pull(buffer);
  buffer.reset();
  assert.equal(buffer.depth, 0);
  assert.ok(pull(buffer)[0].every(sample => sample === 0));
  feed(buffer, target, target);
  assert.equal(placeOf(pull(buffer)[0][0]), target);
});

test('after five seconds of more than was needed it plays closer to the voice', () => {
  const buffer = new PlayoutBuffer(1);
  feed(buffer, 0, 500 * ms);
  let at = 500 * ms;
  for (let heard = 0; heard < 5100 * ms; heard += block) {
    pull(buffer);
    buffer.push(0, at, voice(at, block));
    at += block;
  }
  assert.ok(buffer.depth <= target + block, `${buffer.depth / ms} ms`);
  assert.ok(buffer.dropped > 0);
});

test('a buffer that had to grow dares a smaller one again when all is well', () => {
  const buffer = new PlayoutBuffer(1);
  let at = 0;
  for (let i = 0; i < 3; i++) {
    feed(buffer, at, 300 * ms);
    at += 300 * ms;
    drain(buffer);
  }
  const grown = buffer.target;
  feed(buffer, at, 300 * ms);
  at += 300 * ms;
  for (let heard = 0; heard < 60_000 * ms; heard += block) {
    pull(buffer);
    buffer.push(0, at, voice(at, block));
    at += block;
  }
  assert.ok(grown > target);
  assert.equal(buffer.target, target);
});
