// Hearing a live call: a web socket brings G.711 of each lane, an audio worklet plays it a little later. Wire: docs/api.md, «Listening live».

import { sampleRate } from './listen-buffer.js';

const pingMs = 5000;
const headerBytes = 8;
const recordHeaderBytes = 8;
const samplesPerMs = sampleRate / 1000;
const laneNames = { 1: 'Caller', 2: 'Agent', 3: 'Mixed' };
const pcma = 8;
const leftCode = 4000;

// A voice on the telephone lives between -50 and -6 dBFS.
const quietDbfs = -50;
const loudDbfs = -6;

// ITU-T G.711, one look-up a sample.
const decodeAlaw = byte => {
  const value = byte ^ 0x55;
  const segment = (value & 0x70) >> 4;
  let magnitude = ((value & 0x0f) << 4) + (segment === 0 ? 8 : 0x108);
  magnitude <<= Math.max(0, segment - 1);
  return (value & 0x80 ? magnitude : -magnitude) / 32768;
};
const decodeMulaw = byte => {
  const value = ~byte & 0xff;
  const magnitude = ((((value & 0x0f) << 3) + 0x84) << ((value & 0x70) >> 4)) - 0x84;
  return (value & 0x80 ? -magnitude : magnitude) / 32768;
};
const alaw = Float32Array.from({ length: 256 }, (_, byte) => decodeAlaw(byte));
const mulaw = Float32Array.from({ length: 256 }, (_, byte) => decodeMulaw(byte));

// One lane's way from the worklet to the ears: meter before the volume, so that a lane that is turned down still shows who speaks.
class LaneStrip {
  #context;
  #analyser;
  #gain;
  #window = new Float32Array(1024);
  #meter;
  #volume;
  #mute;

  constructor(context, source, output, element) {
    this.#context = context;
    this.#analyser = new AnalyserNode(context, { fftSize: this.#window.length });
    this.#gain = new GainNode(context);
    source.connect(this.#analyser, output).connect(this.#gain).connect(context.destination);
    this.#meter = element.querySelector('[data-meter]');
    this.#volume = element.querySelector('[data-volume]');
    this.#mute = element.querySelector('[data-mute]');
    this.#volume.addEventListener('input', () => this.#apply());
    this.#mute.addEventListener('click', () => {
      this.#mute.setAttribute('aria-pressed', String(this.#mute.getAttribute('aria-pressed') !== 'true'));
      this.#apply();
    });
    this.#apply();
  }

  showLevel() {
    this.#analyser.getFloatTimeDomainData(this.#window);
    const power = this.#window.reduce((sum, sample) => sum + sample * sample, 0) / this.#window.length;
    const dbfs = 10 * Math.log10(power + 1e-10);
    this.#meter.style.setProperty('--level', Math.min(1, Math.max(0, (dbfs - quietDbfs) / (loudDbfs - quietDbfs))).toFixed(2));
    this.#meter.dataset.rms = Math.sqrt(power).toFixed(5);
  }

  #apply() {
    const isMuted = this.#mute.getAttribute('aria-pressed') === 'true';
    this.#gain.gain.setTargetAtTime(isMuted ? 0 : Number(this.#volume.value) / 100, this.#context.currentTime, 0.02);
  }
}

class Listening {
  #root;
  #options;
  #context = null;
  #node = null;
  #socket = null;
  #strips = [];
  #outputs = new Map();
  #timer = 0;
  #call = { state: 'Live', recording: 'Recording' };
  #clockOffset = null; // server's clock less ours, ms
  #newestArrival = null; // server's clock
  #isOver = false;

  constructor(root, options) {
    this.#root = root;
    this.#options = options;
  }

  async start() {
    if (!globalThis.isSecureContext || !globalThis.AudioWorkletNode) {
      this.#show('insecure');
      return;
    }
    const lanes = [...this.#root.querySelectorAll('[data-lane]')];
    this.#context = new AudioContext({ sampleRate, latencyHint: 'interactive' });
    await this.#context.audioWorklet.addModule(new URL('./listen-worklet.js', import.meta.url));
    if (this.#isOver) {
      return;
    }
    this.#node = new AudioWorkletNode(this.#context, 'listen', {
      numberOfInputs: 0, numberOfOutputs: lanes.length, outputChannelCount: lanes.map(() => 1),
    });
    this.#strips = lanes.map((element, output) => {
      this.#outputs.set(element.dataset.lane, output);
      return new LaneStrip(this.#context, this.#node, output, element);
    });
    this.#node.port.onmessage = ({ data }) => this.#report(data);
    this.#context.onstatechange = () => this.#showCall(false);
    this.#root.querySelector('[data-unlock]').addEventListener('click', () => this.#context.resume());
    this.#context.resume();
    this.#connect();
  }

  stop() {
    this.#isOver = true;
    clearInterval(this.#timer);
    this.#socket?.close(1000);
    this.#context?.close();
    this.#context = null;
  }

  #connect() {
    const address = new URL(`hubs/listen?ticket=${encodeURIComponent(this.#options.ticket)}`, document.baseURI);
    address.protocol = address.protocol.replace('http', 'ws');
    const socket = new WebSocket(address);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => this.#ping();
    socket.onmessage = ({ data }) => typeof data === 'string' ? this.#hearText(JSON.parse(data)) : this.#hearAudio(new DataView(data));
    socket.onclose = ({ code }) => {
      if (!this.#isOver) {
        this.stop();
        this.#options.page.invokeMethodAsync('EndedAsync', code >= leftCode ? code : leftCode).catch(() => {});
      }
    };
    this.#socket = socket;
    this.#timer = setInterval(() => this.#ping(), pingMs);
  }

  #ping() {
    if (this.#socket.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify({ sent: performance.now() }));
    }
  }

  #hearText(message) {
    if (message.type === 'pong') {
      const roundTrip = performance.now() - message.sent;
      this.#clockOffset = message.now + roundTrip / 2 - Date.now();
    } else if (message.type === 'state') {
      this.#call = message;
      if (message.recording === 'Paused') {
        this.#node.port.postMessage('reset');
      }
      this.#showCall(false);
    }
  }

  #hearAudio(view) {
    this.#newestArrival = view.getFloat64(0, true);
    for (let at = headerBytes; at + recordHeaderBytes <= view.byteLength;) {
      const length = view.getUint16(at + 2, true);
      if (at + recordHeaderBytes + length > view.byteLength) {
        return;
      }
      const output = this.#outputs.get(laneNames[view.getUint8(at)]);
      if (output !== undefined) {
        const table = view.getUint8(at + 1) === pcma ? alaw : mulaw;
        const bytes = new Uint8Array(view.buffer, view.byteOffset + at + recordHeaderBytes, length);
        const samples = Float32Array.from(bytes, byte => table[byte]);
        this.#node.port.postMessage({ lane: output, position: view.getUint32(at + 4, true), samples }, [samples.buffer]);
      }
      at += recordHeaderBytes + length;
    }
  }

  // From the worklet, ten times a second.
  #report({ depth, isPlaying, stalls, dropped }) {
    this.#strips.forEach(strip => strip.showLevel());
    this.#showCall(isPlaying);
    const live = this.#root;
    live.dataset.stalls = stalls;
    live.dataset.dropped = dropped;
    const output = live.querySelector('[data-delay]');
    if (!isPlaying || this.#clockOffset === null || this.#newestArrival === null || !this.#context) {
      return;
    }
    // From the packet's arrival at the server to the ear: on the way, waiting here, in the sound card.
    const travelled = Date.now() + this.#clockOffset - this.#newestArrival;
    const card = 1000 * (this.#context.outputLatency || this.#context.baseLatency || 0);
    const delay = Math.max(0, Math.round(travelled + depth / samplesPerMs + card));
    live.dataset.delayMs = delay;
    output.textContent = `${(delay / 1000).toLocaleString(document.documentElement.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 })} s`;
  }

  #showCall(isPlaying) {
    if (this.#isOver || !this.#context) {
      return;
    }
    this.#show(
      this.#call.recording === 'Paused' ? 'paused'
        : this.#context.state !== 'running' ? 'blocked'
          : this.#call.state === 'Held' ? 'held'
            : isPlaying ? 'playing'
              : this.#newestArrival === null ? 'connecting' : 'waiting');
  }

  #show(state) {
    if (this.#root.dataset.state !== state) {
      this.#root.dataset.state = state;
    }
  }
}

let running = null;

// options: { ticket, page }: of the host, and the panel's .NET object.
export const start = async (root, options) => {
  stop();
  running = new Listening(root, options);
  await running.start();
};

export const stop = () => {
  running?.stop();
  running = null;
};

// Keyboard users go where the panel asks or offers something first.
export const focus = panel => panel.querySelector('[data-first]')?.focus();

// And back to the button that opened it.
export const leave = callId => document.querySelector(`[data-listen-call="${CSS.escape(callId)}"]`)?.focus();
