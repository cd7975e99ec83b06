// Runs before the first paint: the look that this browser remembers, so that a dark room never sees a white flash.
(() => {
  const root = document.documentElement;
  const apply = () => {
    let choice = null;
    try {
      choice = localStorage.getItem('supervision.theme');
    } catch {
      // Storage is refused: the system's preference decides.
    }
    const wanted = choice === 'light' || choice === 'dark' ? choice : null;
    if ((root.getAttribute('data-theme') ?? null) !== wanted) {
      wanted ? root.setAttribute('data-theme', wanted) : root.removeAttribute('data-theme');
    }
  };
  apply();
  // Blazor's enhanced navigation rewrites the attributes of the document's root.
  new MutationObserver(apply).observe(root, { attributes: true, attributeFilter: ['data-theme'] });
})();
