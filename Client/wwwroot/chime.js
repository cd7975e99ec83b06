// The sound of alarms, made here: two or three soft notes by severity. Remembered per browser; browsers allow sound only after a
// gesture, so the switch also says when one is needed.

const storageKey = 'supervision.sound';
const repeatMs = 12000;

// Frequencies in Hz, one note after the other.
const melodies = {
  Notice: [659],
  Serious: [659, 523],
  Critical: [880, 659, 880],
};

const isWanted = () => {
  try {
    return localStorage.getItem(storageKey) !== 'off';
  } catch {
    return true;
  }
};

const setWanted = wanted => {
  try {
    localStorage.setItem(storageKey, wanted ? 'on' : 'off');
  } catch {
    // Storage is refused: the choice lasts as long as the page.
  }
};

const playNote = (audio, frequency, at) => {
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.type = 'sine';
  tone.frequency.value = frequency;
  volume.gain.setValueAtTime(0.0001, at);
  volume.gain.exponentialRampToValueAtTime(0.35, at + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.42);
  tone.connect(volume).connect(audio.destination);
  tone.start(at);
  tone.stop(at + 0.45);
};

// Owns one sound switch and the alarms that still call for somebody.
export class Chime {
  #button;
  #audio = null;
  #wanted = isWanted();
  #calling = new Set();
  #timer;
  #onGesture = () => this.#unlock();
  #onClick = () => this.#toggle();

  constructor(button) {
    this.#button = button;
    this.#audio = new AudioContext();
    this.#audio.onstatechange = () => this.#show();
    button.addEventListener('click', this.#onClick);
    document.addEventListener('pointerdown', this.#onGesture, { passive: true });
    document.addEventListener('keydown', this.#onGesture);
    this.#timer = setInterval(() => this.#repeat(), repeatMs);
    this.#show();
  }

  raised(alarm) {
    this.changed(alarm);
    this.#play(alarm.severity);
  }

  // A critical alarm calls again until somebody takes it.
  changed(alarm) {
    if (alarm.severity === 'Critical' && alarm.state === 'Raised') {
      this.#calling.add(alarm.id);
    } else {
      this.#calling.delete(alarm.id);
    }
  }

  reset(alarms) {
    this.#calling.clear();
    alarms.forEach(alarm => this.changed(alarm));
  }

  stop() {
    clearInterval(this.#timer);
    this.#button.removeEventListener('click', this.#onClick);
    document.removeEventListener('pointerdown', this.#onGesture);
    document.removeEventListener('keydown', this.#onGesture);
    this.#audio.close();
  }

  #repeat() {
    if (this.#calling.size > 0) {
      this.#play('Critical');
    }
  }

  #play(severity) {
    if (!this.#wanted || this.#audio.state !== 'running') {
      return;
    }
    const now = this.#audio.currentTime;
    (melodies[severity] ?? melodies.Notice).forEach((frequency, i) => playNote(this.#audio, frequency, now + i * 0.22));
  }

  #unlock() {
    if (this.#wanted && this.#audio.state === 'suspended') {
      this.#audio.resume();
    }
  }

  #toggle() {
    const wasAudible = this.#button.dataset.state === 'on';
    this.#wanted = !wasAudible;
    setWanted(this.#wanted);
    if (this.#wanted) {
      this.#audio.resume().then(() => this.#play('Notice'));
    }
    this.#show();
  }

  #show() {
    const state = !this.#wanted ? 'off' : this.#audio.state === 'running' ? 'on' : 'blocked';
    this.#button.dataset.state = state;
    this.#button.setAttribute('aria-pressed', String(state === 'on'));
  }
}
