/* The postings of terms: which texts have a term, and how often. src/unres_site/search/index/entries.py says what the shards
   hold of it. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { files } = search;
  const { decodeNumbers, decodeLayers } = search.numbers;
  const DENSE = '#';
  const BLOCK = 4096; // slots in a block of a dense field

  /** @type {Map<string, TermPostings>} */
  const postings = new Map();
  files.renewals.push(() => postings.clear());

  // Fields have the slots of texts; `readEntry` replaces them by the texts' numbers.

  /** A field that lists how often the term occurs in every text of some blocks. @param {string} text @returns {Promise<FieldPostings>} */
  async function readDenseField(text) {
    const [, total, ...blocks] = text.split(DENSE);
    const texts = new Int32Array(decodeNumbers(total)[0]);
    const counts = new Int32Array(texts.length);
    let length = 0;
    let start = -BLOCK;
    for (const block of blocks) {
      await files.pause();
      const list = decodeNumbers(block);
      const each = decodeLayers(list, 1, BLOCK);
      start += BLOCK * (1 + list[0]);
      for (let at = 0; at < each.length; at += 1) {
        if (each[at]) { texts[length] = start + at; counts[length] = each[at]; length += 1; }
      }
    }
    return { texts, counts };
  }

  /** @param {string} text */
  function readTextField(text) {
    if (text[0] === DENSE) return readDenseField(text);
    const list = decodeNumbers(text);
    let often = 0;
    let length = 0;
    while (length + often < list.length) { often += list[length] & 1; length += 1; }
    const texts = new Int32Array(length);
    const counts = new Int32Array(length);
    for (let place = 0, number = -1, rest = length; place < length; place += 1) {
      number += 1 + (list[place] >> 1);
      texts[place] = number;
      counts[place] = list[place] & 1 ? 2 + list[rest] : 1;
      rest += list[place] & 1;
    }
    return { texts, counts };
  }

  /** A field of few terms, the symbol or the title. */
  function readShortField(text = '') {
    const list = decodeNumbers(text);
    const length = list.length / 3;
    const texts = list.slice(0, length);
    for (let place = 0, number = -1; place < length; place += 1) {
      number += 1 + texts[place];
      texts[place] = number;
    }
    return { texts, counts: list.slice(length, 2 * length).map((count) => count + 1), lengths: list.slice(2 * length) };
  }

  /** @param {SearchHeader} header @param {string} term @param {string} entry @returns {Promise<TermPostings>} */
  async function readEntry(header, term, entry) {
    const [, text, title, symbol] = entry.split(' ');
    const fields = [readShortField(symbol), readShortField(title), await readTextField(text)];
    for (const { texts } of fields) files.numberTexts(header, texts);
    return { term, fields };
  }

  /** Some terms as one. A text has it as often as it has all of them. @param {string} term @param {TermPostings[]} parts */
  function merge(term, parts) {
    const fields = parts[0].fields.map(({ lengths }, place) => {
      /** @type {Map<number, { count: number, length: number }>} */
      const found = new Map();
      for (const { fields: { [place]: field } } of parts) {
        field.texts.forEach((text, at) => {
          const count = (found.get(text)?.count ?? 0) + field.counts[at];
          found.set(text, { count, length: field.lengths?.[at] ?? 0 });
        });
      }
      const texts = Int32Array.from(found.keys()).sort();
      const counts = texts.map((text) => found.get(text)?.count ?? 0);
      return { texts, counts, lengths: lengths && texts.map((text) => found.get(text)?.length ?? 0) };
    });
    return { term, fields };
  }

  /** The postings of those terms that the archive has, in the order in which Lunr sums their scores. Several terms that are
   *  joined by `|` are one.
   *  @param {string[]} terms
   *  @returns {Promise<TermPostings[]>} */
  async function load(terms) {
    const names = [...new Set(terms)];
    const header = await files.header();
    const found = await files.entriesOf([...new Set(names.flatMap((name) => name.split('|')))]);
    const read = new Map();
    for (const [term, entry] of found) {
      if (!postings.has(term)) read.set(term, await readEntry(header, term, entry));
      await files.pause();
    }
    if (await files.header() !== header) throw new Error('another build was loaded meanwhile');
    for (const [term, one] of read) postings.set(term, one);
    for (const name of names) {
      const parts = name.split('|').flatMap((term) => postings.get(term) ?? []);
      if (parts.length && !postings.has(name)) postings.set(name, merge(name, parts));
    }
    return names.sort().flatMap((name) => postings.get(name) ?? []);
  }

  /** The postings of a term, if they are loaded. @param {string} term */
  const loaded = (term) => postings.get(term);

  search.postings = { load, loaded };
})(globalThis.unresSearch);
