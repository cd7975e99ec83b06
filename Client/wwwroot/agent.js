// The agent's page: one key and one button that call for help, and a soft note when advice arrives. The call for help is a request of
// its own, so that it leaves even while the page's circuit is being mended.

import { checkSession } from './session.js';

const helpKey = 'F9';
const debounceMs = 3000;
const showMs = 20000;
const storageKey = 'supervision.softChime';

const isWanted = () => {
  try {
    return localStorage.getItem(storageKey) === 'on';
  } catch {
    return false;
  }
};

const setWanted = wanted => {
  try {
    localStorage.setItem(storageKey, wanted ? 'on' : 'off');
  } catch {
    // Storage is refused: the choice lasts as long as the page.
  }
};

const playNote = audio => {
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  const at = audio.currentTime;
  tone.frequency.value = 440;
  volume.gain.setValueAtTime(0.0001, at);
  volume.gain.exponentialRampToValueAtTime(0.06, at + 0.05);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.7);
  tone.connect(volume).connect(audio.destination);
  tone.start(at);
  tone.stop(at + 0.75);
};

class AgentDesk {
  #root;
  #button;
  #toggle;
  #audio = null;
  #wanted = isWanted();
  #askedAt = -Infinity;
  #timer = 0;
  #onKey = event => {
    if (event.key === helpKey && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      if (!event.repeat) {
        this.#ask();
      }
    }
  };
  #onClick = () => this.#ask();
  #onToggle = () => {
    this.#wanted = !this.#wanted;
    setWanted(this.#wanted);
    this.#show();
    this.chime();
  };

  constructor(root) {
    this.#root = root;
    this.#button = root.querySelector('[data-help]');
    this.#toggle = root.querySelector('[data-soft-chime]');
    document.addEventListener('keydown', this.#onKey);
    this.#button.addEventListener('click', this.#onClick);
    this.#toggle.addEventListener('click', this.#onToggle);
    this.#show();
  }

  stop() {
    clearTimeout(this.#timer);
    document.removeEventListener('keydown', this.#onKey);
    this.#button.removeEventListener('click', this.#onClick);
    this.#toggle.removeEventListener('click', this.#onToggle);
    this.#audio?.close();
  }

  chime() {
    if (this.#wanted) {
      this.#audio ??= new AudioContext();
      this.#audio.resume().then(() => playNote(this.#audio)).catch(() => {});
    }
  }

  async #ask() {
    const now = performance.now();
    if (now - this.#askedAt < debounceMs) {
      return;
    }
    this.#askedAt = now;
    this.#tell('sending');
    try {
      const answer = await fetch('api/v1/me/help', { method: 'POST', headers: { 'X-Requested-With': 'agent' }, signal: AbortSignal.timeout(10000) });
      if (answer.status === 409) {
        this.#tell('none');
      } else if (answer.ok) {
        this.#tell((await answer.json()).isCallLive ? 'sent' : 'sent-ended');
      } else {
        if (answer.status === 401) {
          checkSession();
        }
        throw new Error(answer.status);
      }
    } catch {
      // She must be able to press again at once.
      this.#askedAt = -Infinity;
      this.#tell('failed');
    }
  }

  #tell(state) {
    clearTimeout(this.#timer);
    this.#root.dataset.helpState = state;
    if (state.startsWith('sent')) {
      this.#timer = setTimeout(() => { this.#root.dataset.helpState = 'idle'; }, showMs);
    }
  }

  #show() {
    this.#toggle.setAttribute('aria-pressed', String(this.#wanted));
  }
}

const running = new WeakMap();

export const start = root => {
  stop(root);
  running.set(root, new AgentDesk(root));
};

export const chime = root => running.get(root)?.chime();

export const stop = root => {
  running.get(root)?.stop();
  running.delete(root);
};
