import assert from 'node:assert/strict';
import test from 'node:test';
import { document, draw, fire, frame, holdTime, settle, show } from './Harness/page.mjs';
import { AudioContext } from './Harness/audio.mjs';
import { Connection } from './Harness/signalr.mjs';
import { load } from './Harness/load.mjs';

const { start, stop } = await load('live.js');

const lane = name => `<div class="lane" data-lane="${name}"><span data-meter></span><div data-words></div></div>`;
const tile = id => `<article class="tile" data-call="${id}"><div class="tension" data-tension><span data-tension-curve></span></div>${lane('Caller')}${lane('Agent')}</article>`;
const empty = { transcripts: [], tensions: [], alarms: [] };

const begin = async (t, ids = ['c1', 'c2']) => {
  const timers = holdTime(t);
  AudioContext.startsAs = 'running';
  const wall = show(`<div><p data-connection></p><button data-sound></button><section class="board"><div data-tiles>${ids.map(tile).join('')}</div></section><ul></ul></div>`);
  const asked = [];
  start(wall, {
    now: Date.now(), gap: 'coupure', board: wall.querySelector('.board'), alarms: wall.querySelector('ul'),
    page: { invokeMethodAsync: async (...args) => { asked.push(args); } },
  });
  t.after(() => stop(wall));
  await settle();
  const hub = Connection.last;
  hub.send('Snapshot', empty);
  frame();
  const part = (id, name, what) => wall.querySelector(`[data-call="${id}"] [data-lane="${name}"] [data-${what}]`);
  return {
    wall, hub, asked, timers, part, tiles: wall.querySelector('[data-tiles]'),
    level: (id, name) => part(id, name, 'meter').style.getPropertyValue('--level'),
    words: (id, name) => part(id, name, 'words').textContent,
  };
};

test('a level of -50 dBFS is an empty meter, -6 a full one, and nothing goes beyond', async t => {
  const { hub, level } = await begin(t);
  for (const [dbfs, expected] of [[-120, '0'], [-50, '0'], [-28, '0.5'], [-6, '1'], [3, '1']]) {
    hub.send('Levels', { calls: ['c1'], levels: [dbfs, null, null] });
    frame();
    assert.equal(level('c1', 'Caller'), expected, `${dbfs} dBFS`);
  }
});

test('levels are in the order caller, agent, mixed for each call; what was not measured stays', async t => {
  const { hub, level } = await begin(t);
  hub.send('Levels', { calls: ['c1', 'c2', 'unknown'], levels: [-6, -28, null, null, -6, null, -6, -6, -6] });
  frame();
  assert.deepEqual([level('c1', 'Caller'), level('c1', 'Agent'), level('c2', 'Caller'), level('c2', 'Agent')], ['1', '0.5', '', '1']);
});

test('between two frames the newest wins and all is written at once', async t => {
  const { hub, level, words } = await begin(t);
  for (let i = 0; i < 50; i++) {
    hub.send('Levels', { calls: ['c1', 'c2'], levels: [-50 + i, null, null, -50 + i, null, null] });
    hub.send('TranscriptPartial', { callId: 'c1', partial: { lane: 'Caller', text: `mot ${i}` } });
  }
  assert.equal(frame(), 1);
  assert.equal(level('c1', 'Caller'), '1');
  assert.equal(words('c1', 'Caller'), 'mot 49');
});

test('words go to their own lane, and a final replaces the partial', async t => {
  const { hub, words } = await begin(t);
  hub.send('TranscriptPartial', { callId: 'c1', partial: { lane: 'Caller', text: 'je voudr' } });
  hub.send('TranscriptFinal', { callId: 'c1', utterance: { kind: 'Speech', lane: 'Caller', text: 'je voudrais' } });
  hub.send('TranscriptPartial', { callId: 'c1', partial: { lane: 'Agent', text: 'mairie' } });
  frame();
  assert.deepEqual([words('c1', 'Caller'), words('c1', 'Agent'), words('c2', 'Caller')], ['je voudrais ', 'mairie', '']);
});

test('a refusal and a private line take the words and the curve off the screen', async t => {
  const { hub, words, wall } = await begin(t);
  for (const [id, recording] of [['c1', 'Refused'], ['c2', 'Private']]) {
    hub.send('TranscriptFinal', { callId: id, utterance: { kind: 'Speech', lane: 'Caller', text: 'mon numéro' } });
    hub.send('Tension', { calls: [id], points: [1000, 900, 3], raiseThreshold: 0.7 });
    frame();
    assert.notEqual(words(id, 'Caller'), '');
    hub.send('CallUpdated', { callId: id, call: { recording, tension: 'Off' } });
    frame();
    assert.equal(words(id, 'Caller'), '');
    assert.equal(wall.querySelectorAll(`[data-call="${id}"] svg`).length, 0);
  }
});

test('a pause of the analysis leaves the curve and takes the level away', async t => {
  const { hub, wall } = await begin(t);
  hub.send('Tension', { calls: ['c1'], points: [1000, 900, 3], raiseThreshold: 0.7 });
  hub.send('CallUpdated', { callId: 'c1', call: { recording: 'Recording', tension: 'Paused' } });
  frame();
  assert.equal(wall.querySelector('[data-tension]').dataset.level, 'None');
  assert.equal(wall.querySelectorAll('svg').length, 1);
});

test('a voice that was perhaps another\'s leaves the screen at once, curve and level, and only what comes after it is shown', async t => {
  const { hub, wall } = await begin(t);
  const box = wall.querySelector('[data-call="c1"] [data-tension]');
  hub.send('Tension', { calls: ['c1', 'c2'], points: [1000, 900, 3, 1000, 900, 3], raiseThreshold: 0.7 });
  frame();
  assert.equal(box.dataset.level, 'Aggressive');
  hub.send('TensionWithdrawn', { callId: 'c1', upToMs: 2000 });
  hub.send('Tension', { calls: ['c1'], points: [2000, 900, 3], raiseThreshold: 0.7 });
  frame();
  assert.equal(box.dataset.level, 'None');
  assert.equal(box.querySelectorAll('svg').length, 0);
  assert.equal(wall.querySelector('[data-call="c2"] [data-tension]').dataset.level, 'Aggressive');
  hub.send('Tension', { calls: ['c1'], points: [4500, 100, 1], raiseThreshold: 0.7 });
  frame();
  assert.equal(box.dataset.level, 'Calm');
  assert.match(box.querySelector('.tension-line').getAttribute('d'), /^M[^L]*h0\.6$/);
});

test('a call that ended has silent meters', async t => {
  const { hub, level } = await begin(t);
  hub.send('Levels', { calls: ['c1'], levels: [-6, -6, null] });
  frame();
  hub.send('CallEnded', { callId: 'c1' });
  frame();
  assert.deepEqual([level('c1', 'Caller'), level('c1', 'Agent')], ['0', '0']);
});

test('the last words of a call stay as long as its tile does, and not longer', async t => {
  const { hub, tiles, words } = await begin(t);
  hub.send('TranscriptFinal', { callId: 'c1', utterance: { kind: 'Speech', lane: 'Caller', text: 'au revoir' } });
  hub.send('CallEnded', { callId: 'c1' });
  draw(tiles, tile('c3'));
  await settle();
  frame();
  assert.equal(words('c1', 'Caller'), 'au revoir ');
  tiles.querySelector('[data-call="c1"]').remove();
  await settle();
  draw(tiles, tile('c1'));
  await settle();
  frame();
  assert.equal(words('c1', 'Caller'), '');
});

test('a lost connection shows no level that nobody measures, and says so', async t => {
  const { hub, wall, level } = await begin(t);
  hub.send('Levels', { calls: ['c1'], levels: [-6, null, null] });
  frame();
  hub.reconnecting();
  frame();
  assert.equal(level('c1', 'Caller'), '0');
  assert.deepEqual([wall.dataset.feed, wall.querySelector('[data-connection]').dataset.state], ['lost', 'lost']);
  hub.reconnected();
  assert.equal(wall.dataset.feed, 'connected');
});

test('a critical alarm calls on for two minutes while nobody can tell who took it, and again when the feed is back', async t => {
  const { hub, timers } = await begin(t);
  hub.send('AlarmRaised', { alarm: { id: 'a1', revision: 1, severity: 'Critical', state: 'Raised' } });
  AudioContext.last.heard();
  timers.tick(10_000);
  assert.notDeepEqual(AudioContext.last.heard(), []);
  hub.reconnecting();
  timers.tick(120_000);
  assert.notDeepEqual(AudioContext.last.heard(), []);
  timers.tick(60_000);
  assert.deepEqual(AudioContext.last.heard(), []);
  hub.reconnected();
  hub.send('Snapshot', { ...empty, alarms: [{ id: 'a1', revision: 1, severity: 'Critical', state: 'Raised' }, { id: 'a2', revision: 1, severity: 'Notice', state: 'Raised' }] });
  assert.equal(AudioContext.last.heard().length, 1);
  timers.tick(10_000);
  assert.notDeepEqual(AudioContext.last.heard(), []);
});

test('a tile that Blazor draws later shows what has been said before', async t => {
  const { hub, tiles, words } = await begin(t, ['c1']);
  hub.send('TranscriptFinal', { callId: 'c9', utterance: { kind: 'Speech', lane: 'Caller', text: 'allô' } });
  hub.send('Tension', { calls: ['c9'], points: [1000, 900, 3], raiseThreshold: 0.7 });
  frame();
  draw(tiles, tile('c9'));
  await settle();
  frame();
  assert.equal(words('c9', 'Caller'), 'allô ');
  assert.equal(tiles.querySelector('[data-call="c9"] [data-tension]').dataset.level, 'Aggressive');
});

test('our own words are no reason to look for tiles again', async t => {
  const { hub, part } = await begin(t);
  const before = part('c1', 'Caller', 'meter');
  hub.send('TranscriptPartial', { callId: 'c1', partial: { lane: 'Caller', text: 'bonjour' } });
  frame();
  await settle();
  assert.equal(frame(), 0);
  assert.equal(part('c1', 'Caller', 'meter'), before);
});

test('a new alarm sounds, one that stood open when the page came does not', async t => {
  const { hub } = await begin(t);
  const alarm = { id: 'a', revision: 1, severity: 'Critical', state: 'Raised' };
  hub.send('AlarmRaised', { alarm });
  assert.deepEqual(AudioContext.last.heard(), [880, 659, 880]);
  hub.send('Snapshot', { ...empty, alarms: [alarm] });
  assert.deepEqual(AudioContext.last.heard(), []);
});

test('a hand over the tiles, and one over the alarms, are told to the page each by its name', async t => {
  const { wall, asked } = await begin(t);
  fire(wall.querySelector('.board'), 'pointermove');
  fire(wall.querySelector('ul'), 'pointermove');
  fire(wall.querySelector('ul'), 'pointerleave');
  assert.deepEqual(asked, [['HoldTilesAsync', true], ['HoldAlarmsAsync', true], ['HoldAlarmsAsync', false]]);
});

test('a page that is left keeps no timer, no listener and no connection', async t => {
  const { wall, hub, timers } = await begin(t);
  const listeners = document.listenerCount();
  stop(wall);
  hub.send('Levels', { calls: ['c1'], levels: [-6, null, null] });
  timers.tick(60_000);
  assert.equal(hub.state, 'Disconnected');
  assert.equal(hub.starts, 1);
  assert.ok(document.listenerCount() < listeners);
  assert.equal(AudioContext.last.state, 'closed');
});
