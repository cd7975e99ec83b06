// The selectors that the scripts use: tag, .class, #id, [attribute], [attribute="value"], :focus-visible, descendants and lists.

const part = /^[a-zA-Z][\w-]*|\.[\w-]+|#[\w-]+|\[[^\]]+\]|:[\w-]+/;

const testOf = text => {
  const name = text.slice(1);
  switch (text[0]) {
    case '.': return element => element.classList.contains(name);
    case '#': return element => element.id === name;
    case ':':
      if (name !== 'focus-visible') {
        throw new Error(`No stand-in for ${text}`);
      }
      return element => element.ownerDocument.activeElement === element && element.ownerDocument.isKeyboardUsed;
    case '[': {
      const [, attribute, value] = /^\[([\w-]+)(?:="?([^"]*)"?)?\]$/.exec(text);
      return element => value === undefined ? element.hasAttribute(attribute) : element.getAttribute(attribute) === value;
    }
    default: return element => element.tagName === text.toUpperCase();
  }
};

const compoundOf = text => {
  const tests = [];
  for (let rest = text; rest !== '';) {
    const found = part.exec(rest)?.[0];
    if (found === undefined || rest.indexOf(found) !== 0) {
      throw new Error(`No stand-in for the selector ${text}`);
    }
    tests.push(testOf(found));
    rest = rest.slice(found.length);
  }
  return element => tests.every(test => test(element));
};

const parse = selector => selector.split(',').map(one => one.trim().split(/\s+(?![^[]*\])/).map(compoundOf));

const fits = (element, compounds) => {
  if (!compounds.at(-1)(element)) {
    return false;
  }
  let at = compounds.length - 2;
  for (let above = element.parentElement; above && at >= 0; above = above.parentElement) {
    at -= compounds[at](above) ? 1 : 0;
  }
  return at < 0;
};

export const matches = (element, selector) => parse(selector).some(compounds => fits(element, compounds));
