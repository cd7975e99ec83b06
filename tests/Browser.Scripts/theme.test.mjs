import assert from 'node:assert/strict';
import test from 'node:test';
import { document, settle, storage } from './Harness/page.mjs';
import { load } from './Harness/load.mjs';

const root = document.documentElement;
storage.setItem('supervision.theme', 'dark');
await load('theme.js');

test('the look that this browser remembers is there before the first paint', () => assert.equal(root.dataset.theme, 'dark'));

test('what a navigation takes off the document is put back', async () => {
  root.removeAttribute('data-theme');
  await settle();
  assert.equal(root.dataset.theme, 'dark');
});

test('nothing remembered, nonsense and a refusal leave the choice to the system', async t => {
  t.after(() => { storage.isRefused = false; });
  for (const prepare of [() => storage.removeItem('supervision.theme'), () => storage.setItem('supervision.theme', 'pink'), () => { storage.isRefused = true; }]) {
    prepare();
    root.setAttribute('data-theme', 'light');
    await settle();
    assert.equal(root.hasAttribute('data-theme'), false);
  }
});
