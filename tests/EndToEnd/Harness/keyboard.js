// Run in the page under test: watches a walk by Tab. keyboard.begin() notes what should be reached and how it looks at rest, and sets the
// focus on the first; keyboard.step() looks at what has the focus now; keyboard.left() names what was not reached.

window.keyboard = (() => {
  const selector = 'a[href], button, input:not([type="hidden"]), select, textarea, summary, [tabindex="0"]';
  const nearPx = 4;
  let waiting = new Set();
  let known = new Set();
  let looks = new Map();
  let previous = null;
  let stays = 0;
  // Parts of a date, its calendar.
  const mostParts = 6;

  // Of a group of radio buttons the keyboard reaches one.
  const isInGroup = element => element.type === 'radio' && !element.checked
    && [...document.querySelectorAll('input[type="radio"]')].some(other => other.name === element.name && (other.checked || known.has(other)));

  const isReachable = element => !element.disabled && element.tabIndex >= 0 && element.getClientRects().length > 0
    && element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) && !element.closest('[inert]');

  const nameOf = element => {
    const words = element.getAttribute('aria-label') || element.textContent.trim().replace(/\s+/g, ' ') || element.id || element.name;
    return `<${element.tagName.toLowerCase()}> ${words.slice(0, 60)}`;
  };

  // The look of an element and of the box that may show its focus (a tile shows the focus of its link).
  const lookOf = element => {
    const parts = [];
    for (let at = element, depth = 0; at && depth < 4; at = at.parentElement, depth++) {
      const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor, backgroundColor } = getComputedStyle(at);
      parts.push(outlineStyle === 'none' ? '' : `${outlineWidth} ${outlineColor}`, boxShadow, depth === 0 ? `${borderColor} ${backgroundColor}` : '');
    }
    return parts.join('|');
  };

  // On the document, whatever is scrolled now.
  const placeOf = element => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    return { left: left + scrollX, right: right + scrollX, top: top + scrollY, bottom: bottom + scrollY };
  };

  // Something is before another when it stands higher in the same column, or to the left on the same line.
  const isBefore = (one, other) => {
    const sameColumn = Math.min(one.right, other.right) - Math.max(one.left, other.left) > nearPx;
    const sameLine = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > Math.min(one.bottom - one.top, other.bottom - other.top) / 2;
    return sameLine ? one.right <= other.left + nearPx : sameColumn && one.bottom <= other.top + nearPx;
  };

  // The focus must not be hidden behind something that lies above it.
  const isCovered = element => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return !hit || !(element.contains(hit) || hit.contains(element) || [...(element.labels ?? [])].some(label => label.contains(hit)));
  };

  return {
    begin: root => {
      document.activeElement.blur();
      const all = [...(root ? document.querySelector(root) : document).querySelectorAll(selector)].filter(isReachable);
      known = new Set();
      all.forEach(element => isInGroup(element) || known.add(element));
      waiting = new Set(known);
      looks = new Map([...waiting].map(element => [element, lookOf(element)]));
      previous = null;
      all[0].focus({ focusVisible: true });
      return waiting.size;
    },
    // { isEnd, isNew, name, faults }. isEnd: the focus has left the page or come round. isNew: what has it was drawn since the walk began.
    step: () => {
      const element = document.activeElement;
      if (element === previous?.element) {
        return { isEnd: false, isNew: false, name: previous.name, faults: ++stays > mostParts ? ['is a trap'] : [] };
      }
      stays = 0;
      if (!element || element === document.body || (looks.has(element) && !waiting.has(element))) {
        return { isEnd: true, isNew: false, name: '', faults: [] };
      }
      const faults = [];
      if (!known.has(element)) {
        const isNew = element.matches(selector);
        return { isEnd: false, isNew, name: nameOf(element), faults: isNew ? [] : ['is no control'] };
      }
      waiting.delete(element);
      if (lookOf(element) === looks.get(element)) {
        faults.push('does not show its focus');
      }
      if (isCovered(element)) {
        faults.push('is covered');
      }
      // Both as they stand now: the focus may have scrolled a row of links to its end.
      if (previous?.element.isConnected && isBefore(placeOf(element), placeOf(previous.element))) {
        faults.push(`comes after ${previous.name}, which stands behind it`);
      }
      previous = { element, name: nameOf(element) };
      return { isEnd: false, isNew: false, name: previous.name, faults };
    },
    left: () => [...waiting].filter(element => element.isConnected && isReachable(element)).map(nameOf),
    focused: () => document.activeElement === document.body ? '' : nameOf(document.activeElement),
  };
})();
