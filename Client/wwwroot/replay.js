// Listening to a call: waveform of the lanes, the transcript word by word, speed, keyboard. Times are milliseconds on the call's clock.

import WaveSurfer from './lib/wavesurfer.esm.js';
import { formatElapsed } from './clock.js';

const stepMs = 5000;
const longStepMs = 30000;
const minBuckets = 400;
const maxBuckets = 4000;
const running = new WeakMap();

// A canvas needs the colour itself, not light-dark(…): an element that wears it tells.
const colour = name => {
  const probe = document.createElement('span');
  probe.style.setProperty('color', `var(${name})`);
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
};

// Finds the last element that has begun, by bisection; elements are in the order of their start.
class Timeline {
  #elements;
  #starts;

  constructor(elements) {
    this.#elements = [...elements].sort((a, b) => a.dataset.from - b.dataset.from);
    this.#starts = this.#elements.map(element => Number(element.dataset.from));
  }

  at(ms) {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      this.#starts[middle] <= ms ? low = middle + 1 : high = middle;
    }
    const found = this.#elements[low - 1];
    return found && ms < Number(found.dataset.until) ? found : null;
  }
}

// Marks what is heard: one word and one utterance of each lane, because people speak at once.
class Follower {
  #lanes;
  #marked = new Set();
  #list;

  constructor(list, lanes) {
    this.#list = list;
    this.#lanes = !list ? [] : lanes.map(lane => ({
      utterances: new Timeline(list.querySelectorAll(`.utterance[data-lane="${lane}"]`)),
      words: new Timeline(list.querySelectorAll(`.utterance[data-lane="${lane}"] .word`)),
    }));
  }

  show(ms, isPlaying) {
    const now = new Set();
    for (const lane of this.#lanes) {
      for (const element of [lane.utterances.at(ms), lane.words.at(ms)]) {
        if (element) {
          now.add(element);
        }
      }
    }
    for (const element of this.#marked) {
      if (!now.has(element)) {
        element.removeAttribute('data-now');
      }
    }
    for (const element of now) {
      if (!this.#marked.has(element)) {
        element.setAttribute('data-now', '');
        if (isPlaying && element.matches('.utterance')) {
          this.#bringIntoView(element);
        }
      }
    }
    this.#marked = now;
  }

  // Only inside the transcript's own scrolling box: the page stays where the person put it.
  #bringIntoView(element) {
    const list = this.#list;
    const top = element.offsetTop - list.offsetTop;
    if (top < list.scrollTop || top + element.offsetHeight > list.scrollTop + list.clientHeight) {
      list.scrollTop = Math.max(0, top - list.clientHeight / 3);
    }
  }
}

const readPeaks = async (address, buckets, signal) => {
  const answer = await fetch(`${address}?buckets=${buckets}`, { signal, headers: { accept: 'application/json' } });
  if (!answer.ok) {
    throw new Error(`peaks: ${answer.status}`);
  }
  return answer.json();
};

const channelOptions = lanes => lanes.map(lane => ({
  waveColor: colour(lane === 'Agent' ? '--agent' : lane === 'Caller' ? '--caller' : '--text-2'),
  progressColor: colour('--accent'),
  height: lanes.length > 1 ? 56 : 96,
}));

const drawWave = async (box, media, options, signal) => {
  const buckets = Math.min(maxBuckets, Math.max(minBuckets, Math.round(box.clientWidth)));
  const peaks = await readPeaks(options.peaks, buckets, signal);
  const lanes = peaks.lanes.map(lane => lane.lane);
  return WaveSurfer.create({
    container: box,
    media,
    peaks: peaks.lanes.map(lane => lane.peaks),
    duration: options.durationMs / 1000,
    splitChannels: channelOptions(lanes),
    normalize: true,
    barWidth: 2,
    barGap: 1,
    barRadius: 1,
    cursorColor: colour('--text'),
    cursorWidth: 2,
    dragToSeek: true,
    hideScrollbar: true,
    cspNonce: document.querySelector('script[nonce]')?.nonce || undefined,
  });
};

// All the controls of one player around one <audio> element.
class Player {
  #root;
  #media = new Audio();
  #options;
  #follower;
  #frame = 0;
  #abort = new AbortController();
  #wave = null;

  constructor(root, list, options) {
    this.#root = root;
    this.#options = options;
    this.#follower = new Follower(list, options.lanes);
    this.#listen(list);
    this.#media.preload = 'metadata';
    this.#media.preservesPitch = true;
    this.#media.src = options.recording;
    this.#root.dataset.state = 'loading';
    this.#placeMarks();
    this.#showWave();
    if (options.startMs > 0) {
      this.#seek(options.startMs);
    }
    this.#play();
    // The button that opened the player has gone, and the focus with it.
    document.activeElement === document.body && this.#part('toggle').focus();
  }

  stop() {
    cancelAnimationFrame(this.#frame);
    this.#abort.abort();
    this.#wave?.destroy();
    this.#media.pause();
    this.#media.removeAttribute('src');
    this.#media.load();
  }

  get #ms() {
    return this.#media.currentTime * 1000;
  }

  #part(name) {
    return this.#root.querySelector(`[data-player="${name}"]`);
  }

  #listen(list) {
    const signal = { signal: this.#abort.signal };
    const media = this.#media;
    media.addEventListener('canplay', () => this.#root.dataset.state === 'loading' && this.#setState('paused'), signal);
    media.addEventListener('playing', () => this.#setState('playing'), signal);
    media.addEventListener('pause', () => this.#setState('paused'), signal);
    media.addEventListener('error', () => this.#setState('failed'), signal);
    media.addEventListener('seeked', () => this.#show(), signal);
    this.#part('toggle').addEventListener('click', () => this.#toggle(), signal);
    this.#part('back').addEventListener('click', () => this.#seek(this.#ms - stepMs), signal);
    this.#part('forward').addEventListener('click', () => this.#seek(this.#ms + stepMs), signal);
    this.#part('position').addEventListener('input', event => this.#seek(Number(event.target.value)), signal);
    this.#part('speed').addEventListener('change', event => { media.playbackRate = Number(event.target.value); }, signal);
    this.#root.addEventListener('click', event => this.#seekTo(event.target.closest('[data-seek]')?.dataset.seek), signal);
    list?.addEventListener('click', event => {
      const chosen = event.target.closest('[data-seek]')?.dataset.seek ?? event.target.closest('.word')?.dataset.from;
      this.#seekTo(chosen);
    }, signal);
    document.addEventListener('keydown', event => this.#onKey(event), signal);
    document.addEventListener('supervision:theme', () => this.#recolour(), signal);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#recolour(), signal);
  }

  async #showWave() {
    try {
      this.#wave = await drawWave(this.#root.querySelector('[data-wave]'), this.#media, this.#options, this.#abort.signal);
    } catch {
      if (!this.#abort.signal.aborted) {
        this.#root.dataset.waveState = 'failed';
      }
    }
  }

  #recolour() {
    this.#wave?.setOptions({ splitChannels: channelOptions(this.#options.lanes), cursorColor: colour('--text') });
  }

  #placeMarks() {
    for (const mark of this.#root.querySelectorAll('[data-at]')) {
      mark.style.setProperty('--at', Math.min(1, mark.dataset.at / Math.max(1, this.#options.durationMs)));
    }
  }

  #setState(state) {
    this.#root.dataset.state = state;
    this.#show();
    cancelAnimationFrame(this.#frame);
    if (state === 'playing') {
      this.#frame = requestAnimationFrame(() => this.#follow());
    }
  }

  #follow() {
    this.#show();
    this.#frame = requestAnimationFrame(() => this.#follow());
  }

  #show() {
    const ms = this.#ms;
    const text = formatElapsed(ms);
    const now = this.#part('now');
    if (now.textContent !== text) {
      now.textContent = text;
      const position = this.#part('position');
      position.setAttribute('aria-valuetext', text);
      position.value = ms;
    }
    this.#follower.show(ms, !this.#media.paused);
  }

  #play() {
    this.#media.play().catch(() => {});
  }

  #toggle() {
    this.#media.paused ? this.#play() : this.#media.pause();
  }

  #seek(ms) {
    this.#media.currentTime = Math.min(this.#options.durationMs, Math.max(0, ms)) / 1000;
    this.#show();
  }

  #seekTo(ms) {
    if (ms !== undefined) {
      this.#seek(Number(ms));
      this.#play();
    }
  }

  #faster(direction) {
    const speed = this.#part('speed');
    speed.selectedIndex = Math.min(speed.options.length - 1, Math.max(0, speed.selectedIndex + direction));
    this.#media.playbackRate = Number(speed.value);
  }

  // Keys of the whole page, except where they already mean something: fields, and the space of buttons and links.
  #onKey(event) {
    const target = event.target;
    if (event.ctrlKey || event.altKey || event.metaKey || target.matches('input, select, textarea, [contenteditable]')) {
      return;
    }
    const step = event.shiftKey ? longStepMs : stepMs;
    const actions = {
      ' ': () => target.matches('button, a, summary') || (this.#toggle(), event.preventDefault()),
      ArrowLeft: () => { this.#seek(this.#ms - step); event.preventDefault(); },
      ArrowRight: () => { this.#seek(this.#ms + step); event.preventDefault(); },
      '+': () => this.#faster(1),
      '=': () => this.#faster(1),
      '-': () => this.#faster(-1),
    };
    actions[event.key]?.();
  }
}

// options: { peaks, recording, durationMs, startMs, lanes }: two addresses, the length, where to begin and the lanes in the order of the channels.
export const start = (root, list, options) => {
  stop(root);
  running.set(root, new Player(root, list, options));
};

export const stop = root => {
  running.get(root)?.stop();
  running.delete(root);
};
