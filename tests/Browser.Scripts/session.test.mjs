import assert from 'node:assert/strict';
import test from 'node:test';
import { document, fire, holdTime, settle, show } from './Harness/page.mjs';
import { load } from './Harness/load.mjs';

const quarter = 15 * 60 * 1000;

// A module of its own for each test: what has ended, and whose timers run, is the page's.
let pages = 0;

const begin = async t => {
  const timers = holdTime(t);
  const asked = [];
  let status = 200;
  let reloads = 0;
  globalThis.location = { pathname: '/desk/2026-0001', search: '?tab=2', reload() { reloads++; } };
  globalThis.fetch = async (address, options) => {
    asked.push({ address, cache: options.cache });
    if (status === 0) {
      throw new Error('away');
    }
    return { ok: status < 300, status };
  };
  document.visibilityState = 'visible';
  // A page that is left takes what it hears with it.
  const hear = document.addEventListener.bind(document);
  t.mock.method(document, 'addEventListener', (type, listener) => {
    hear(type, listener);
    t.after(() => document.removeEventListener(type, listener));
  });
  const notice = show('<dialog id="session-ended"><p></p><a href="login"></a></dialog>');
  const session = await load(`session.js?${++pages}`);
  return {
    ...session, notice, asked, timers,
    answer: value => { status = value; },
    wait: async ms => { timers.tick(ms); await settle(); },
    reloads: () => reloads,
  };
};

test('an open page asks for its session every quarter of an hour, past every cache', async t => {
  const { keepSession, asked, wait, notice } = await begin(t);
  keepSession();
  await wait(quarter - 1);
  assert.deepEqual(asked, []);
  await wait(1);
  await wait(quarter);
  await wait(quarter);
  assert.deepEqual(asked, Array(3).fill({ address: 'api/v1/me', cache: 'no-store' }));
  assert.equal(notice.open, false);
});

test('a session that has ended is said, with the way back to this very page', async t => {
  const { keepSession, answer, wait, notice } = await begin(t);
  keepSession();
  answer(401);
  await wait(quarter);
  assert.equal(notice.open, true);
  assert.equal(notice.querySelector('a').getAttribute('href'), 'login?returnUrl=%2Fdesk%2F2026-0001%3Ftab%3D2');
});

test('signed in again elsewhere, the page begins anew by itself', async t => {
  const { keepSession, answer, wait, reloads } = await begin(t);
  keepSession();
  answer(401);
  await wait(quarter);
  await wait(15_000);
  assert.equal(reloads(), 0);
  answer(200);
  await wait(15_000);
  assert.equal(reloads(), 1);
});

test('a server that is away or in trouble has ended no session', async t => {
  const { keepSession, answer, wait, notice, asked } = await begin(t);
  keepSession();
  for (const status of [0, 502, 503, 403]) {
    answer(status);
    await wait(quarter);
    assert.equal(notice.open, false, `${status}`);
  }
  assert.equal(asked.length, 4);
});

test('who is refused has it asked at once; several at a time ask once', async t => {
  const { checkSession, answer, notice, asked } = await begin(t);
  answer(401);
  checkSession();
  checkSession();
  await settle();
  assert.equal(asked.length, 1);
  assert.equal(notice.open, true);
});

test('a page that comes back after a sleep asks at once, one that was looked away from for a moment does not', async t => {
  const { keepSession, asked } = await begin(t);
  keepSession();
  fire(document, 'visibilitychange');
  await settle();
  assert.equal(asked.length, 0);
  // The clock went on, the timers did not.
  t.mock.method(Date, 'now', () => Date.UTC(2026, 10, 23, 8));
  document.visibilityState = 'hidden';
  fire(document, 'visibilitychange');
  document.visibilityState = 'visible';
  fire(document, 'visibilitychange');
  await settle();
  assert.equal(asked.length, 1);
});
