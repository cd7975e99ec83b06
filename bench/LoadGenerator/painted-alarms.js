// Runs in the wall-board before its own scripts: tells the load generator when an alarm's card, with so many reasons, has been painted.
(() => {
  const told = new Map();
  const afterPaint = new MessageChannel();
  let isAsked = false;

  const read = card => ({
    alarm: card.getAttribute('aria-labelledby').replace(/^alarm-/, ''),
    reasons: Number.parseInt(card.querySelector('.alarm-unfold').textContent, 10),
  });

  const readNews = () => [...document.querySelectorAll('article.alarm')]
    .map(read)
    .filter(({ alarm, reasons }) => told.get(alarm) !== reasons);

  // What the page says when the frame is drawn is what the frame shows; a message posted here is heard once the frame is done.
  const onFrame = () => {
    isAsked = false;
    const news = readNews();
    for (const { alarm, reasons } of news) {
      told.set(alarm, reasons);
    }
    if (news.length > 0) {
      afterPaint.port1.postMessage(news);
    }
  };

  afterPaint.port2.onmessage = ({ data }) => {
    const at = Date.now();
    for (const { alarm, reasons } of data) {
      window.alarmPainted(alarm, reasons, at);
    }
  };

  // Words, levels and clocks of the tiles change all the time and hold no alarm's card.
  const isOfTiles = ({ target }) => (target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement)?.closest('[data-tiles]');

  const onChange = changes => {
    if (!isAsked && !changes.every(isOfTiles)) {
      isAsked = true;
      requestAnimationFrame(onFrame);
    }
  };

  new MutationObserver(onChange).observe(document, { childList: true, subtree: true, characterData: true });
})();
