// The frame of all pages: look, language, menus, full screen, the notice of a lost circuit, and the session. Listens on the document,
// because Blazor replaces elements.

import { keepSession } from './session.js';

const remember = (key, value) => {
  try {
    value === null ? localStorage.removeItem(key) : localStorage.setItem(key, value);
  } catch {
    // Storage is refused: the choice lasts as long as the page.
  }
};

const currentTheme = () => document.documentElement.getAttribute('data-theme') ?? 'auto';

const showChoices = menu => {
  for (const button of menu.querySelectorAll('[data-theme-set]')) {
    button.setAttribute('aria-pressed', String(button.dataset.themeSet === currentTheme()));
  }
  for (const button of menu.querySelectorAll('[data-language-set]')) {
    button.setAttribute('aria-pressed', String(document.documentElement.lang.startsWith(button.dataset.languageSet)));
  }
};

const setTheme = choice => {
  remember('supervision.theme', choice === 'auto' ? null : choice);
  if (choice === 'auto') {
    document.documentElement.removeAttribute('data-theme');
  } else {
    document.documentElement.setAttribute('data-theme', choice);
  }
  document.dispatchEvent(new CustomEvent('supervision:theme'));
};

// The cookie that ASP.NET Core's request localisation reads.
const setLanguage = language => {
  const year = 365 * 24 * 3600;
  document.cookie = `.AspNetCore.Culture=${encodeURIComponent(`c=${language}|uic=${language}`)}; path=/; max-age=${year}; samesite=lax`;
  location.reload();
};

const closeMenus = except => {
  for (const menu of document.querySelectorAll('details[data-menu][open]')) {
    if (menu !== except) {
      menu.open = false;
    }
  }
};

document.addEventListener('click', event => {
  const target = event.target instanceof Element ? event.target : null;
  closeMenus(target?.closest('details[data-menu]') ?? null);
  const theme = target?.closest('[data-theme-set]');
  const language = target?.closest('[data-language-set]');
  if (theme) {
    setTheme(theme.dataset.themeSet);
    showChoices(theme.closest('details'));
  } else if (language) {
    setLanguage(language.dataset.languageSet);
  } else if (target?.closest('[data-full-screen]')) {
    document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen().catch(() => {});
  } else if (target?.closest('#reconnect-reload')) {
    location.reload();
  }
});

document.addEventListener('keydown', event => {
  const menu = event.key === 'Escape' ? event.target.closest?.('details[data-menu][open]') : null;
  if (menu) {
    menu.open = false;
    menu.querySelector('summary').focus();
  }
});

// Blazor takes a click on a link with an anchor for a navigation, scrolls, and leaves the focus where it was: it must not see this one.
document.addEventListener('click', event => {
  if (event.target instanceof Element && event.target.closest('.skip-link')) {
    event.preventDefault();
    event.stopPropagation();
    document.getElementById('content')?.focus();
  }
}, true);

// On a narrow screen the navigation scrolls sideways, and a browser leaves a link that is half seen where it is.
document.addEventListener('focusin', event => {
  if (event.target.matches?.('.app-nav a')) {
    event.target.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }
});

document.addEventListener('toggle', event => {
  if (event.target.matches?.('details[data-menu]') && event.target.open) {
    showChoices(event.target);
  }
}, true);

// A wall-board that nobody touches must come back by itself when the server does.
let polling = false;
const pollUntilBack = async () => {
  if (polling) {
    return;
  }
  polling = true;
  for (;;) {
    await new Promise(done => setTimeout(done, 5000));
    try {
      // A proxy before the server answers too, with a page of its own, as long as the server is away.
      const answer = await fetch('health', { cache: 'no-store' });
      if (answer.headers.get('content-type')?.includes('json')) {
        location.reload();
        return;
      }
    } catch {
      // Still away.
    }
  }
};

// Blazor tells how its circuit stands by classes of this dialog.
const watchCircuit = dialog => {
  const act = () => {
    const is = state => dialog.classList.contains(`components-reconnect-${state}`);
    if (is('rejected')) {
      location.reload();
    } else if (is('show') || is('failed') || is('paused')) {
      if (!dialog.open) {
        dialog.show();
      }
      if (is('failed')) {
        pollUntilBack();
      }
    } else if (dialog.open) {
      dialog.close();
    }
  };
  new MutationObserver(act).observe(dialog, { attributes: true, attributeFilter: ['class'] });
};

const reconnectDialog = document.getElementById('components-reconnect-modal');
if (reconnectDialog) {
  watchCircuit(reconnectDialog);
  keepSession();
}
