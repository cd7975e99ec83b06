// The scripts of a few lines: dialog.js and incident.js.

import assert from 'node:assert/strict';
import test from 'node:test';
import { document, holdTime, show } from './Harness/page.mjs';
import { load } from './Harness/load.mjs';

const { close, open } = await load('dialog.js');
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
