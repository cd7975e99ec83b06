// Writes ages into <time data-elapsed="ms"> (4:05) and <time data-ago="ms"> (il y a 2 min): once a second, no server traffic.

const two = number => String(number).padStart(2, '0');

export const formatElapsed = ms => {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
};

const makeAgo = () => {
  const format = new Intl.RelativeTimeFormat(document.documentElement.lang || 'fr', { style: 'short', numeric: 'always' });
  return ms => {
    const seconds = Math.max(0, Math.floor(ms / 1000));
    if (seconds < 60) {
      return format.format(-seconds, 'second');
    }
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) {
      return format.format(-minutes, 'minute');
    }
    const hours = Math.floor(minutes / 60);
    return hours < 48 ? format.format(-hours, 'hour') : format.format(-Math.floor(hours / 24), 'day');
  };
};

const selector = '[data-elapsed], [data-ago]';

// serverNow corrects a browser whose clock is wrong. Returns a function that stops the clock.
export const startClock = (root, serverNow) => {
  const skew = serverNow - Date.now();
  const formatAgo = makeAgo();
  const write = element => {
    const now = Date.now() + skew;
    const text = element.dataset.elapsed
      ? formatElapsed(now - Number(element.dataset.elapsed))
      : formatAgo(now - Number(element.dataset.ago));
    if (element.textContent !== text) {
      element.textContent = text;
    }
  };
  const tick = () => root.querySelectorAll(selector).forEach(write);
  const observer = new MutationObserver(changes => {
    for (const change of changes) {
      if (change.type === 'attributes') {
        write(change.target);
        continue;
      }
      for (const node of change.addedNodes) {
        if (node instanceof Element && node.tagName !== 'SPAN') {
          node.matches(selector) ? write(node) : node.querySelectorAll(selector).forEach(write);
        }
      }
    }
  });
  observer.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-elapsed', 'data-ago'] });
  tick();
  const timer = setInterval(tick, 1000);
  return () => {
    clearInterval(timer);
    observer.disconnect();
  };
};
