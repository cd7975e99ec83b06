// The page of a live call: words under way, clock, and a transcript that follows its end unless somebody has scrolled up.

import { startClock } from './clock.js';
import { connect } from './hub.js';

const followPx = 80;
const running = new WeakMap();

// options: { callId, now }.
export const start = (page, options) => {
  stop(page);
  const log = page.querySelector('[data-live-words]');
  if (!log) {
    // The call ended while this script was on its way.
    return;
  }
  const partials = new Map([...log.querySelectorAll('.live-partial')].map(line => [line.dataset.lane, line]));
  let following = true;
  const follow = () => {
    if (following) {
      log.scrollTop = log.scrollHeight;
    }
  };
  const show = (lane, text) => {
    const line = partials.get(lane);
    if (line) {
      line.querySelector('[data-partial]').textContent = text;
      line.toggleAttribute('data-speaking', text !== '');
      follow();
    }
  };
  const onScroll = () => {
    following = log.scrollHeight - log.scrollTop - log.clientHeight < followPx;
  };
  const observer = new MutationObserver(follow);
  observer.observe(log, { childList: true, subtree: true });
  log.addEventListener('scroll', onScroll, { passive: true });
  const ours = handle => argument => {
    if (argument.callId === options.callId) {
      handle(argument);
    }
  };
  const hush = () => [...partials.keys()].forEach(lane => show(lane, ''));
  const handlers = {
    Snapshot: ({ transcripts }) => {
      hush();
      transcripts.find(one => one.callId === options.callId)?.partials.forEach(partial => show(partial.lane, partial.text));
    },
    TranscriptPartial: ours(({ partial }) => show(partial.lane, partial.text)),
    TranscriptFinal: ours(({ utterance }) => show(utterance.lane, '')),
    CallUpdated: ours(({ call }) => call.recording === 'Recording' || hush()),
    CallEnded: ours(hush),
  };
  running.set(page, [
    startClock(page, options.now),
    connect(handlers, state => { log.dataset.connection = state; }),
    () => observer.disconnect(),
    () => log.removeEventListener('scroll', onScroll),
  ]);
  follow();
};

export const stop = page => {
  const stops = running.get(page) ?? [];
  running.delete(page);
  stops.forEach(end => end());
};
