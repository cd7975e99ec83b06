// The page of one incident: ages, printing, and the keyboard in the panel of an act.

import { startClock } from './clock.js';

const running = new WeakMap();

// Into the panel when it comes, back to the button that opened it when it goes; Escape cancels.
const followPanel = page => {
  let opener = null;
  let shown = null;
  const click = event => {
    opener = event.target.closest('[aria-controls="act-panel"]') ?? opener;
  };
  const key = event => {
    if (event.key === 'Escape' && !event.defaultPrevented) {
      page.querySelector('.act-form [data-cancel]')?.click();
    }
  };
  const watcher = new MutationObserver(() => {
    const form = page.querySelector('.act-form');
    if (form && form !== shown) {
      form.querySelector('select, textarea')?.focus();
    } else if (!form && shown && document.activeElement === document.body) {
      (opener?.isConnected ? opener : page.querySelector('.acts-bar .button'))?.focus();
    }
    shown = form;
  });
  page.addEventListener('click', click);
  page.addEventListener('keydown', key);
  watcher.observe(page, { childList: true, subtree: true });
  return () => {
    watcher.disconnect();
    page.removeEventListener('click', click);
    page.removeEventListener('keydown', key);
  };
};

// options: { now }: the server's time in ms.
export const start = (page, options) => {
  stop(page);
  const print = event => {
    if (event.target.closest('[data-print]')) {
      window.print();
    }
  };
  page.addEventListener('click', print);
  running.set(page, [startClock(page, options.now), followPanel(page), () => page.removeEventListener('click', print)]);
};

export const stop = page => {
  const stops = running.get(page) ?? [];
  running.delete(page);
  stops.forEach(end => end());
};
