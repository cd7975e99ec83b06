import assert from 'node:assert/strict';
import test from 'node:test';
import { holdTime, settle, show } from './Harness/page.mjs';
import { AudioContext } from './Harness/audio.mjs';
import { load } from './Harness/load.mjs';

const { start, stop } = await load('listen.js');

class WorkletNode {
  static last = null;
  port = { sent: [], postMessage(message) { this.sent.push(message); } };
  connect(next) { return next; }

  constructor() { WorkletNode.last = this; }
}

class Analyser {
  static amplitude = 0;
  connect(next) { return next; }
  getFloatTimeDomainData(window) { window.fill(Analyser.amplitude); }
}

class Gain {
  static all = [];
  gain = { value: null, setTargetAtTime(value) { this.value = value; } };
  connect(next) { return next; }

  constructor() { Gain.all.push(this); }
}

class Socket {
  static OPEN = 1;
  static last = null;
  readyState = Socket.OPEN;
  sent = [];
  send(text) { this.sent.push(JSON.parse(text)); }
  close(code) { this.closedBy = code; }

  constructor(address) {
    this.address = String(address);
    Socket.last = this;
  }
}

AudioContext.prototype.audioWorklet = { async addModule() {} };
Object.assign(globalThis, { isSecureContext: true, AudioWorkletNode: WorkletNode, AnalyserNode: Analyser, GainNode: Gain, WebSocket: Socket });

const lane = name => `<div data-lane="${name}"><span data-meter></span><input data-volume /><button data-mute aria-pressed="false"></button></div>`;

const begin = async (t, state = 'running') => {
  const timers = holdTime(t);
  AudioContext.startsAs = state;
  Gain.all = [];
  const root = show(`<section>${lane('Caller')}${lane('Agent')}<button data-unlock></button><output data-delay></output></section>`);
  root.querySelectorAll('[data-volume]').forEach(volume => { volume.value = '80'; });
  const ended = [];
  await start(root, { ticket: 'a b/c', page: { invokeMethodAsync: async (...args) => { ended.push(args); } } });
  t.after(stop);
  const socket = Socket.last;
  return {
    root, timers, ended, socket, port: WorkletNode.last.port,
    hear: message => socket.onmessage({ data: message instanceof ArrayBuffer ? message : JSON.stringify(message) }),
    report: (change = {}) => WorkletNode.last.port.onmessage({ data: { depth: 1600, isPlaying: true, stalls: 0, dropped: 0, ...change } }),
  };
};

// Wire: docs/api.md, «Listening live».
const audio = (arrivedAt, ...records) => {
  const view = new DataView(new ArrayBuffer(8 + records.reduce((sum, record) => sum + 8 + record.bytes.length, 0)));
  view.setFloat64(0, arrivedAt, true);
  let at = 8;
  for (const { lane, codec = 8, position = 0, bytes } of records) {
    view.setUint8(at, lane);
    view.setUint8(at + 1, codec);
    view.setUint16(at + 2, bytes.length, true);
    view.setUint32(at + 4, position, true);
    new Uint8Array(view.buffer).set(bytes, at + 8);
    at += 8 + bytes.length;
  }
  return view.buffer;
};

test('a page without a secure context says so and opens nothing', async t => {
  globalThis.isSecureContext = false;
  t.after(() => { globalThis.isSecureContext = true; });
  Socket.last = null;
  const root = show('<section></section>');
  await start(root, {});
  assert.equal(root.dataset.state, 'insecure');
  assert.equal(Socket.last, null);
});

test('the ticket travels in the address, over a web socket of the same site', async t => {
  const { socket } = await begin(t);
  assert.equal(socket.address, 'ws://console.test/hubs/listen?ticket=a%20b%2Fc');
});

test('A-law and µ-law become samples as ITU-T G.711 says, each at its place in its lane', async t => {
  const { hear, port } = await begin(t);
  // A-law: least positive and negative, loudest positive and negative; µ-law the same.
  hear(audio(0, { lane: 1, position: 160, bytes: [0xd5, 0x55, 0xaa, 0x2a] }, { lane: 2, codec: 0, position: 320, bytes: [0xff, 0x7f, 0x80, 0x00] }));
  const [caller, agent] = port.sent;
  assert.deepEqual([caller.lane, caller.position, agent.lane, agent.position], [0, 160, 1, 320]);
  assert.deepEqual([...caller.samples].map(sample => sample * 32768), [8, -8, 32256, -32256]);
  assert.deepEqual([...agent.samples].map(sample => Math.abs(sample * 32768) * Math.sign(sample || 0)), [0, 0, 32124, -32124]);
});

test('a lane that the panel does not show, and a record that is cut off, are left out', async t => {
  const { hear, port } = await begin(t);
  hear(audio(0, { lane: 3, bytes: [0xd5] }, { lane: 9, bytes: [0xd5] }));
  const whole = audio(0, { lane: 1, bytes: [0xd5, 0xd5, 0xd5] });
  hear(whole.slice(0, whole.byteLength - 1));
  hear(new ArrayBuffer(8));
  assert.deepEqual(port.sent, []);
});

test('a lane is heard as loud as its slider says and not at all when it is muted', async t => {
  const { root } = await begin(t);
  const [caller, agent] = Gain.all;
  const [mute] = root.querySelectorAll('[data-mute]');
  assert.deepEqual([caller.gain.value, agent.gain.value], [0.8, 0.8]);
  mute.click();
  assert.deepEqual([caller.gain.value, agent.gain.value, mute.getAttribute('aria-pressed')], [0, 0.8, 'true']);
  mute.click();
  assert.equal(caller.gain.value, 0.8);
});

test('a meter shows -50 dBFS as nothing, -6 as all, and never more', async t => {
  const { root, report } = await begin(t);
  const meter = root.querySelector('[data-meter]');
  for (const [dbfs, level] of [[-80, '0.00'], [-50, '0.00'], [-28, '0.50'], [-6, '1.00'], [0, '1.00']]) {
    Analyser.amplitude = 10 ** (dbfs / 20);
    report();
    assert.equal(meter.style.getPropertyValue('--level'), level, `${dbfs} dBFS`);
  }
});

test('the delay is the way, what waits here and the sound card, corrected by the server\'s clock', async t => {
  const { root, timers, socket, hear, report } = await begin(t);
  socket.onopen();
  const { sent } = socket.sent[0];
  timers.tick(40);
  // The server is an hour ahead; half of the 40 ms were the way back.
  hear({ type: 'pong', sent, now: Date.now() - 20 + 3_600_000 });
  hear(audio(Date.now() + 3_600_000 - 100, { lane: 1, bytes: [0xd5] }));
  report({ depth: 1600 });
  assert.equal(root.dataset.delayMs, '300');
  assert.equal(root.querySelector('[data-delay]').textContent, '0,3 s');
});

test('the panel says what is the matter, the gravest first', async t => {
  const { root, hear, report, port } = await begin(t);
  report({ isPlaying: false });
  assert.equal(root.dataset.state, 'connecting');
  hear(audio(0, { lane: 1, bytes: [0xd5] }));
  report({ isPlaying: false });
  assert.equal(root.dataset.state, 'waiting');
  report();
  assert.equal(root.dataset.state, 'playing');
  hear({ type: 'state', state: 'Held', recording: 'Recording' });
  assert.equal(root.dataset.state, 'held');
  hear({ type: 'state', state: 'Held', recording: 'Paused' });
  assert.equal(root.dataset.state, 'paused');
  assert.equal(port.sent.at(-1), 'reset');
});

test('a browser that waits for a gesture says so until the person presses', async t => {
  const { root } = await begin(t, 'suspended');
  AudioContext.last.state = 'suspended';
  AudioContext.last.onstatechange();
  assert.equal(root.dataset.state, 'blocked');
  root.querySelector('[data-unlock]').click();
  await settle();
  assert.equal(root.dataset.state, 'connecting');
});

test('an end from the server is told once with its reason; a lost connection as one that was left', async t => {
  for (const [code, told] of [[4003, 4003], [1006, 4000]]) {
    await t.test(`code ${code}`, async one => {
      const { socket, ended } = await begin(one);
      socket.onclose({ code });
      socket.onclose({ code });
      assert.deepEqual(ended, [['EndedAsync', told]]);
      assert.equal(AudioContext.last.state, 'closed');
    });
  }
});

test('leaving closes the line and the sound card, and says nothing', async t => {
  const { socket, ended, timers } = await begin(t);
  stop();
  socket.onclose({ code: 1000 });
  timers.tick(60_000);
  assert.deepEqual([socket.closedBy, AudioContext.last.state, ended, socket.sent], [1000, 'closed', [], []]);
});
