// The session behind an open page. Its cookie lives by requests and an open page makes none of its own: this asks now and then, so that a
// wall-board stays open for weeks, and says plainly when the session has ended all the same.

// The server renews the cookie in the second half of its life: 30 minutes of the shortest session that can be set.
const askEveryMs = 15 * 60 * 1000;
const askEndedEveryMs = 15 * 1000;
const patienceMs = 10 * 1000;

let asking = null;
let askedAt = -Infinity;
let timer = 0;
let isKept = false;
let hasEnded = false;

const showEnded = () => {
  const notice = document.getElementById('session-ended');
  if (notice) {
    notice.querySelector('a').setAttribute('href', `login?returnUrl=${encodeURIComponent(location.pathname + location.search)}`);
    if (!notice.open) {
      notice.show();
    }
  }
};

const askOnce = async () => {
  clearTimeout(timer);
  askedAt = Date.now();
  try {
    const answer = await fetch('api/v1/me', { cache: 'no-store', signal: AbortSignal.timeout(patienceMs) });
    if (answer.status === 401) {
      hasEnded = true;
      showEnded();
    } else if (answer.ok && hasEnded) {
      // Signed in again in another window, perhaps as somebody else: the page and its circuit begin anew.
      location.reload();
    }
  } catch {
    // The server is away: the circuit's own notice says so.
  }
  if (isKept) {
    timer = setTimeout(checkSession, hasEnded ? askEndedEveryMs : askEveryMs);
  }
};

// To be called by whoever is refused: asks at once, unless somebody just does.
export const checkSession = () => {
  asking ??= askOnce().finally(() => { asking = null; });
  return asking;
};

// For as long as the page is there. A computer that slept has timers that slept too.
export const keepSession = () => {
  isKept = true;
  askedAt = Date.now();
  timer = setTimeout(checkSession, askEveryMs);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && Date.now() - askedAt >= askEveryMs) {
      checkSession();
    }
  });
};
