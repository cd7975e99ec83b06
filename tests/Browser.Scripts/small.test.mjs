// The scripts of a few lines: copy.js, dialog.js and incident.js.

import assert from 'node:assert/strict';
import test from 'node:test';
import { document, holdTime, show } from './Harness/page.mjs';
import { load } from './Harness/load.mjs';

const { copy } = await load('copy.js');
const { close, open, toFault } = await load('dialog.js');
const incident = await load('incident.js');

test('a dialog opens once, with the focus on its first field', () => {
  const dialog = show('<dialog><h2></h2><textarea></textarea><button></button></dialog>');
  open(dialog);
  assert.equal(dialog.open, true);
  assert.equal(document.activeElement, dialog.querySelector('textarea'));
  dialog.querySelector('button').focus();
  open(dialog);
  assert.equal(document.activeElement, dialog.querySelector('button'));
});

test('the focus goes to the first field that is wrong, and stays where none is', () => {
  const dialog = show('<dialog><input><input aria-invalid="true"><input aria-invalid="true"></dialog>');
  open(dialog);
  toFault(dialog);
  assert.equal(document.activeElement, dialog.querySelectorAll('input')[1]);
  dialog.querySelectorAll('input')[1].removeAttribute('aria-invalid');
  dialog.querySelectorAll('input')[2].removeAttribute('aria-invalid');
  toFault(dialog);
  assert.equal(document.activeElement, dialog.querySelectorAll('input')[1]);
  toFault(null);
});

test('a text is put into the clipboard, and where there is none it is selected and copied the old way', async () => {
  const written = [];
  const navigator = { clipboard: { writeText: async text => { written.push(text); } } };
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
  const code = show('<code>citron-girafe</code>');
  assert.equal(await copy(code), true);
  assert.deepEqual(written, ['citron-girafe']);

  const selected = [];
  globalThis.getSelection = () => ({ selectAllChildren: element => selected.push(element) });
  document.execCommand = command => command === 'copy';
  delete navigator.clipboard;
  assert.equal(await copy(code), true);
  assert.deepEqual(selected, [code]);
  document.execCommand = () => false;
  assert.equal(await copy(code), false);
});

test('closing a dialog that is closed, or gone, is no error', () => {
  const dialog = show('<dialog></dialog>');
  open(dialog);
  close(dialog);
  assert.equal(dialog.open, false);
  close(dialog);
  close(null);
});

test('an incident is printed by its own button only, as long as its page is there', t => {
  holdTime(t);
  let printed = 0;
  globalThis.window = { print() { printed++; } };
  const page = show('<main><button data-print><span></span></button><button></button></main>');
  incident.start(page, { now: Date.now() });
  page.querySelector('span').click();
  page.querySelectorAll('button')[1].click();
  assert.equal(printed, 1);
  incident.stop(page);
  page.querySelector('span').click();
  assert.equal(printed, 1);
});
