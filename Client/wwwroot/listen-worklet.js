// Plays what the page hands over, on the browser's audio thread: one output for each lane.

import { PlayoutBuffer } from './listen-buffer.js';

const reportEvery = 6; // blocks of 128 samples at 8 kHz: about ten a second

class ListenProcessor extends AudioWorkletProcessor {
  #buffer;
  #blocks = 0;

  constructor(options) {
    super();
    this.#buffer = new PlayoutBuffer(options.numberOfOutputs);
    this.port.onmessage = ({ data }) => {
      if (data === 'reset') {
        this.#buffer.reset();
      } else {
        this.#buffer.push(data.lane, data.position, data.samples);
      }
    };
  }

  process(_, outputs) {
    this.#buffer.pull(outputs.map(output => output[0]));
    if (++this.#blocks % reportEvery === 0) {
      const { depth, target, isPlaying, newest, stalls, dropped } = this.#buffer;
      this.port.postMessage({ depth, target, isPlaying, newest, stalls, dropped });
    }
    return true;
  }
}

registerProcessor('listen', ListenProcessor);
