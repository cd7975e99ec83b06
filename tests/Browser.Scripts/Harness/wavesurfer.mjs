// Stand-in of wavesurfer.js: remembers what it was asked to draw.

export default class WaveSurfer {
  static last = null;

  constructor(options) {
    this.options = options;
    this.isDestroyed = false;
  }

  static create(options) {
    WaveSurfer.last = new WaveSurfer(options);
    return WaveSurfer.last;
  }

  setOptions(options) { Object.assign(this.options, options); }
  destroy() { this.isDestroyed = true; }
}
