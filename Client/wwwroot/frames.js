// When a page writes: all that has changed since the last time, in one animation frame. Whatever it changes, a frame costs the browser a
// layout and a paint of its own.

export class Frames {
  #pause;
  #due = new Set();
  #frame = 0;
  #timer = 0;
  #last = -Infinity;

  // pause(): least time from one frame to the next, in ms.
  constructor(pause = () => 0) {
    this.#pause = pause;
  }

  // Runs write in the next frame, once however often it is asked.
  ask(write) {
    this.#due.add(write);
    if (this.#frame || this.#timer) {
      return;
    }
    const wait = this.#last + this.#pause() - performance.now();
    if (wait > 0) {
      this.#timer = setTimeout(() => this.#take(), wait);
    } else {
      this.#take();
    }
  }

  stop() {
    this.#due.clear();
    clearTimeout(this.#timer);
    cancelAnimationFrame(this.#frame);
  }

  #take() {
    this.#timer = 0;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#last = performance.now();
      const due = [...this.#due];
      this.#due.clear();
      due.forEach(write => write());
    });
  }
}
