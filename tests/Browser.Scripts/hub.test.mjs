import assert from 'node:assert/strict';
import test from 'node:test';
import { holdTime, settle } from './Harness/page.mjs';
import { Connection } from './Harness/signalr.mjs';
import { load } from './Harness/load.mjs';

const { connect } = await load('hub.js');

const begin = async (t, { failures = 0, handlers = {} } = {}) => {
  const timers = holdTime(t);
  t.mock.method(Math, 'random', () => 0);
  Connection.failures = failures;
  const states = [];
  const stop = connect(handlers, state => states.push(state));
  t.after(stop);
  await settle();
  return { timers, states, stop, connection: Connection.last, wait: async ms => { timers.tick(ms); await settle(); } };
};

test('it connects to the hub of its own site and says so', async t => {
  const { connection, states } = await begin(t);
  assert.equal(connection.url, 'http://console.test/hubs/live');
  assert.deepEqual(states, ['connecting', 'connected']);
});

test('a server that is not there is asked again, ever more patiently', async t => {
  const { connection, states, wait } = await begin(t, { failures: 3 });
  assert.equal(connection.starts, 1);
  for (const [i, ms] of [1000, 2000, 4000].entries()) {
    await wait(ms - 1);
    assert.equal(connection.starts, i + 1);
    await wait(1);
    assert.equal(connection.starts, i + 2);
  }
  assert.deepEqual(states, ['connecting', 'lost', 'lost', 'lost', 'connected']);
});

test('after a lost connection it never gives up and waits at most fifteen seconds, half as much again by chance', async t => {
  const { connection } = await begin(t);
  const wait = count => connection.retry.nextRetryDelayInMilliseconds({ previousRetryCount: count });
  assert.deepEqual([0, 1, 2, 3, 4, 5, 1_000_000].map(wait), [1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
  t.mock.method(Math, 'random', () => 1);
  assert.equal(wait(1_000_000), 22_500);
});

test('a connection that is refused has the session asked for, at the start and when it comes back', async t => {
  let asked = 0;
  globalThis.fetch = async address => {
    asked += address === 'api/v1/me';
    return { ok: false, status: 503 };
  };
  const { connection } = await begin(t, { failures: 1 });
  assert.equal(asked, 1);
  connection.retry.nextRetryDelayInMilliseconds({ previousRetryCount: 0 });
  await settle();
  assert.equal(asked, 1);
  connection.retry.nextRetryDelayInMilliseconds({ previousRetryCount: 1 });
  await settle();
  assert.equal(asked, 2);
});

test('what the library gives up is begun anew', async t => {
  const { connection, states, wait } = await begin(t);
  connection.drop();
  assert.equal(states.at(-1), 'lost');
  await wait(1000);
  assert.equal(connection.starts, 2);
  assert.equal(states.at(-1), 'connected');
});

test('its coming back is told', async t => {
  const { connection, states } = await begin(t);
  connection.reconnecting();
  connection.reconnected();
  assert.deepEqual(states.slice(-2), ['lost', 'connected']);
});

test('a message reaches its handler, one that nobody wants is no error', async t => {
  const heard = [];
  const { connection } = await begin(t, { handlers: { CallEnded: argument => heard.push(argument) } });
  connection.send('CallEnded', { callId: 'c1' });
  connection.send('Levels', {});
  assert.deepEqual(heard, [{ callId: 'c1' }]);
});

test('once it is stopped it stays away and says nothing more', async t => {
  const { connection, states, stop, wait } = await begin(t);
  await stop();
  await wait(60_000);
  assert.equal(connection.starts, 1);
  assert.deepEqual(states, ['connecting', 'connected']);
});

test('a stop while the server is away ends the asking', async t => {
  const { connection, stop, wait } = await begin(t, { failures: 9 });
  stop();
  await wait(60_000);
  assert.equal(connection.starts, 1);
});
