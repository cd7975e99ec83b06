// The column of alarms: how long until each escalates, and its keys.

import { formatElapsed } from './clock.js';

const firstKey = 'F8';

// Writes into [data-left] and sets --left (1 to 0) on each [data-until]; once a second.
// serverNow corrects a browser whose clock is wrong. Returns a function that stops it.
export const startCountdowns = (list, serverNow) => {
  const skew = serverNow - Date.now();
  const write = element => {
    const until = Number(element.dataset.until);
    const left = Math.max(0, until - Date.now() - skew);
    const text = formatElapsed(Math.ceil(left / 1000) * 1000);
    const place = element.querySelector('[data-left]');
    if (place && place.textContent !== text) {
      place.textContent = text;
    }
    element.style.setProperty('--left', Math.min(1, left / Math.max(1, until - Number(element.dataset.since))).toFixed(3));
  };
  const tick = () => list.querySelectorAll('[data-until]').forEach(write);
  const observer = new MutationObserver(tick);
  observer.observe(list, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-until'] });
  tick();
  const timer = setInterval(tick, 1000);
  return () => {
    clearInterval(timer);
    observer.disconnect();
  };
};

const cards = list => [...list.querySelectorAll('.alarm')];

const goTo = card => {
  card?.focus();
  card?.scrollIntoView({ block: 'nearest' });
};

const move = (list, card, step) => {
  const all = cards(list);
  goTo(all[Math.min(all.length - 1, Math.max(0, all.indexOf(card) + step))]);
};

// F8 from anywhere leads to the first alarm that waits; inside an alarm, arrows lead to its neighbours and letters press its buttons.
// Returns a function that stops watching.
export const watchAlarmKeys = list => {
  const onPage = event => {
    if (event.key === firstKey && !document.querySelector('dialog[open]')) {
      goTo(list.querySelector('.alarm[data-alarm="Raised"]') ?? list.querySelector('.alarm'));
      event.preventDefault();
    }
  };
  const inList = event => {
    const card = event.target.closest('.alarm');
    if (!card || event.ctrlKey || event.altKey || event.metaKey || event.target.matches('input, textarea, select')) {
      return;
    }
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      move(list, card, event.key === 'ArrowDown' ? 1 : -1);
      event.preventDefault();
      return;
    }
    const button = event.key.length === 1 ? card.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`) : null;
    if (button && !event.repeat) {
      button.click();
      event.preventDefault();
    }
  };
  document.addEventListener('keydown', onPage);
  list.addEventListener('keydown', inList);
  return () => {
    document.removeEventListener('keydown', onPage);
    list.removeEventListener('keydown', inList);
  };
};
