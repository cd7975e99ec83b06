// The queue of the police desk: ages, the sound of new incidents, and who is about to click. chime.js speaks of alarms: an incident is
// told to it as { id, severity, state, revision }, 'Raised' for as long as nobody has it.

import { Chime } from './chime.js';
import { startClock } from './clock.js';
import { watchHands } from './hold.js';

const running = new WeakMap();

// options: { now, list, page, incidents }: the server's time in ms, an element, the page's .NET object, the open incidents.
export const start = (page, options) => {
  stop(page);
  const chime = new Chime(page.querySelector('[data-sound]'));
  chime.reset(options.incidents);
  const stops = [
    startClock(page, options.now),
    watchHands(options.list, held => options.page.invokeMethodAsync('HoldAsync', held).catch(() => {})),
    () => chime.stop(),
  ];
  running.set(page, { chime, stops });
};

export const reset = (page, incidents) => running.get(page)?.chime.reset(incidents);

export const changed = (page, incident) => running.get(page)?.chime.changed(incident);

export const stop = page => {
  const stops = running.get(page)?.stops ?? [];
  running.delete(page);
  stops.forEach(end => end());
};
