import assert from 'node:assert/strict';
import test from 'node:test';
import { draw, holdTime, settle, show } from './Harness/page.mjs';
import { load } from './Harness/load.mjs';

const { formatElapsed, startClock } = await load('clock.js');
const now = Date.UTC(2026, 10, 22, 12);

test('an age is minutes and seconds, and hours only when there are some', () => {
  assert.equal(formatElapsed(0), '0:00');
  assert.equal(formatElapsed(65_999), '1:05');
  assert.equal(formatElapsed(3_600_000), '1:00:00');
  assert.equal(formatElapsed(36_061_000), '10:01:01');
});

test('an age before its beginning is nought', () => assert.equal(formatElapsed(-5000), '0:00'));

test('ages are written at once and then once a second', t => {
  const timers = holdTime(t, now);
  const root = show(`<main><time data-elapsed="${now - 61_000}"></time></main>`);
  t.after(startClock(root, now));
  assert.equal(root.textContent, '1:01');
  timers.tick(1000);
  assert.equal(root.textContent, '1:02');
});

test('a browser whose clock is wrong shows the age by the server\'s clock', t => {
  holdTime(t, now);
  const server = now + 3_600_000;
  const root = show(`<main><time data-elapsed="${server - 5000}"></time></main>`);
  t.after(startClock(root, server));
  assert.equal(root.textContent, '0:05');
});

test('the time since is told in the page\'s language and in the greatest whole unit', t => {
  holdTime(t, now);
  const root = show([30_000, 120_000, 3 * 3_600_000, 50 * 3_600_000].map(ago => `<p><time data-ago="${now - ago}"></time></p>`).join(''));
  t.after(startClock(root.parent, now));
  const written = root.parent.childNodes.map(line => line.textContent.replace(/\s/g, ' '));
  assert.deepEqual(written, ['il y a 30 s', 'il y a 2 min', 'il y a 3 h', 'il y a 2 j']);
});

test('what is drawn later, and what begins anew, is written without waiting for the next second', async t => {
  holdTime(t, now);
  const root = show('<main></main>');
  t.after(startClock(root, now));
  const time = draw(root, `<p><time data-elapsed="${now - 9000}"></time></p>`).childNodes[0];
  await settle();
  assert.equal(time.textContent, '0:09');
  time.dataset.elapsed = now - 60_000;
  await settle();
  assert.equal(time.textContent, '1:00');
});

test('a stopped clock stands still', t => {
  const timers = holdTime(t, now);
  const root = show(`<main><time data-elapsed="${now}"></time></main>`);
  startClock(root, now)();
  timers.tick(5000);
  assert.equal(root.textContent, '0:00');
});
