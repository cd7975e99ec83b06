import assert from 'node:assert/strict';
import test, { mock } from 'node:test';
import { document, draw, fire, holdTime, press, settle, show, storage } from './Harness/page.mjs';
import { load } from './Harness/load.mjs';

let reloads = 0;
globalThis.location = { reload() { reloads++; } };

const menus = `<div><details data-menu><summary></summary>
  <button data-theme-set="auto"></button><button data-theme-set="light"></button><button data-theme-set="dark"></button>
  <button data-language-set="fr"></button><button data-language-set="en"></button></details>
  <details data-menu><summary></summary></details><p></p></div>`;

show('<dialog id="components-reconnect-modal"><button id="reconnect-reload"></button></dialog>');
const dialog = document.getElementById('components-reconnect-modal');
// The session is asked for after a while, for as long as the page is there: no test waits for it here.
mock.timers.enable({ apis: ['setTimeout'] });
await load('shell.js');
mock.timers.reset();

const begin = () => {
  reloads = 0;
  const page = show(menus);
  const [first, second] = page.querySelectorAll('details');
  return { page, first, second };
};

test('Escape closes the menu that one is in and gives the focus back to its button', () => {
  const { first } = begin();
  first.open = true;
  const inside = first.querySelector('button');
  inside.focus();
  press(inside, 'Escape');
  assert.equal(first.open, false);
  assert.equal(document.activeElement, first.querySelector('summary'));
});

test('a click beside a menu closes it, one inside does not, one on another closes the first', () => {
  const { page, first, second } = begin();
  first.open = true;
  first.querySelector('button').click();
  assert.equal(first.open, true);
  second.open = true;
  second.querySelector('summary').click();
  assert.deepEqual([first.open, second.open], [false, true]);
  page.querySelector('p').click();
  assert.equal(second.open, false);
});

test('a look is put on the document, remembered, told to the page and shown as pressed', t => {
  const { first } = begin();
  let told = 0;
  const listener = () => { told++; };
  document.addEventListener('supervision:theme', listener);
  t.after(() => document.removeEventListener('supervision:theme', listener));
  first.querySelector('[data-theme-set="dark"]').click();
  assert.equal(document.documentElement.dataset.theme, 'dark');
  assert.equal(storage.getItem('supervision.theme'), 'dark');
  assert.equal(first.querySelector('[data-theme-set="dark"]').getAttribute('aria-pressed'), 'true');
  assert.equal(first.querySelector('[data-theme-set="auto"]').getAttribute('aria-pressed'), 'false');
  first.querySelector('[data-theme-set="auto"]').click();
  assert.equal(document.documentElement.hasAttribute('data-theme'), false);
  assert.equal(storage.getItem('supervision.theme'), null);
  assert.equal(told, 2);
});

test('a look is put on even where storage is refused', t => {
  const { first } = begin();
  storage.isRefused = true;
  t.after(() => {
    storage.isRefused = false;
    document.documentElement.removeAttribute('data-theme');
  });
  first.querySelector('[data-theme-set="light"]').click();
  assert.equal(document.documentElement.dataset.theme, 'light');
});

test('a language is left for the server in its own cookie, and the page comes again', () => {
  const { first } = begin();
  first.querySelector('[data-language-set="en"]').click();
  assert.match(document.cookie, /^\.AspNetCore\.Culture=c%3Den%7Cuic%3Den; path=\//);
  assert.equal(reloads, 1);
});

test('a menu that opens shows what is chosen', () => {
  const { first } = begin();
  first.open = true;
  fire(first, 'toggle');
  assert.equal(first.querySelector('[data-language-set="fr"]').getAttribute('aria-pressed'), 'true');
  assert.equal(first.querySelector('[data-language-set="en"]').getAttribute('aria-pressed'), 'false');
});

test('the skip link sets the focus on the content, and Blazor does not see it', () => {
  const { page } = begin();
  const [link, content] = [draw(page, '<a class="skip-link" href="#content"></a>'), draw(page, '<main id="content"></main>')];
  let seen = 0;
  page.addEventListener('click', () => { seen++; });
  link.click();
  assert.equal(document.activeElement, content);
  assert.equal(seen, 0);
});

test('the keyboard brings a link of the navigation wholly into view, and scrolls nothing else', () => {
  const { page } = begin();
  const [link, other] = [draw(page, '<nav class="app-nav"><a></a></nav>').querySelector('a'), draw(page, '<a></a>')];
  link.focus();
  other.focus();
  assert.deepEqual([link.scrolledIntoView, other.scrolledIntoView], [1, 0]);
});

test('a circuit that is being mended shows the notice, one that is back takes it away', async () => {
  begin();
  document.body.append(dialog);
  for (const [state, isOpen] of [['show', true], ['hide', false], ['paused', true], ['hide', false]]) {
    dialog.className = `components-reconnect-${state}`;
    await settle();
    assert.equal(dialog.open, isOpen, state);
  }
});

test('a circuit that the server has forgotten comes again at once', async () => {
  begin();
  document.body.append(dialog);
  dialog.className = 'components-reconnect-rejected';
  await settle();
  assert.equal(reloads, 1);
});

test('a wall-board that nobody touches asks every five seconds and comes back by itself', async t => {
  const timers = holdTime(t);
  begin();
  document.body.append(dialog);
  let asked = 0;
  globalThis.fetch = async () => {
    if (++asked === 1) {
      throw new Error('away');
    }
    // A proxy before the server says by a page of its own that the server is away.
    return new Response('', { status: asked < 3 ? 502 : 503, headers: { 'content-type': asked < 3 ? 'text/html' : 'application/json; charset=utf-8' } });
  };
  dialog.className = 'components-reconnect-failed';
  await settle();
  for (let i = 0; i < 3; i++) {
    assert.equal(reloads, 0);
    timers.tick(5000);
    await settle();
  }
  assert.deepEqual([asked, reloads], [3, 1]);
});

test('the notice\'s own button comes again too', () => {
  const { page } = begin();
  draw(page, '<button id="reconnect-reload"></button>').click();
  assert.equal(reloads, 1);
});
