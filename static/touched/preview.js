// Shows, at a link to a text of the archive, its title, its date and the paragraph cited: under the pointer and on focus.
// They are taken from its own page. From a disk a page can't read another one: there, and without scripts, the link's
// `title` says what the text is. `js/touch.js` loads this script.
(function () {
  'use strict';
  const text = document.querySelector('.text');
  if (!text || !location.protocol.startsWith('http')) return;
  const LINK = 'a[title]:not([href^="#"])';
  const WAIT = 250; // milliseconds, so that nothing opens where the pointer only passes
  const LONGEST = 400; // characters of the paragraph
  const ASIDE = 'sup, .permalink, .number';
  /** The pages that were asked for, by address. @type {Map<string, Promise<Document>>} */
  const pages = new Map();
  const box = document.createElement('div');
  box.className = 'preview';
  box.id = 'preview';
  box.setAttribute('role', 'tooltip');
  /** The link whose preview is shown, or will be. @type {any} */
  let current = null;
  let opening = 0;
  let closing = 0;

  /** The page at an address; an error if it can't be read. @param {string} address */
  function load(address) {
    const known = pages.get(address);
    if (known) return known;
    const page = fetch(address).then(async (answer) => {
      if (!answer.ok) throw new Error(String(answer.status));
      return new DOMParser().parseFromString(await answer.text(), 'text/html');
    });
    pages.set(address, page);
    return page;
  }

  /** The words of an element without marks and links to itself. @param {Element} element */
  function wordsOf(element) {
    /** @type {any} */
    const copy = element.cloneNode(true);
    for (const one of copy.querySelectorAll(ASIDE)) one.remove();
    const words = copy.textContent.trim();
    return words.length > LONGEST ? words.slice(0, LONGEST) + '…' : words;
  }

  /** Adds a line in the language of the element that it is from.
   *  @param {string} name @param {Element} source @param {string} words */
  function add(name, source, words) {
    const line = document.createElement('p');
    /** @type {any} */
    const voice = source.closest('[lang]');
    line.className = name;
    line.lang = voice.lang;
    line.dir = voice.closest('[dir]')?.dir || 'ltr';
    line.textContent = words;
    box.append(line);
  }

  /** Fills the box from the page of a link. @param {Document} page @param {any} link */
  function fill(page, link) {
    box.textContent = '';
    const title = page.getElementById('title');
    const symbol = page.querySelector('.call-number');
    const date = page.querySelector('.facts time');
    if (symbol) add('quiet', symbol, [symbol, date].map((one) => one?.textContent).filter(Boolean).join(' · '));
    if (title) add('preview-title', title, wordsOf(title));
    const place = link.hash && page.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (place && place !== title) add('preview-words', place, wordsOf(place));
    return box.childElementCount > 0;
  }

  /** Puts the box below a link, or above it if there is no room. @param {any} link */
  function put(link) {
    document.body.append(box);
    const at = link.getClientRects()[0];
    const start = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - box.offsetWidth - 8));
    const below = at.bottom + box.offsetHeight < innerHeight || at.top < box.offsetHeight;
    box.style.setProperty('left', start + scrollX + 'px');
    box.style.setProperty('top', (below ? at.bottom : at.top - box.offsetHeight) + scrollY + 'px');
  }

  /** Shows the preview of the link that is current. @param {any} link */
  async function show(link) {
    const page = await load(link.href.split('#')[0]).catch(() => null);
    if (!page || current !== link || box.isConnected || !fill(page, link)) return;
    link.dataset.title = link.title;
    link.removeAttribute('title'); // or the browser shows it, too
    link.setAttribute('aria-describedby', box.id);
    put(link);
  }

  /** Takes the preview away. */
  function hide() {
    clearTimeout(opening);
    clearTimeout(closing);
    if (box.isConnected) {
      current.title = current.dataset.title;
      current.removeAttribute('aria-describedby');
      box.remove();
    }
    current = null;
  }

  /** Shows the preview of a link soon. @param {any} link */
  function want(link) {
    clearTimeout(closing);
    if (link === current) return;
    hide();
    current = link;
    opening = setTimeout(() => show(link), WAIT);
  }

  /** Hides the preview soon, unless the pointer comes back to the link or goes to the box. */
  function leave() {
    clearTimeout(closing);
    closing = setTimeout(hide, WAIT);
  }

  text.addEventListener('pointerover', (/** @type {any} */ event) => {
    const link = event.target.closest(LINK + ', [aria-describedby="preview"]');
    if (link && event.pointerType === 'mouse') want(link);
  });
  text.addEventListener('pointerout', leave);
  text.addEventListener('focusin', (/** @type {any} */ event) => {
    const link = event.target.closest(LINK);
    if (link && link.matches(':focus-visible')) want(link);
  });
  text.addEventListener('focusout', hide);
  box.addEventListener('pointerover', () => clearTimeout(closing));
  box.addEventListener('pointerout', leave);
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') hide();
  });

  // what the reader touched while this script was loaded
  const touched = text.querySelector(LINK + ':is(:hover, :focus-visible)');
  if (touched) want(touched);
})();
