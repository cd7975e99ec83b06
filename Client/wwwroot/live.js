// The fast path of the wall-board: words, levels, tension and clocks go from the hub straight into the elements that Blazor leaves empty
// for them (data-words, data-meter, data-tension, data-elapsed). All writing is gathered into one animation frame, ten a second at most
// where there are many tiles: a word is seen 50 ms later on average, and the browser does a third of the work.

import { startCountdowns, watchAlarmKeys } from './alarms.js';
import { startClock } from './clock.js';
import { Chime } from './chime.js';
import { Frames } from './frames.js';
import { watchHands } from './hold.js';
import { connect } from './hub.js';
import { Tension } from './tension.js';
import { showWords, WordStore } from './words.js';

// A voice on the telephone lives between -50 and -6 dBFS.
const quietDbfs = -50;
const loudDbfs = -6;
// More than the density Small holds (Density.cs).
const manyTiles = 21;
const manyTilesPauseMs = 100;
const laneNames = ['Caller', 'Agent', 'Mixed'];

const share = dbfs => Math.round(100 * Math.min(1, Math.max(0, (dbfs - quietDbfs) / (loudDbfs - quietDbfs)))) / 100;

// Finds the elements of each lane once, and again when Blazor has drawn tiles.
class Lanes {
  tileCount = 0;
  #root;
  #found = new Map();

  constructor(root) {
    this.#root = root;
    this.find();
  }

  find() {
    this.#found.clear();
    const tiles = this.#root.querySelectorAll('[data-call]');
    this.tileCount = tiles.length;
    for (const tile of tiles) {
      for (const lane of tile.querySelectorAll('[data-lane]')) {
        this.#found.set(`${tile.dataset.call}/${lane.dataset.lane}`, {
          callId: tile.dataset.call,
          lane: lane.dataset.lane,
          meter: lane.querySelector('[data-meter]'),
          words: lane.querySelector('[data-words]'),
        });
      }
    }
  }

  has(callId) {
    return laneNames.some(lane => this.#found.has(`${callId}/${lane}`));
  }

  get(callId, lane) {
    return this.#found.get(`${callId}/${lane}`);
  }

  all() {
    return this.#found.values();
  }
}

// Gathers what has changed and writes it once a frame.
class Painter {
  #frames;
  #lanes;
  #store;
  #gapText;
  #dirty = new Set();
  #levels = new Map();
  #write = () => this.#paint();

  constructor(frames, lanes, store, gapText) {
    this.#frames = frames;
    this.#lanes = lanes;
    this.#store = store;
    this.#gapText = gapText;
  }

  words(callId, lane) {
    const found = this.#lanes.get(callId, lane);
    if (found) {
      this.#dirty.add(found);
      this.#ask();
    }
  }

  level(callId, lane, value) {
    const found = this.#lanes.get(callId, lane);
    if (found) {
      this.#levels.set(found.meter, value);
      this.#ask();
    }
  }

  everything() {
    this.#dirty = new Set(this.#lanes.all());
    this.#ask();
  }

  silence() {
    for (const lane of this.#lanes.all()) {
      this.#levels.set(lane.meter, 0);
    }
    this.#ask();
  }

  #ask() {
    this.#frames.ask(this.#write);
  }

  #paint() {
    for (const lane of this.#dirty) {
      showWords(lane.words, this.#store.lane(lane.callId, lane.lane), this.#gapText);
    }
    this.#dirty.clear();
    for (const [meter, value] of this.#levels) {
      if (meter.shown !== value) {
        meter.shown = value;
        meter.style.setProperty('--level', value);
      }
    }
    this.#levels.clear();
  }
}

const erasing = ['Refused', 'Private'];

// ended: calls whose last words stay for as long as their tile does.
const makeHandlers = (store, painter, tension, chime, ended) => {
  const erase = callId => {
    store.forget(callId);
    tension.forget(callId);
    laneNames.forEach(lane => painter.words(callId, lane));
  };
  return {
    Snapshot: snapshot => {
      store.reset(snapshot.transcripts);
      ended.clear();
      tension.reset(snapshot.tensions);
      chime.reset(snapshot.alarms);
      painter.everything();
    },
    CallUpdated: ({ callId, call }) => {
      // A refusal erases what was said: it must not stay on the screen either. A private line is nobody's business at all.
      if (erasing.includes(call.recording)) {
        erase(callId);
      } else if (call.tension !== 'Followed') {
        tension.rest(callId);
      }
    },
    CallEnded: ({ callId }) => {
      laneNames.forEach(lane => painter.level(callId, lane, 0));
      tension.forget(callId);
      ended.add(callId);
    },
    TranscriptPartial: ({ callId, partial }) => {
      store.lane(callId, partial.lane).partial = partial.text;
      painter.words(callId, partial.lane);
    },
    TranscriptFinal: ({ callId, utterance }) => {
      store.lane(callId, utterance.lane).addFinal(utterance);
      painter.words(callId, utterance.lane);
    },
    AlarmRaised: ({ alarm }) => chime.changed(alarm),
    AlarmUpdated: ({ alarm }) => chime.changed(alarm),
    Levels: ({ calls, levels }) => {
      calls.forEach((callId, i) => laneNames.forEach((lane, j) => {
        const dbfs = levels[3 * i + j];
        if (dbfs !== null) {
          painter.level(callId, lane, share(dbfs));
        }
      }));
    },
    Tension: frame => tension.take(frame),
    TensionWithdrawn: ({ callId, upToMs }) => tension.withdraw(callId, upToMs),
  };
};

const isTile = node => node instanceof Element && (node.matches('.tile, .lane, .tension') || node.querySelector('.lane') !== null);

// Tells when Blazor has drawn or taken away tiles or lanes; our own words are spans and do not count.
const watchTiles = (tiles, onChange) => {
  const observer = new MutationObserver(changes => {
    if (changes.some(change => [...change.addedNodes, ...change.removedNodes].some(isTile))) {
      onChange();
    }
  });
  observer.observe(tiles, { childList: true, subtree: true });
  return () => observer.disconnect();
};

const running = new WeakMap();

// options: { now, gap, board, alarms, page }: the server's time in ms, the word for a gap, two elements and the page's .NET object.
export const start = (wall, options) => {
  stop(wall);
  const tiles = wall.querySelector('[data-tiles]');
  const store = new WordStore();
  const lanes = new Lanes(tiles);
  const frames = new Frames(() => lanes.tileCount >= manyTiles ? manyTilesPauseMs : 0);
  const painter = new Painter(frames, lanes, store, options.gap);
  const tension = new Tension(tiles, frames);
  const chime = new Chime(wall.querySelector('[data-sound]'));
  const ended = new Set();
  const connection = wall.querySelector('[data-connection]');
  const showState = state => {
    connection.dataset.state = state;
    wall.dataset.feed = state;
    chime.feed(state === 'connected');
    if (state === 'lost') {
      painter.silence();
    }
  };
  const tell = method => held => options.page.invokeMethodAsync(method, held).catch(() => {});
  running.set(wall, [
    startClock(wall, options.now),
    startCountdowns(options.alarms, options.now),
    watchAlarmKeys(options.alarms),
    watchTiles(tiles, () => {
      lanes.find();
      [...ended].filter(callId => !lanes.has(callId)).forEach(callId => {
        store.forget(callId);
        ended.delete(callId);
      });
      tension.find();
      painter.everything();
    }),
    watchHands(options.board, tell('HoldTilesAsync')),
    watchHands(options.alarms, tell('HoldAlarmsAsync')),
    connect(makeHandlers(store, painter, tension, chime, ended), showState),
    () => chime.stop(),
    () => frames.stop(),
  ]);
};

export const stop = wall => {
  const stops = running.get(wall) ?? [];
  running.delete(wall);
  stops.forEach(end => end());
};
