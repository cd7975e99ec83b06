// The page of one incident: ages, and printing.

import { startClock } from './clock.js';

const running = new WeakMap();

// options: { now }: the server's time in ms.
export const start = (page, options) => {
  stop(page);
  const print = event => {
    if (event.target.closest('[data-print]')) {
      window.print();
    }
  };
  page.addEventListener('click', print);
  running.set(page, [startClock(page, options.now), () => page.removeEventListener('click', print)]);
};

export const stop = page => {
  const stops = running.get(page) ?? [];
  running.delete(page);
  stops.forEach(end => end());
};
