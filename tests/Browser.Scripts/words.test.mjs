import assert from 'node:assert/strict';
import test from 'node:test';
import { show } from './Harness/page.mjs';
import { load } from './Harness/load.mjs';

const { showWords, WordStore } = await load('words.js');

const call = 'c1';
const final = text => ({ kind: 'Speech', text, lane: 'Caller' });
const gap = { kind: 'Gap', text: '', lane: 'Caller' };
const begin = () => {
  const store = new WordStore();
  const box = show('<div data-words data-spoken="fr"></div>');
  return { lane: store.lane(call, 'Caller'), store, box, draw: () => showWords(box, store.lane(call, 'Caller'), 'coupure') };
};

test('a final takes the place of the words under way', () => {
  const { lane, box, draw } = begin();
  lane.partial = 'bonjour mada';
  draw();
  assert.equal(box.textContent, 'bonjour mada');
  lane.addFinal(final('bonjour madame'));
  draw();
  assert.equal(box.textContent, 'bonjour madame ');
});

test('only the newest six finals stay', () => {
  const { lane, box, draw } = begin();
  for (let i = 1; i <= 9; i++) {
    lane.addFinal(final(`p${i}`));
  }
  draw();
  assert.equal(box.textContent, 'p4 p5 p6 p7 p8 p9 ');
});

test('of a text without end only the end is shown', () => {
  const { lane, box, draw } = begin();
  lane.addFinal(final(`début${'a'.repeat(500)}fin`));
  lane.partial = `début${'b'.repeat(500)}fin`;
  draw();
  const [whole, partial] = [box.querySelector('.final').textContent, box.querySelector('.partial').textContent];
  assert.equal(whole.length, 401);
  assert.match(whole, /^a.*fin $/);
  assert.equal(partial.length, 400);
  assert.match(partial, /^b.*fin$/);
});

test('an empty final adds nothing, a gap says its word', () => {
  const { lane, box, draw } = begin();
  lane.addFinal(final(''));
  lane.addFinal(gap);
  draw();
  assert.equal(box.querySelector('.gap').textContent, '[coupure] ');
  assert.equal(box.querySelectorAll('.final').length, 0);
});

test('a new partial touches one element only: what stands is not drawn anew', () => {
  const { lane, box, draw } = begin();
  lane.addFinal(final('bonjour'));
  lane.partial = 'je';
  draw();
  const before = box.querySelectorAll('span');
  lane.partial = 'je voudrais';
  draw();
  assert.deepEqual(box.querySelectorAll('span').map((element, i) => element === before[i]), before.map(() => true));
  assert.equal(box.querySelector('.partial').textContent, 'je voudrais');
});

test('elements that Blazor has thrown away are made again', () => {
  const { lane, box, draw } = begin();
  lane.addFinal(final('bonjour'));
  draw();
  box.childNodes[0].remove();
  draw();
  assert.equal(box.textContent, 'bonjour ');
});

test('words are text, never markup', () => {
  const { lane, box, draw } = begin();
  lane.addFinal(final('<img src=x>'));
  draw();
  assert.equal(box.querySelectorAll('img').length, 0);
  assert.equal(box.textContent, '<img src=x> ');
});

test('a forgotten call leaves nothing on the screen', () => {
  const { store, box, draw, lane } = begin();
  lane.addFinal(final('je refuse'));
  draw();
  store.forget(call);
  draw();
  assert.equal(box.childNodes.length, 0);
});

test('a snapshot replaces all that was known', () => {
  const { store, lane } = begin();
  lane.addFinal(final('ancien'));
  store.reset([{ callId: 'c2', lastFinals: [{ kind: 'Speech', text: 'nouveau', lane: 'Agent' }], partials: [{ lane: 'Caller', text: 'allô' }] }]);
  assert.equal(store.lane(call, 'Caller').finals.length, 0);
  assert.equal(store.lane('c2', 'Agent').finals[0].text, 'nouveau');
  assert.equal(store.lane('c2', 'Caller').partial, 'allô');
});

test('the words are marked as spoken in their language, the mark of a gap is not', () => {
  const { lane, box, draw } = begin();
  lane.addFinal(final('bonjour'));
  lane.addFinal(gap);
  lane.partial = 'je';
  draw();
  assert.deepEqual(['.final', '.gap', '.partial'].map(name => box.querySelector(name).lang || ''), ['fr', '', 'fr']);
});
