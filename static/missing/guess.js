// Offers what a wrong address may have meant: a resolution, its session or the nearest one, a search.
(function () {
  'use strict';
  const FACTS = globalThis.unresFacts;
  const CODES = Object.keys(FACTS.languages).join('|');
  const HEADS = FACTS.heads.map((head) => head.replace('/', '[/_-]')).join('|');
  // matches: en/A/RES/58/58
  // rejects: A/RES/58/58
  const LANGUAGE = new RegExp(`^(?:${CODES})/`, 'i');
  // matches: A/RES/58/58.html
  // matches: A/RES/58/index.html
  // matches: index
  // rejects: A/RES/58/58
  const ENDING = /\/?index(?:\.[a-z]{1,5})?$|\.[a-z]{1,5}$/i;
  // matches: https://example.org/
  // matches: /A/RES/58/58.html
  // rejects: A/RES/58/58.html
  const NOT_BELOW_ROOT = /^(?:[a-z]+:|[/#])/;
  // matches: https://example.org/A/RES/58/index.html
  // rejects: https://example.org/A/RES/58/58.html
  const SESSION_PAGE = /\/([0-9]+)\/index\.html$/;
  // matches: /A/RES
  // rejects: A/RES
  const FIRST_SLASHES = /^\/+/;
  // matches: small_arms
  // rejects: small arms
  const SEPARATORS = /[/_]+/g;
  // matches: "58"
  // rejects: arms
  const DIGIT = /[0-9]/;
  // matches: A_HRC
  // matches: A-HRC
  // rejects: A/HRC
  const WORD_JOINT = /[_-]/;
  // matches: A/RES/58/58
  // matches: a_res_58_58
  // matches: 58-58
  // matches: A/RES/S-10/2
  // matches: 49/75G
  // matches: a_hrc_res_40_1
  // matches: E/RES/2018/1
  // rejects: A/RES/58
  const NUMBERED = new RegExp(`^(?:(${HEADS})[/_-]?res[/_-]?)?((?:e?s-)?[0-9]{1,4})[/_-]([0-9]{1,4})([a-z]?)$`, 'i');

  /** @param {string} id @returns {any} an element that the page's template has */
  const byId = (id) => document.getElementById(id);

  const box = byId('guess');
  if (box.dataset.done) return; // the page loads this script from several addresses, of which more than one may exist
  box.dataset.done = 'true';
  // The page is shown at any address. If it does not know the site's root, it follows from the address of this script.
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const root = box.dataset.root || new URL('../../', script.src).pathname;

  /** The address that was asked for, below the site's root. */
  function path() {
    const here = location.pathname;
    const below = root && here.startsWith(root) ? here.slice(root.length) : here.replace(FIRST_SLASHES, '');
    try {
      return decodeURIComponent(below);
    } catch {
      return below;
    }
  }

  /** Makes the page's links start at the site's root. */
  function leadFromRoot() {
    for (const [selector, name] of [['a[href]', 'href'], ['form[action]', 'action']]) {
      for (const one of document.querySelectorAll(selector)) {
        const link = one.getAttribute(name) ?? '';
        if (!NOT_BELOW_ROOT.test(link)) one.setAttribute(name, root + link);
      }
    }
  }

  /** An address without the slashes at its end. @param {string} address */
  function withoutSlashes(address) {
    let end = address.length;
    while (address[end - 1] === '/') end -= 1;
    return address.slice(0, end);
  }

  /** Shows a suggestion. @param {string} id @param {string} href @param {string} [words] */
  function offer(id, href, words) {
    const link = byId(id);
    link.href = href;
    if (words) link.textContent = words;
    link.parentElement.hidden = false;
  }

  /** @returns {HTMLAnchorElement[]} the links to sessions, which are on the page */
  const sessionLinks = () => /** @type {any} */ ([...document.querySelectorAll('.ways a')]);

  /** The link to the session with the nearest number. @param {string} series `A/RES` @param {number} session */
  function nearest(series, session) {
    const numberOf = (/** @type {HTMLAnchorElement} */ link) => Number(SESSION_PAGE.exec(link.href)?.[1]);
    const isOfSeries = (/** @type {HTMLAnchorElement} */ link) => link.href.endsWith(`/${series}/${numberOf(link)}/index.html`);
    const links = sessionLinks().filter(isOfSeries);
    const distance = (/** @type {HTMLAnchorElement} */ link) => Math.abs(numberOf(link) - session);
    return links.sort((one, other) => distance(one) - distance(other))[0];
  }

  if (!box.dataset.root) leadFromRoot();
  const asked = path();
  const wanted = withoutSlashes(withoutSlashes(asked.replace(LANGUAGE, '')).replace(ENDING, ''));
  if (!wanted || wanted === '404') return;
  const found = NUMBERED.exec(wanted);
  if (found) {
    const series = (found[1] || FACTS.owner).toUpperCase().replace(WORD_JOINT, '/') + '/RES';
    const folder = series + '/' + found[2].toUpperCase();
    const address = folder + '/' + found[3] + found[4].toUpperCase() + '.html';
    const session = sessionLinks().find((link) => link.href.endsWith('/' + folder + '/index.html'));
    if (session && address !== asked) offer('guess-text', root + address, address.slice(0, -5));
    const near = session || nearest(series, Number(found[2]));
    if (near) offer('guess-session', near.href, near.textContent);
  }
  const words = wanted.replace(SEPARATORS, DIGIT.test(wanted) ? '/' : ' ');
  const query = found ? wanted.replaceAll('_', '/').toUpperCase() : words;
  offer('guess-search', byId('guess-search').getAttribute('href') + '?q=' + encodeURIComponent(query));
  byId('guess-words').textContent = query;
  box.hidden = false;
})();
