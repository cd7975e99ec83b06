import assert from 'node:assert/strict';
import test from 'node:test';
import { draw, fire, holdTime, settle, show } from './Harness/page.mjs';
import { Connection } from './Harness/signalr.mjs';
import { load } from './Harness/load.mjs';

const { start, stop } = await load('live-call.js');

const line = lane => `<p class="live-partial" data-lane="${lane}"><span data-partial></span></p>`;

const begin = async t => {
  holdTime(t);
  const page = show(`<main><div data-live-words>${line('Caller')}${line('Agent')}</div></main>`);
  const log = page.querySelector('[data-live-words]');
  Object.assign(log, { scrollHeight: 1000, clientHeight: 300, scrollTop: 0 });
  start(page, { callId: 'c1', now: Date.now() });
  t.after(() => stop(page));
  await settle();
  const said = lane => page.querySelector(`.live-partial[data-lane="${lane}"]`);
  const partial = (lane, text, callId = 'c1') => Connection.last.send('TranscriptPartial', { callId, partial: { lane, text } });
  return { page, log, hub: Connection.last, said, partial };
};

test('words under way stand in their lane and mark who speaks', async t => {
  const { partial, said } = await begin(t);
  partial('Caller', 'bonjour');
  assert.deepEqual([said('Caller').textContent, said('Agent').textContent], ['bonjour', '']);
  assert.deepEqual([said('Caller').hasAttribute('data-speaking'), said('Agent').hasAttribute('data-speaking')], [true, false]);
});

test('another call is none of this page\'s business', async t => {
  const { partial, said, hub } = await begin(t);
  partial('Caller', 'secret', 'c2');
  assert.equal(said('Caller').textContent, '');
  partial('Caller', 'bonjour');
  hub.send('CallEnded', { callId: 'c2' });
  assert.equal(said('Caller').textContent, 'bonjour');
});

test('a final, a pause and the end take away what was under way', async t => {
  const { partial, said, hub } = await begin(t);
  for (const [method, argument] of [
    ['TranscriptFinal', { utterance: { lane: 'Caller' } }],
    ['CallUpdated', { call: { recording: 'Paused' } }],
    ['CallEnded', {}],
  ]) {
    partial('Caller', 'bonjour');
    hub.send(method, { callId: 'c1', ...argument });
    assert.equal(said('Caller').textContent, '', method);
  }
});

test('a change that stops no recording leaves the words', async t => {
  const { partial, said, hub } = await begin(t);
  partial('Caller', 'bonjour');
  hub.send('CallUpdated', { callId: 'c1', call: { recording: 'Recording' } });
  assert.equal(said('Caller').textContent, 'bonjour');
});

test('after a lost connection the snapshot says what is under way, and nothing older', async t => {
  const { partial, said, hub } = await begin(t);
  partial('Agent', 'ancien');
  hub.send('Snapshot', { transcripts: [{ callId: 'c1', partials: [{ lane: 'Caller', text: 'nouveau' }] }] });
  assert.deepEqual([said('Caller').textContent, said('Agent').textContent], ['nouveau', '']);
  hub.send('Snapshot', { transcripts: [] });
  assert.equal(said('Caller').textContent, '');
});

test('the transcript follows its end, unless somebody reads further up', async t => {
  const { log, partial } = await begin(t);
  assert.equal(log.scrollTop, 1000);
  log.scrollHeight = 1200;
  draw(log, '<p>Une phrase</p>');
  await settle();
  assert.equal(log.scrollTop, 1200);
  log.scrollTop = 100;
  fire(log, 'scroll');
  partial('Caller', 'bonjour');
  assert.equal(log.scrollTop, 100);
  log.scrollTop = 850;
  fire(log, 'scroll');
  partial('Caller', 'bonjour madame');
  assert.equal(log.scrollTop, 1200);
});

test('the log tells how its connection stands', async t => {
  const { log, hub } = await begin(t);
  assert.equal(log.dataset.connection, 'connected');
  hub.reconnecting();
  assert.equal(log.dataset.connection, 'lost');
});

test('a call that ended before the script came is left alone', () => {
  Connection.last = null;
  const page = show('<main></main>');
  start(page, { callId: 'c1', now: 0 });
  stop(page);
  assert.equal(Connection.last, null);
});
