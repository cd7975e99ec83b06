// The caller's tension on the tiles: half a minute of curve and the word for its level. Sixty tiles cost two small SVG paths each, at
// most twice a second, with the words in one animation frame. Wire: docs/api.md, «Tension».

const windowMs = 30000;
const maxPoints = 80;
// Two points further apart have a gap between them (TensionPoint.MaxStepMs).
const gapMs = 2500;
const levels = [null, 'Calm', 'Tense', 'Aggressive'];
const width = 100;
const height = 30;
// Who wants less motion sees a still curve that is drawn anew this often, and at each change of level.
const stillMs = 5000;

const svgName = 'http://www.w3.org/2000/svg';
const still = matchMedia('(prefers-reduced-motion: reduce)');

const make = (name, attributes) => {
  const element = document.createElementNS(svgName, name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  return element;
};

const makeCurve = () => {
  const svg = make('svg', { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', focusable: 'false' });
  const area = make('path', { class: 'tension-area' });
  const line = make('path', { class: 'tension-line' });
  const threshold = make('path', { class: 'tension-threshold' });
  svg.append(area, threshold, line);
  return { svg, area, line, threshold };
};

const round = number => Math.round(number * 10) / 10;
const yOf = value => round(height - 1 - value * (height - 2));

// Paths of the line and of the area under it; each gap begins them anew. One lonely point is a short stroke.
export const paths = (points, fromMs, untilMs) => {
  const xOf = at => round(Math.max(0, (at - fromMs) / (untilMs - fromMs)) * width);
  let line = '';
  let area = '';
  let start = 0;
  for (let i = 0; i < points.length; i++) {
    const point = points[i];
    const isFirst = i === 0 || point.at - points[i - 1].at > gapMs;
    const isLast = i === points.length - 1 || points[i + 1].at - point.at > gapMs;
    const x = xOf(point.at);
    start = isFirst ? x : start;
    line += `${isFirst ? 'M' : 'L'}${x} ${yOf(point.value)}`;
    area += isFirst ? `M${x} ${height}L${x} ${yOf(point.value)}` : `L${x} ${yOf(point.value)}`;
    if (isLast) {
      line += isFirst ? 'h0.6' : '';
      area += `L${isFirst ? x + 0.6 : x} ${height}L${start} ${height}Z`;
    }
  }
  return { line, area };
};

// Curves of all calls, and the boxes that show them. Blazor draws the boxes and owns their words; their data-level and what is inside
// data-tension-curve are ours.
export class Tension {
  #root;
  #curves = new Map();
  #boxes = new Map();
  #dirty = new Set();
  #threshold = 0;
  #frames;
  #write = () => this.#paint();

  constructor(root, frames) {
    this.#root = root;
    this.#frames = frames;
    this.find();
  }

  // After Blazor has drawn tiles.
  find() {
    this.#boxes.clear();
    for (const tile of this.#root.querySelectorAll('[data-call]')) {
      const box = tile.querySelector('[data-tension]');
      if (box) {
        this.#boxes.set(tile.dataset.call, box);
        this.#ask(tile.dataset.call);
      }
    }
  }

  reset(tensions) {
    this.#curves.clear();
    for (const { callId, raiseThreshold, points } of tensions ?? []) {
      this.#threshold = raiseThreshold;
      const last = points.at(-1);
      this.#curves.set(callId, {
        points: points.map(point => ({ at: point.atMs, value: point.tension })),
        level: last?.level ?? null,
        withdrawnMs: -1,
      });
    }
    this.#boxes.forEach((_, callId) => this.#ask(callId));
  }

  // { calls: [id…], points: [ms, thousandths, level…], raiseThreshold }
  take({ calls, points, raiseThreshold }) {
    this.#threshold = raiseThreshold;
    calls.forEach((callId, i) => {
      let curve = this.#curves.get(callId);
      if (!curve) {
        this.#curves.set(callId, curve = { points: [], level: null, withdrawnMs: -1 });
      }
      const at = points[3 * i];
      // A snapshot and a frame may tell of the same moment.
      if (at > (curve.points.at(-1)?.at ?? curve.withdrawnMs)) {
        curve.points.push({ at, value: points[3 * i + 1] / 1000 });
        curve.level = levels[points[3 * i + 2]] ?? null;
        curve.points.splice(0, curve.points.length - maxPoints);
        this.#ask(callId);
      }
    });
  }

  // Nothing is measured now: the level is not known, the curve stays for when it goes on.
  rest(callId) {
    const curve = this.#curves.get(callId);
    if (curve) {
      curve.level = null;
      this.#ask(callId);
    }
  }

  // It was perhaps another's voice. A point of before that was on its way comes too late.
  withdraw(callId, upToMs) {
    this.#curves.set(callId, { points: [], level: null, withdrawnMs: upToMs });
    this.#ask(callId);
  }

  forget(callId) {
    this.#curves.delete(callId);
    this.#ask(callId);
  }

  #ask(callId) {
    this.#dirty.add(callId);
    this.#frames.ask(this.#write);
  }

  #paint() {
    for (const callId of this.#dirty) {
      const box = this.#boxes.get(callId);
      if (box) {
        this.#show(box, this.#curves.get(callId));
      }
    }
    this.#dirty.clear();
  }

  #show(box, curve) {
    const level = curve?.level ?? 'None';
    const isNewLevel = box.dataset.level !== level;
    if (isNewLevel) {
      box.dataset.level = level;
    }
    const place = box.querySelector('[data-tension-curve]');
    if (!curve || curve.points.length === 0) {
      place.replaceChildren();
      place.curve = null;
      return;
    }
    const now = performance.now();
    if (still.matches && !isNewLevel && place.curve && now - place.curve.drawnAt < stillMs) {
      return;
    }
    if (!place.curve?.svg.isConnected) {
      place.curve = makeCurve();
      place.replaceChildren(place.curve.svg);
    }
    const until = curve.points.at(-1).at;
    const { line, area } = paths(curve.points.filter(point => until - point.at <= windowMs), until - windowMs, until);
    place.curve.line.setAttribute('d', line);
    place.curve.area.setAttribute('d', area);
    if (place.curve.raise !== this.#threshold) {
      place.curve.raise = this.#threshold;
      place.curve.threshold.setAttribute('d', this.#threshold > 0 ? `M0 ${yOf(this.#threshold)}H${width}` : '');
    }
    place.curve.drawnAt = now;
  }
}
