// Tells when somebody is about to click: the pointer moves inside an element, or the keyboard works in it. A hand that rests lets go
// after a while, so that a forgotten pointer never keeps a screen still.

const restMs = 15000;

// onChange(true | false) on transitions only. Returns a function that stops watching.
export const watchHands = (element, onChange) => {
  let held = false;
  let pointerIn = false;
  let timer = 0;
  const set = value => {
    if (value !== held) {
      held = value;
      onChange(value);
    }
  };
  const keyboardIn = () => element.contains(document.activeElement) && document.activeElement.matches(':focus-visible');
  const stir = () => {
    clearTimeout(timer);
    timer = setTimeout(() => set(false), restMs);
    set(true);
  };
  const move = () => {
    pointerIn = true;
    stir();
  };
  const leave = () => {
    pointerIn = false;
    if (!keyboardIn()) {
      clearTimeout(timer);
      set(false);
    }
  };
  const focusIn = event => {
    if (event.target.matches(':focus-visible')) {
      stir();
    }
  };
  const focusOut = event => {
    if (!pointerIn && !element.contains(event.relatedTarget)) {
      clearTimeout(timer);
      set(false);
    }
  };
  const listeners = { pointermove: move, pointerdown: move, pointerleave: leave, focusin: focusIn, keydown: stir, focusout: focusOut };
  for (const [name, listener] of Object.entries(listeners)) {
    element.addEventListener(name, listener, { passive: true });
  }
  return () => {
    clearTimeout(timer);
    for (const [name, listener] of Object.entries(listeners)) {
      element.removeEventListener(name, listener);
    }
  };
};
