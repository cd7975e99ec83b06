// The sound of alarms, made here: soft notes, other ones for each severity and for an escalation. Remembered per browser; browsers allow
// sound only after a gesture, so the switch also says when one is needed.

const storageKey = 'supervision.sound';
const repeatMs = 10000;
const unfedRepeats = 12;

// Frequencies in Hz, one note after the other.
const melodies = {
  Notice: [659],
  Serious: [659, 523],
  Critical: [880, 659, 880],
  Escalated: [523, 659, 784, 1047],
};

const ranks = ['Notice', 'Serious', 'Critical'];

// What an alarm's change sounds like; null when it is silent. Something graver sounds again, so does the end of a snooze, once.
const soundOf = (known, alarm) => {
  if (alarm.state === 'Resolved') {
    return null;
  }
  if (!known) {
    return alarm.state === 'Raised' ? alarm.severity : null;
  }
  if (alarm.escalatedAt && !known.escalatedAt) {
    return 'Escalated';
  }
  if (alarm.state === 'Raised' && (known.state !== 'Raised' || ranks.indexOf(alarm.severity) > ranks.indexOf(known.severity))) {
    return alarm.severity;
  }
  return known.snoozedUntil && !alarm.snoozedUntil ? alarm.severity : null;
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
  #known = new Map();
  #isTold = false;
  #repeatsLeft = Infinity;
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

  // Raised, or changed: what a late message tells anew is silent.
  changed(alarm) {
    const known = this.#known.get(alarm.id);
    if (known && known.revision >= alarm.revision) {
      return;
    }
    const sound = soundOf(known, alarm);
    alarm.state === 'Resolved' ? this.#known.delete(alarm.id) : this.#known.set(alarm.id, alarm);
    if (sound) {
      this.#play(sound);
    }
  }

  // The first time, what stands open is silent: the person has just come. Later, what was missed meanwhile sounds.
  reset(alarms) {
    const open = new Set(alarms.map(alarm => alarm.id));
    [...this.#known.keys()].filter(id => !open.has(id)).forEach(id => this.#known.delete(id));
    if (this.#isTold) {
      alarms.forEach(alarm => this.changed(alarm));
    } else {
      alarms.forEach(alarm => this.#known.set(alarm.id, alarm));
      this.#isTold = true;
    }
  }

  // While nobody is told who takes an alarm it calls on for two minutes, and no longer: it may have been taken long ago.
  feed(isThere) {
    this.#repeatsLeft = isThere ? Infinity : Math.min(this.#repeatsLeft, unfedRepeats);
  }

  stop() {
    clearInterval(this.#timer);
    this.#button.removeEventListener('click', this.#onClick);
    document.removeEventListener('pointerdown', this.#onGesture);
    document.removeEventListener('keydown', this.#onGesture);
    this.#audio.close();
  }

  // A critical alarm calls again, calmly, until somebody takes it.
  #repeat() {
    if (this.#repeatsLeft > 0 && [...this.#known.values()].some(alarm => alarm.severity === 'Critical' && alarm.state === 'Raised')) {
      this.#repeatsLeft--;
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
