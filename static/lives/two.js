// Compares any two texts of a series: those that a reader chooses, or the address (`?from=58%2F58&to=75%2F56`).
// Which paragraphs belong together is in the table of the page. Their words are taken from the pages of the two texts.
(function () {
  'use strict';
  /** @type {any} */
  const form = document.querySelector('.two');
  /** @type {any} */
  const table = document.querySelector('table.lives');
  if (!form || !table) return;
  const labels = form.dataset;
  const details = form.parentElement;
  // matches: 2003 年 12 月 8 日
  // matches: 12 de diciembre de 2019
  // rejects: 年
  const DATE = /\d{4} ?年(?: ?\d{1,2} ?月(?: ?\d{1,2} ?日)?)?|\d{1,2}(?: de)? \p{L}{3,9}(?: de)? \d{4}/u;
  // matches: A/RES/58/58
  // matches: 58/58
  // matches: 12.5
  // rejects: a
  const NUMBER = /[A-Z][\w.]{0,20}(?:\/[\w.()-]{1,20}){1,9}|\d{1,20}(?:[/.,]\w{1,20}){0,9}/u;
  // matches: 《行动纲领》
  // matches: 2003 年 12 月 8 日
  // matches: 58/58
  // rejects: a
  const WHOLE = new RegExp('(《[^《》]{1,200}》|' + DATE.source + '|' + NUMBER.source + ')', 'u');
  // matches: "，"
  // rejects: a
  const SIGNS = /[^\p{L}\p{N}]+/gu;
  // matches: 大
  // rejects: a
  const HAN = /\p{Script=Han}/u;
  const ISLAND = 6, ISLAND_HAN = 3; // letters between two changes that are too few to be read on their own
  const SIGN = { kept: '＝', changed: '≠', new: '＋', dropped: '−' };

  /** The words of a text by anchor.
   *  @param {string} address @returns {Promise<Map<string, string>>} */
  async function load(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const words = new Map();
    for (const one of page.querySelectorAll('.text [id]')) {
      /** @type {any} */
      const copy = one.cloneNode(true);
      for (const inner of copy.querySelectorAll('[id], sup, .number, .permalink, .struck')) inner.remove();
      words.set(one.id, copy.textContent.trim());
    }
    return words;
  }

  /** What a paragraph is compared by. @param {string} words */
  function fold(words) {
    return words.normalize('NFKC').toLowerCase().replace(SIGNS, '');
  }

  /** The units of a text; signs belong to the unit before them.
   *  @param {string} text @param {string} language @returns {string[]} */
  function split(text, language) {
    const words = new Intl.Segmenter(language, { granularity: 'word' });
    /** @type {string[]} */
    const units = [];
    text.split(WHOLE).forEach((part, at) => {
      const pieces = at % 2 ? [part] : [...words.segment(part)].map((one) => one.segment);
      for (const piece of pieces) {
        if (units.length && !fold(piece)) units[units.length - 1] += piece;
        else if (piece) units.push(piece);
      }
    });
    return units;
  }

  /** Units as pieces: `same`, `old`, `new`.
   *  @param {string[]} old @param {string[]} now @returns {[string, string][]} */
  function compare(old, now) {
    const [a, b] = [old.map(fold), now.map(fold)];
    const width = b.length + 1;
    const longest = new Uint16Array((a.length + 1) * width);
    for (let i = a.length - 1; i >= 0; i--) {
      for (let j = b.length - 1; j >= 0; j--) {
        longest[i * width + j] = a[i] === b[j]
          ? longest[(i + 1) * width + j + 1] + 1
          : Math.max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
      }
    }
    /** @type {[string, string][]} */
    const pieces = [];
    let i = 0, j = 0;
    while (i < a.length || j < b.length) {
      const isSame = i < a.length && j < b.length && a[i] === b[j];
      if (isSame) pieces.push(['same', now[j++]]), i++;
      else if (j === b.length || i < a.length && longest[(i + 1) * width + j] >= longest[i * width + j + 1]) pieces.push(['old', old[i++]]);
      else pieces.push(['new', now[j++]]);
    }
    return join(pieces);
  }

  /** Longer pieces: what is old before what is new, and no small island between two changes.
   *  @param {[string, string][]} pieces @returns {[string, string][]} */
  function join(pieces) {
    /** @type {{same: string, old: string, new: string}[]} */
    const runs = [{ same: '', old: '', new: '' }];
    for (const [kind, text] of pieces) {
      /** @type {any} */
      let last = runs[runs.length - 1];
      if (kind === 'same' && (last.old || last.new)) runs.push(last = { same: '', old: '', new: '' });
      last[kind] += text;
    }
    /** @type {[string, string][]} */
    const joined = [];
    runs.forEach((run, at) => {
      const isIsland = at > 0 && (run.old || run.new) && fold(run.same).length < (HAN.test(run.same) ? ISLAND_HAN : ISLAND);
      if (isIsland) {
        joined[joined.length - 2][1] += run.same + run.old;
        joined[joined.length - 1][1] += run.same + run.new;
      } else joined.push(['same', run.same], ['old', run.old], ['new', run.new]);
    });
    return joined.filter(([, text]) => text);
  }

  /** An element with a class and with words or other elements.
   *  @param {string} name @param {string} className @param {...any} inner @returns {any} */
  function make(name, className, ...inner) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...inner);
    return made;
  }

  /** A side of a row: the paragraph's number, which leads to it, and its words.
   *  @param {string} side @param {any} cell @param {string} address @param {any[]} words */
  function makeSide(side, cell, address, words) {
    const made = make('div', side);
    if (!cell.id) return made;
    const number = make('a', 'number', cell.querySelector('a').textContent);
    number.href = address + '#' + anchorOf(cell);
    made.append(make('p', '', number, ' ', ...words));
    return made;
  }

  /** The anchor of the paragraph of a cell. @param {any} cell */
  function anchorOf(cell) {
    return cell.id.slice(cell.id.indexOf(':') + 1);
  }

  /** The rows of two columns of the table: what became of each paragraph, and its two sides.
   *  @param {number[]} columns @param {string[]} addresses @param {Map<string, string>[]} texts */
  function* listRows(columns, addresses, texts) {
    for (const line of table.tBodies[0].rows) {
      const cells = columns.map((at) => line.cells[at + 1]);
      if (!cells[0].id && !cells[1].id) continue;
      const [old, now] = cells.map((cell, at) => cell.id ? texts[at].get(anchorOf(cell)) || '' : '');
      const isBoth = cells[0].id && cells[1].id;
      const kind = !isBoth ? (cells[1].id ? 'new' : 'dropped') : fold(old) === fold(now) ? 'kept' : 'changed';
      let words = [[old], [now]];
      if (kind === 'changed') {
        const marked = compare(split(old, table.lang || document.documentElement.lang), split(now, table.lang || document.documentElement.lang));
        words = words.map(() => marked.map(([piece, text]) => piece === 'same' ? text : make(piece === 'old' ? 'del' : 'ins', '', text)));
      }
      yield { kind, sides: ['old', 'new'].map((side, at) => makeSide(side, cells[at], addresses[at], words[at])) };
    }
  }

  /** Shows what is new between two columns. @param {number[]} columns */
  async function show(columns) {
    const place = form.nextElementSibling;
    const links = columns.map((at) => table.tHead.rows[0].cells[at + 1].querySelector('a'));
    const addresses = links.map((link) => link.href);
    let texts;
    try {
      texts = await Promise.all(addresses.map(load));
    } catch {
      place.replaceChildren(make('p', 'quiet', labels.failed)); // as on a disk, where browsers keep pages apart
      return;
    }
    /** @type {Record<string, number>} */
    const counts = {};
    const shown = [];
    for (const { kind, sides } of listRows(columns, addresses, texts)) {
      counts[kind] = (counts[kind] || 0) + 1;
      if (kind === 'kept') continue;
      const sign = make('p', 'sign', make('b', '', SIGN[/** @type {'kept'} */ (kind)]), ' ', labels[kind]);
      shown.push(make('div', 'row ' + kind, sign, ...sides));
    }
    const totals = Object.keys(SIGN).filter((kind) => counts[kind]).map((kind) => labels[kind] + ' ' + counts[kind]);
    const heads = make('div', 'columns', ...links.map((link) => make('p', '', link.cloneNode(true))));
    const rows = make('section', '', ...shown);
    rows.lang = table.lang;
    rows.dir = table.dir;
    place.replaceChildren(make('p', 'lead', totals.join(' · ')), heads, rows);
  }

  /** The columns that are named in the address; nothing if they are not two. */
  function readAddress() {
    const asked = new URLSearchParams(location.search);
    const columns = ['from', 'to'].map((name) => [...form.elements[name].options].findIndex((one) => one.value === asked.get(name)));
    if (columns.includes(-1)) return;
    details.open = true;
    form.elements.from.selectedIndex = columns[0];
    form.elements.to.selectedIndex = columns[1];
    show(columns);
  }

  form.addEventListener('submit', (/** @type {any} */ event) => {
    event.preventDefault();
    const { from, to } = form.elements;
    history.replaceState(null, '', '?' + new URLSearchParams({ from: from.value, to: to.value }));
    readAddress();
  });
  details.hidden = false;
  readAddress();
})();
