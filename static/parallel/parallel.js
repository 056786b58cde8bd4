// Shows a resolution in two languages, paragraph by paragraph. `js/beside.js` loads it when a reader asks for that.
// The other language is taken from its own page, so that all markup is made in one place.
(function () {
  'use strict';
  /** @type {any} */
  const text = document.querySelector('.text');
  const UNIT = '[id]:not(sup a), .enacting-formula, .closing';
  /** @type {HTMLElement | null} */
  let shown = null;
  /** The link that the reader has chosen last.
   *  @type {any} */
  let chosen = null;

  /** What pairs an element of one text with that of another: its anchor, or its class.
   *  @param {Element} element */
  function keyOf(element) {
    return element.id || element.className;
  }

  /** The passages of a text in reading order, without the passages below them: key → element.
   *  @param {Element} source
   *  @returns {Map<string, any>} */
  function passages(source) {
    const found = new Map();
    for (const element of source.querySelectorAll(UNIT)) {
      if (element.matches('#notes')) continue;
      /** @type {any} */
      const copy = element.cloneNode(true);
      for (const inner of copy.querySelectorAll(UNIT)) inner.remove();
      found.set(keyOf(element), copy);
    }
    return found;
  }

  /** All keys in reading order: what only one text has follows what it follows there.
   *  @param {string[]} own @param {string[]} other */
  function merge(own, other) {
    const known = new Set(own);
    /** @type {Map<string, string[]>} */
    const after = new Map([['', []]]);
    let before = '';
    for (const key of other) {
      if (known.has(key)) before = key;
      else after.set(before, [...(after.get(before) || []), key]);
    }
    const first = after.get('') || [];
    return [...first, ...own.flatMap((key) => [key, ...(after.get(key) || [])])];
  }

  /** Makes the anchors and links of a text from another page fit into this one.
   *  @param {any} cell @param {string} prefix @param {string} address */
  function adapt(cell, prefix, address) {
    for (const one of [cell, ...cell.querySelectorAll('[id]')]) {
      if (one.id) one.id = prefix + one.id;
    }
    for (const link of cell.querySelectorAll('a[href]')) {
      const target = link.getAttribute('href');
      if (target.startsWith('#')) link.setAttribute('href', '#' + prefix + target.slice(1));
      else link.href = new URL(target, address).href;
    }
  }

  /** A cell with a passage, or an empty one.
   *  @param {any} passage @param {{lang: string, dir: string}} voice */
  function makeCell(passage, voice) {
    const cell = document.createElement('td');
    cell.lang = voice.lang;
    cell.dir = voice.dir;
    if (passage) {
      if (passage.id) cell.id = passage.id;
      cell.className = passage.className;
      cell.append(...passage.childNodes);
    }
    return cell;
  }

  /** The language and direction of an element.
   *  @param {Element} element @returns {{lang: string, dir: string}} */
  function voiceOf(element) {
    /** @type {any} */
    const lang = element.closest('[lang]');
    /** @type {any} */
    const dir = element.closest('[dir]');
    return { lang: lang.lang, dir: dir ? dir.dir : 'ltr' };
  }

  /** The two texts as a table: a row for each passage.
   *  @param {any} link @param {any} other the text of the other page @param {string} address */
  function makeTable(link, other, address) {
    const voices = [voiceOf(text), voiceOf(other)];
    const texts = [passages(text), passages(other)];
    const prefix = link.hreflang + ':';
    const table = document.createElement('table');
    table.className = 'parallel';
    const head = table.createTHead().insertRow();
    [link.dataset.own, link.textContent].forEach((name, index) => {
      const cell = document.createElement('th');
      cell.scope = 'col';
      cell.lang = voices[index].lang;
      cell.dir = voices[index].dir;
      cell.textContent = name;
      head.append(cell);
    });
    const body = table.createTBody();
    for (const key of merge([...texts[0].keys()], [...texts[1].keys()])) {
      const right = makeCell(texts[1].get(key), voices[1]);
      adapt(right, prefix, address);
      body.insertRow().append(makeCell(texts[0].get(key), voices[0]), right);
    }
    return table;
  }

  /** Puts an element in the place of the text, or the text back.
   *  @param {HTMLElement | null} element */
  function show(element) {
    (shown || text).replaceWith(element || text);
    shown = element;
    if (shown) shown.id = text.id; // the skip link leads there
    document.body.classList.toggle('is-parallel', !!element);
  }

  /** Tells that the other page can't be read, as on a disk, where browsers keep pages apart.
   *  @param {any} link */
  function explain(link) {
    const told = document.createElement('p');
    told.className = 'parallel-failed';
    told.setAttribute('role', 'status');
    told.textContent = link.dataset.failed;
    shown = null;
    document.querySelector('.parallel-failed')?.remove();
    text.before(told);
  }

  /** Shows the text beside its version in the language of a link, or alone.
   *  @param {any} link */
  async function open(link) {
    if (link && link === chosen) return; // the address has changed to an anchor of this page
    chosen = link;
    document.querySelector('.parallel-failed')?.remove();
    for (const one of document.querySelectorAll('a[data-beside]')) one.removeAttribute('aria-current');
    show(null);
    if (!link) return;
    const address = new URL(link.dataset.beside, location.href).href;
    try {
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      if (link !== chosen) return; // another language was chosen meanwhile
      /** @type {any} */
      const other = page.querySelector('.text');
      show(makeTable(link, other, address));
      link.setAttribute('aria-current', 'true');
    } catch {
      if (link !== chosen) return;
      chosen = null;
      explain(link);
    }
    if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
  }

  const style = document.createElement('link');
  style.rel = 'stylesheet';
  style.href = new URL('parallel.css', /** @type {any} */ (document.currentScript).src).href;
  document.head.append(style);
  /** @type {any} */ (globalThis).unresParallel = { open, merge };
})();
