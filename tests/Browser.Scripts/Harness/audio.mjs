// Stand-in of the browser's Web Audio: remembers each note instead of playing it.

export class AudioContext {
  static last = null;
  // Browsers suspend until a gesture.
  static startsAs = 'running';

  notes = [];
  currentTime = 10;
  destination = { name: 'ears' };
  state = AudioContext.startsAs;

  constructor(options) {
    this.options = options;
    AudioContext.last = this;
  }

  createOscillator() {
    const context = this;
    return {
      frequency: { value: 0 },
      connect: next => next,
      start(at) { context.notes.push({ hz: this.frequency.value, at }); },
      stop() {},
    };
  }

  createGain() {
    return { gain: { setValueAtTime() {}, exponentialRampToValueAtTime() {} }, connect: next => next };
  }

  async resume() {
    this.state = 'running';
    this.onstatechange?.();
  }

  async close() { this.state = 'closed'; }

  // The notes since the last time, in Hz.
  heard() { return this.notes.splice(0).map(note => note.hz); }
}

globalThis.AudioContext = AudioContext;
