import assert from 'node:assert/strict';
import test from 'node:test';
import { document, draw, holdTime, press, settle, show } from './Harness/page.mjs';
import { load } from './Harness/load.mjs';

const { startCountdowns, watchAlarmKeys } = await load('alarms.js');
const now = Date.UTC(2026, 10, 22, 12);
const wait = (since, until) => `<ul><li><p data-since="${now + since}" data-until="${now + until}"><span data-left></span></p></li></ul>`;
const left = list => list.querySelector('[data-left]').textContent;
const share = list => Number(list.querySelector('[data-until]').style.getPropertyValue('--left'));

test('what is left is counted down by the second and as a share', t => {
  const timers = holdTime(t, now);
  const list = show(wait(0, 60_000));
  t.after(startCountdowns(list, now));
  assert.deepEqual([left(list), share(list)], ['1:00', 1]);
  timers.tick(15_000);
  assert.deepEqual([left(list), share(list)], ['0:45', 0.75]);
});

test('a delay that has passed is nought, never less; one that has not begun is whole, never more', t => {
  const timers = holdTime(t, now);
  const list = show(wait(30_000, 60_000));
  t.after(startCountdowns(list, now));
  assert.equal(share(list), 1);
  timers.tick(120_000);
  assert.deepEqual([left(list), share(list)], ['0:00', 0]);
});

test('a delay of no length does not divide by nought', t => {
  holdTime(t, now);
  const list = show(wait(0, 0));
  t.after(startCountdowns(list, now));
  assert.equal(share(list), 0);
});

test('a browser whose clock is wrong counts by the server\'s clock', t => {
  holdTime(t, now - 3_600_000);
  const list = show(wait(0, 60_000));
  t.after(startCountdowns(list, now));
  assert.equal(left(list), '1:00');
});

test('a delay that is put off is shown at once', async t => {
  holdTime(t, now);
  const list = show(wait(0, 10_000));
  t.after(startCountdowns(list, now));
  list.querySelector('[data-until]').dataset.until = now + 30_000;
  await settle();
  assert.equal(left(list), '0:30');
});

const column = (...states) => `<ul>${states.map(state => `<li><article class="alarm" data-alarm="${state}" tabindex="-1">
  <button data-key="a">Acquitter</button><textarea></textarea></article></li>`).join('')}</ul>`;

const watch = (t, ...states) => {
  const list = show(column(...states));
  const cards = list.querySelectorAll('.alarm');
  const clicked = [];
  list.querySelectorAll('button').forEach((button, i) => button.addEventListener('click', () => clicked.push(i)));
  t.after(watchAlarmKeys(list));
  return { list, cards, clicked };
};

test('F8 from anywhere leads to the first alarm that waits', t => {
  const { cards } = watch(t, 'Acknowledged', 'Raised', 'Raised');
  const event = press(document.body, 'F8');
  assert.equal(document.activeElement, cards[1]);
  assert.equal(cards[1].scrolledIntoView, 1);
  assert.ok(event.defaultPrevented);
});

test('F8 leads to the first alarm when none waits, and nowhere when there is none', t => {
  const { cards } = watch(t, 'Acknowledged', 'Acknowledged');
  press(document.body, 'F8');
  assert.equal(document.activeElement, cards[0]);
  const other = watch(t);
  press(document.body, 'F8');
  assert.ok(!other.list.contains(document.activeElement));
});

test('F8 leaves an open dialog alone', t => {
  watch(t, 'Raised');
  draw(document.body, '<dialog open></dialog>');
  assert.equal(press(document.body, 'F8').defaultPrevented, false);
});

test('arrows lead to the neighbours and stop at the ends', t => {
  const { cards } = watch(t, 'Raised', 'Raised', 'Raised');
  cards[0].focus();
  for (const [key, expected] of [['ArrowUp', 0], ['ArrowDown', 1], ['ArrowDown', 2], ['ArrowDown', 2], ['ArrowUp', 1]]) {
    press(document.activeElement, key);
    assert.equal(document.activeElement, cards[expected]);
  }
});

test('a letter presses the button of its own alarm, small or capital', t => {
  const { cards, clicked } = watch(t, 'Raised', 'Raised');
  press(cards[1], 'a');
  press(cards[0], 'A');
  assert.deepEqual(clicked, [1, 0]);
});

test('a letter that is held, typed into a field or part of a shortcut presses nothing', t => {
  const { cards, clicked } = watch(t, 'Raised');
  press(cards[0], 'a', { repeat: true });
  press(cards[0], 'a', { ctrlKey: true });
  press(cards[0].querySelector('textarea'), 'a');
  press(cards[0], 'z');
  assert.deepEqual(clicked, []);
});

test('keys do nothing once it is stopped', t => {
  const list = show(column('Raised'));
  watchAlarmKeys(list)();
  press(document.body, 'F8');
  assert.ok(!list.contains(document.activeElement));
});
