/* Keeps what a reader leaves by a link of a result, for the way back and for the page of the resolution. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { view } = search;
  const { list } = view.parts;

  /** Keeps what a reader leaves by a link: how many results there are, the place on the page, and the marked words, which the
   *  page of the resolution marks, too.
   *  @param {MouseEvent} event */
  function leave(event) {
    const link = /** @type {any} */ (event.target).closest?.('#results a, #near a');
    if (!link) return;
    const words = Array.from(link.closest('li').querySelectorAll('mark'), (mark) => mark.textContent.toLowerCase());
    const labels = { previous: view.say('mark_previous'), next: view.say('mark_next'), close: view.say('mark_close') };
    try {
      history.replaceState({ shown: list.querySelectorAll('li[data-symbol]').length, top: scrollY }, '');
      sessionStorage.setItem('marks', `${link.pathname}\n${JSON.stringify({ words: [...new Set(words)], labels })}`);
    } catch { /* some browsers forbid both on pages from a disk */ }
  }

  document.addEventListener('click', leave, { capture: true });
})(globalThis.unresSearch);
