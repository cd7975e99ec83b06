// What has come and is not yet heard: two lanes on the call's clock, 8 kHz. Playing begins when enough waits, stops when nothing is
// left, and never falls far behind: what is late is dropped, counted, rather than heard later. Has no browser in it.

export const sampleRate = 8000;

const ms = sampleRate / 1000;
const ringSamples = 16384; // 2 s, a power of two
const mask = ringSamples - 1;
const leastTarget = 200 * ms;
const mostTarget = 400 * ms;
const targetStep = 40 * ms;
const mostWaiting = 600 * ms;
const clockJump = 1000 * ms;
const shortGap = 100 * ms;
const tidyEvery = 5000 * ms;
const tidySlack = 60 * ms;

export class PlayoutBuffer {
  #rings;
  #head = 0;
  #newest = -1;
  #target = leastTarget;
  #isPlaying = false;
  #isGrown = false;
  #leastDepth = Infinity;
  #untidy = 0;
  stalls = 0;
  dropped = 0;

  constructor(lanes) {
    this.#rings = Array.from({ length: lanes }, () => new Float32Array(ringSamples));
  }

  get depth() {
    return this.#newest < 0 ? 0 : this.#newest - this.#head;
  }

  get target() {
    return this.#target;
  }

  get isPlaying() {
    return this.#isPlaying;
  }

  get newest() {
    return this.#newest;
  }

  // Silence until something new comes.
  reset() {
    this.#rings.forEach(ring => ring.fill(0));
    this.#newest = -1;
    this.#isPlaying = false;
  }

  push(lane, position, samples) {
    const end = position + samples.length;
    if (this.#newest < 0 || position > this.#newest + clockJump || end < this.#newest - clockJump) {
      this.reset();
      this.#head = position;
      this.#newest = position;
      this.#isGrown = true;
    } else if (!this.#isPlaying && !this.#isGrown) {
      // The first that comes after it ran dry tells why. The voice went on: wait for a little more from now on. It paused: nothing was late.
      this.#target += position - this.#newest < shortGap ? Math.min(targetStep, mostTarget - this.#target) : 0;
      this.#isGrown = true;
    }
    const ring = this.#rings[lane];
    for (let i = Math.max(0, this.#head - position); i < samples.length; i++) {
      ring[(position + i) & mask] = samples[i];
    }
    this.dropped += Math.max(0, Math.min(samples.length, this.#head - position));
    this.#newest = Math.max(this.#newest, end);
    if (this.depth > mostWaiting) {
      this.#skipTo(this.#newest - this.#target);
    }
  }

  // Fills one block of each lane.
  pull(outputs) {
    const count = outputs[0].length;
    if (!this.#isPlaying) {
      this.#isPlaying = this.#newest >= 0 && this.depth >= this.#target;
    } else if (this.depth < count) {
      this.#isPlaying = false;
      this.#isGrown = false;
      this.stalls++;
    }
    if (!this.#isPlaying) {
      return;
    }
    this.#tidy(count);
    this.#rings.forEach((ring, lane) => {
      for (let i = 0; i < count; i++) {
        const at = (this.#head + i) & mask;
        outputs[lane][i] = ring[at];
        ring[at] = 0;
      }
    });
    this.#head += count;
  }

  // More has waited all the while than was needed: hear it sooner, and dare a smaller buffer.
  #tidy(count) {
    this.#leastDepth = Math.min(this.#leastDepth, this.depth);
    this.#untidy += count;
    if (this.#untidy < tidyEvery) {
      return;
    }
    if (this.#leastDepth > this.#target + tidySlack) {
      this.#skipTo(this.#head + this.#leastDepth - this.#target);
    }
    this.#target = Math.max(leastTarget, this.#target - targetStep / 4);
    this.#untidy = 0;
    this.#leastDepth = Infinity;
  }

  #skipTo(head) {
    for (let at = this.#head; at < head; at++) {
      this.#rings.forEach(ring => { ring[at & mask] = 0; });
    }
    this.dropped += head - this.#head;
    this.#head = head;
  }
}
