import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './Harness/load.mjs';

let Processor = null;

globalThis.AudioWorkletProcessor = class {
  port = { sent: [], postMessage(message) { this.sent.push(message); } };
};
globalThis.registerProcessor = (name, type) => {
  assert.equal(name, 'listen');
  Processor = type;
};
await load('listen-worklet.js');

const outputs = count => Array.from({ length: count }, () => [new Float32Array(128)]);
const tell = (processor, data) => processor.port.onmessage({ data });

test('each lane that the page hands over comes out of its own output', () => {
  const processor = new Processor({ numberOfOutputs: 2 });
  tell(processor, { lane: 0, position: 0, samples: new Float32Array(1600).fill(0.25) });
  tell(processor, { lane: 1, position: 0, samples: new Float32Array(1600).fill(-0.5) });
  const [left, right] = outputs(2);
  processor.process([], [left, right]);
  assert.deepEqual([left[0][0], right[0][0]], [0.25, -0.5]);
});

test('it tells the page how it stands ten times a second', () => {
  const processor = new Processor({ numberOfOutputs: 1 });
  tell(processor, { lane: 0, position: 800, samples: new Float32Array(1600) });
  for (let i = 0; i < 12; i++) {
    processor.process([], outputs(1));
  }
  assert.equal(processor.port.sent.length, 2);
  assert.deepEqual(processor.port.sent[0], { depth: 1600 - 6 * 128, target: 1600, isPlaying: true, newest: 2400, stalls: 0, dropped: 0 });
});

test('a reset is silence at once, and it lives on for what comes next', () => {
  const processor = new Processor({ numberOfOutputs: 1 });
  tell(processor, { lane: 0, position: 0, samples: new Float32Array(1600).fill(0.5) });
  tell(processor, 'reset');
  const [silent] = outputs(1);
  assert.equal(processor.process([], [silent]), true);
  assert.ok(silent[0].every(sample => sample === 0));
});
