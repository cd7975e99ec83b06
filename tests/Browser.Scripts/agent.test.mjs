import assert from 'node:assert/strict';
import test from 'node:test';
import { document, draw, holdTime, press, settle, show, storage } from './Harness/page.mjs';
import { AudioContext } from './Harness/audio.mjs';
import { load } from './Harness/load.mjs';

const { chime, start, stop } = await load('agent.js');

const begin = (t, answer = { ok: true, status: 200, json: async () => ({ isCallLive: true }) }) => {
  const timers = holdTime(t);
  const root = show('<section><button data-help></button><button data-soft-chime></button></section>');
  const sent = [];
  globalThis.fetch = async (address, options) => {
    sent.push({ address, ...options });
    if (answer instanceof Error) {
      throw answer;
    }
    return answer;
  };
  start(root);
  t.after(() => {
    stop(root);
    storage.removeItem('supervision.softChime');
  });
  return { root, sent, timers, help: root.querySelector('[data-help]'), toggle: root.querySelector('[data-soft-chime]') };
};

test('F9 and the button call for help, from a request that other sites cannot make', async t => {
  const { root, sent, help, timers } = begin(t);
  assert.ok(press(document.body, 'F9').defaultPrevented);
  assert.equal(root.dataset.helpState, 'sending');
  await settle();
  assert.equal(root.dataset.helpState, 'sent');
  assert.deepEqual([sent[0].address, sent[0].method, sent[0].headers['X-Requested-With']], ['api/v1/me/help', 'POST', 'agent']);
  timers.tick(3000);
  help.click();
  assert.equal(sent.length, 2);
});

test('a key that is held, or pressed thrice in fear, calls once', async t => {
  const { sent, timers } = begin(t);
  press(document.body, 'F9');
  press(document.body, 'F9', { repeat: true });
  timers.tick(2999);
  press(document.body, 'F9');
  await settle();
  assert.equal(sent.length, 1);
});

test('a call for help that did not leave can be pressed again at once', async t => {
  const { root, sent } = begin(t, new Error('offline'));
  press(document.body, 'F9');
  await settle();
  assert.equal(root.dataset.helpState, 'failed');
  press(document.body, 'F9');
  await settle();
  assert.equal(sent.length, 2);
});

test('an answer that is no success is a failure, one without a call says so', async t => {
  for (const [status, state] of [[500, 'failed'], [403, 'failed'], [409, 'none']]) {
    await t.test(`${status}`, async one => {
      const { root } = begin(one, { ok: false, status });
      press(document.body, 'F9');
      await settle();
      assert.equal(root.dataset.helpState, state);
    });
  }
});

test('a call for help that is refused because the session has ended says that too', async t => {
  const { root, sent } = begin(t, { ok: false, status: 401 });
  const notice = draw(root, '<dialog id="session-ended"><a></a></dialog>');
  globalThis.location = { pathname: '/agent', search: '' };
  press(document.body, 'F9');
  await settle();
  assert.equal(root.dataset.helpState, 'failed');
  assert.deepEqual(sent.map(request => request.address), ['api/v1/me/help', 'api/v1/me']);
  assert.equal(notice.open, true);
});

test('the confirmation goes after twenty seconds; a failure stays', async t => {
  const { root, timers } = begin(t);
  press(document.body, 'F9');
  await settle();
  timers.tick(20_000);
  assert.equal(root.dataset.helpState, 'idle');
});

test('the soft note is off until she wants it, and is remembered', async t => {
  const { root, toggle } = begin(t);
  AudioContext.last = null;
  chime(root);
  assert.equal(AudioContext.last, null);
  toggle.click();
  await settle();
  assert.deepEqual(AudioContext.last.heard(), [440]);
  assert.equal(toggle.getAttribute('aria-pressed'), 'true');
  assert.equal(storage.getItem('supervision.softChime'), 'on');
  toggle.click();
  chime(root);
  await settle();
  assert.deepEqual(AudioContext.last.heard(), []);
});

test('once the page is left, F9 is the browser\'s own again', t => {
  const { root, sent } = begin(t);
  stop(root);
  assert.equal(press(document.body, 'F9').defaultPrevented, false);
  assert.equal(sent.length, 0);
});
