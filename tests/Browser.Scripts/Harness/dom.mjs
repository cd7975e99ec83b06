// As much of a document as the scripts use, in memory: a tree of elements with attributes, events that bubble, and observers that hear of
// changes after the running code, as in a browser.

import { matches } from './selectors.mjs';

const toAttribute = name => `data-${name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;

const datasetOf = element => new Proxy({}, {
  get: (_, name) => element.getAttribute(toAttribute(name)) ?? undefined,
  set: (_, name, value) => { element.setAttribute(toAttribute(name), value); return true; },
  has: (_, name) => element.hasAttribute(toAttribute(name)),
});

class Style {
  #values = new Map();
  setProperty(name, value) { this.#values.set(name, String(value)); }
  getPropertyValue(name) { return this.#values.get(name) ?? ''; }
}

// An event that travels up; options name what it carries (key, ctrlKey…).
export class PageEvent {
  defaultPrevented = false;
  target = null;

  constructor(type, options = {}) {
    Object.assign(this, options);
    this.type = type;
  }

  preventDefault() { this.defaultPrevented = true; }
  stopPropagation() { this.isStopped = true; }
}

class Target {
  #listeners = new Map();
  #capturing = new Set();

  // The scripts capture at the document only.
  addEventListener(type, listener, options) {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
    if (options === true) {
      this.#capturing.add(listener);
    }
    options?.signal?.addEventListener('abort', () => this.removeEventListener(type, listener));
  }

  removeEventListener(type, listener) {
    this.#listeners.set(type, (this.#listeners.get(type) ?? []).filter(one => one !== listener));
  }

  listenerCount() { return [...this.#listeners.values()].reduce((sum, list) => sum + list.length, 0); }

  hear(event, isCapturing = false) {
    (this.#listeners.get(event.type) ?? []).filter(one => this.#capturing.has(one) === isCapturing).forEach(listener => listener.call(this, event));
  }

  dispatchEvent(given) {
    const event = given instanceof PageEvent ? given : new PageEvent(given.type);
    event.target = this;
    this.ownerDocument?.hear(event, true);
    for (let at = this; at && !event.isStopped; at = at.parent) {
      at.hear(event);
    }
    return !event.defaultPrevented;
  }
}

export class Element extends Target {
  #attributes = new Map();
  #text = '';
  childNodes = [];
  parent = null;
  style = new Style();
  dataset = datasetOf(this);
  scrolledIntoView = 0;

  constructor(tagName, ownerDocument) {
    super();
    this.tagName = tagName.toUpperCase();
    this.ownerDocument = ownerDocument;
  }

  get children() { return this.childNodes; }
  get parentElement() { return this.parent instanceof Element ? this.parent : null; }
  get id() { return this.getAttribute('id') ?? ''; }
  get className() { return this.getAttribute('class') ?? ''; }
  set className(value) { this.setAttribute('class', value); }
  get open() { return this.hasAttribute('open'); }
  set open(value) { this.toggleAttribute('open', value); }
  get lang() { return this.getAttribute('lang') ?? ''; }
  set lang(value) { this.setAttribute('lang', value); }
  get isConnected() { return this.ownerDocument.contains(this); }

  get classList() {
    const list = () => this.className.split(/\s+/).filter(Boolean);
    return {
      contains: name => list().includes(name),
      add: name => { this.className = [...new Set([...list(), name])].join(' '); },
      remove: name => { this.className = list().filter(one => one !== name).join(' '); },
    };
  }

  get textContent() { return this.#text + this.childNodes.map(child => child.textContent).join(''); }
  set textContent(value) {
    this.replaceChildren();
    this.#text = String(value);
  }

  hasAttribute(name) { return this.#attributes.has(name); }
  getAttribute(name) { return this.#attributes.get(name) ?? null; }
  setAttribute(name, value) { this.#attributes.set(name, String(value)); this.ownerDocument.changed({ type: 'attributes', target: this, attributeName: name }); }
  removeAttribute(name) { this.#attributes.delete(name); this.ownerDocument.changed({ type: 'attributes', target: this, attributeName: name }); }
  toggleAttribute(name, force) { force ? this.setAttribute(name, '') : this.removeAttribute(name); }

  contains(other) { return other === this || (other instanceof Element && this.contains(other.parent)); }
  matches(selector) { return matches(this, selector); }
  closest(selector) { return this.matches(selector) ? this : this.parentElement?.closest(selector) ?? null; }
  querySelectorAll(selector) { return this.childNodes.flatMap(child => [...(child.matches(selector) ? [child] : []), ...child.querySelectorAll(selector)]); }
  querySelector(selector) { return this.querySelectorAll(selector)[0] ?? null; }

  append(...nodes) {
    nodes.forEach(node => { node.remove(); node.parent = this; this.childNodes.push(node); });
    this.#told(nodes, []);
  }

  replaceChildren(...nodes) {
    const gone = this.childNodes;
    gone.forEach(node => { node.parent = null; });
    this.#text = '';
    this.childNodes = nodes;
    nodes.forEach(node => { node.parent = this; });
    this.#told(nodes, gone);
  }

  remove() {
    const above = this.parent;
    if (above) {
      above.childNodes = above.childNodes.filter(node => node !== this);
      this.parent = null;
      above.#told([], [this]);
    }
  }

  focus() { this.ownerDocument.activeElement = this; this.dispatchEvent(new PageEvent('focusin')); }
  click() { this.dispatchEvent(new PageEvent('click')); }
  scrollIntoView() { this.scrolledIntoView++; }
  show() { this.open = true; }
  showModal() { this.open = true; }
  close() { this.open = false; this.hear(new PageEvent('close')); }

  #told(addedNodes, removedNodes) { this.ownerDocument.changed({ type: 'childList', target: this, addedNodes, removedNodes }); }
}

export class Document extends Target {
  #observers = new Set();
  isKeyboardUsed = true;
  fullscreenElement = null;
  baseURI = 'http://console.test/';
  cookie = '';

  constructor() {
    super();
    this.documentElement = new Element('html', this);
    this.documentElement.parent = this;
    this.documentElement.setAttribute('lang', 'fr');
    this.body = new Element('body', this);
    this.documentElement.append(this.body);
    this.activeElement = this.body;
  }

  createElement(name) { return new Element(name, this); }
  createElementNS(_, name) { return new Element(name, this); }
  contains(element) { return this.documentElement.contains(element); }
  querySelectorAll(selector) { return this.documentElement.querySelectorAll(selector); }
  querySelector(selector) { return this.documentElement.querySelector(selector); }
  getElementById(id) { return this.querySelector(`#${id}`); }

  changed(record) {
    for (const observer of this.#observers) {
      observer.take(record);
    }
  }

  // The class that a browser offers as a global, of this document.
  get MutationObserver() {
    const observers = this.#observers;
    return class {
      #callback;
      #records = [];
      #watched = [];

      constructor(callback) { this.#callback = callback; }

      observe(root, options) { this.#watched.push({ root, options }); observers.add(this); }
      disconnect() { observers.delete(this); this.#records = []; }

      take(record) {
        const isAsked = ({ root, options }) => (record.target === root || (options.subtree && root.contains(record.target)))
          && (record.type === 'childList' ? options.childList : options.attributes && (options.attributeFilter?.includes(record.attributeName) ?? true));
        if (this.#watched.some(isAsked) && this.#records.push(record) === 1) {
          queueMicrotask(() => this.#records.length > 0 && this.#callback(this.#records.splice(0)));
        }
      }
    };
  }
}

const token = /<(\/?)([a-z0-9]+)((?:\s+[\w-]+(?:="[^"]*")?)*)\s*(\/?)>|([^<]+)/g;

// Elements of well-formed HTML. Text counts only where an element has nothing else.
export const parse = (document, html) => {
  const root = document.createElement('div');
  let at = root;
  for (const [, closing, name, attributes, selfClosing, text] of html.matchAll(token)) {
    if (text !== undefined) {
      if (text.trim() !== '') {
        at.textContent = text;
      }
    } else if (closing) {
      at = at.parent;
    } else {
      const element = document.createElement(name);
      for (const [, key, value] of attributes.matchAll(/([\w-]+)(?:="([^"]*)")?/g)) {
        element.setAttribute(key, value ?? '');
      }
      at.append(element);
      at = selfClosing || name === 'input' ? at : element;
    }
  }
  return root.childNodes;
};
