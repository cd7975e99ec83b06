// The globals of a browser's page, for tests that import it before the script under test.

import { Document, Element, PageEvent, parse } from './dom.mjs';

const realImmediate = setImmediate;
let frames = [];
let frameNumber = 0;
const stored = new Map();

export const storage = {
  // True: the browser refuses, as in a private window with storage switched off.
  isRefused: false,
  getItem(key) { this.check(); return stored.get(key) ?? null; },
  setItem(key, value) { this.check(); stored.set(key, String(value)); },
  removeItem(key) { this.check(); stored.delete(key); },
  check() {
    if (this.isRefused) {
      throw new Error('refused');
    }
  },
};

// Answers of matchMedia, by query; what is not here does not match.
export const media = new Map();

export const document = new Document();

Object.assign(globalThis, {
  document,
  Element,
  MutationObserver: document.MutationObserver,
  localStorage: storage,
  CSS: { escape: text => text.replace(/[^\w-]/g, character => `\\${character}`) },
  matchMedia: query => ({ get matches() { return media.get(query) ?? false; }, addEventListener() {} }),
  requestAnimationFrame: callback => { frames.push({ number: ++frameNumber, callback }); return frameNumber; },
  cancelAnimationFrame: number => { frames = frames.filter(frame => frame.number !== number); },
  getComputedStyle: element => ({ color: element.style.getPropertyValue('color') }),
});

// Puts the page's content; returns its first element.
export const show = html => {
  document.body.replaceChildren(...parse(document, html));
  document.activeElement = document.body;
  return document.body.childNodes[0];
};

// Adds to an element, as Blazor does when it draws more.
export const draw = (parent, html) => {
  const elements = parse(document, html);
  parent.append(...elements);
  return elements[0];
};

// Runs what waits for the next frame and tells how many callbacks that were.
export const frame = () => {
  const due = frames;
  frames = [];
  due.forEach(({ callback }) => callback(performance.now()));
  return due.length;
};

// Lets promises and observers have their turn.
export const settle = () => new Promise(done => realImmediate(done));

export const press = (target, key, options = {}) => {
  const event = new PageEvent('keydown', { key, ctrlKey: false, altKey: false, metaKey: false, shiftKey: false, repeat: false, ...options });
  target.dispatchEvent(event);
  return event;
};

export const fire = (target, type, options) => {
  const event = new PageEvent(type, options);
  target.dispatchEvent(event);
  return event;
};

// Time that only the test moves: Date, timers and performance.now.
export const holdTime = (t, now = Date.UTC(2026, 10, 22, 12)) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'], now });
  t.mock.method(performance, 'now', () => Date.now());
  return t.mock.timers;
};
