import assert from 'node:assert/strict';
import test from 'node:test';
import { document, fire, holdTime, press, show } from './Harness/page.mjs';
import { load } from './Harness/load.mjs';

const { watchHands } = await load('hold.js');

const watch = t => {
  const timers = holdTime(t);
  const list = show('<ul><li><button>Acquitter</button></li></ul>');
  const button = list.querySelector('button');
  const told = [];
  t.after(watchHands(list, held => told.push(held)));
  return { list, button, told, timers };
};

test('a hand is told when it comes and when it goes, not at each move', t => {
  const { list, told } = watch(t);
  fire(list, 'pointermove');
  fire(list, 'pointermove');
  fire(list, 'pointerdown');
  fire(list, 'pointerleave');
  assert.deepEqual(told, [true, false]);
});

test('a hand that rests for fifteen seconds lets go, and holds again when it moves', t => {
  const { list, told, timers } = watch(t);
  fire(list, 'pointermove');
  timers.tick(14_999);
  assert.deepEqual(told, [true]);
  timers.tick(1);
  assert.deepEqual(told, [true, false]);
  fire(list, 'pointermove');
  assert.deepEqual(told, [true, false, true]);
});

test('each move begins the rest anew', t => {
  const { list, told, timers } = watch(t);
  fire(list, 'pointermove');
  timers.tick(10_000);
  fire(list, 'pointermove');
  timers.tick(10_000);
  assert.deepEqual(told, [true]);
});

test('the keyboard in the list holds it after the pointer has left', t => {
  const { list, button, told } = watch(t);
  fire(list, 'pointermove');
  button.focus();
  press(button, 'ArrowDown');
  fire(list, 'pointerleave');
  assert.deepEqual(told, [true]);
});

test('going from one button of the list to another does not let go; leaving the list does', t => {
  const { list, button, told } = watch(t);
  button.focus();
  fire(button, 'focusout', { relatedTarget: list });
  assert.deepEqual(told, [true]);
  fire(button, 'focusout', { relatedTarget: document.body });
  assert.deepEqual(told, [true, false]);
});

test('nothing is held, and nothing listens, once it is stopped', t => {
  holdTime(t);
  const list = show('<ul></ul>');
  watchHands(list, () => assert.fail('told'))();
  assert.equal(list.listenerCount(), 0);
});
