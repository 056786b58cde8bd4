/* Replaces the words of a query that the archive lacks by the nearest ones. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { index, nearest, query: queries } = search;
  const { readWords } = search.understanding;
  const TEXTS = 6; // that are searched at most in place of a query

  /** A text with other words in place of some: of each word so many that there are few texts.
   *  @param {string} text
   *  @param {[string, string[]][]} corrections */
  function combine(text, corrections) {
    const each = Math.max(1, Math.floor(TEXTS ** (1 / corrections.length)));
    let texts = [text];
    for (const [word, others] of corrections) {
      texts = texts.flatMap((one) => others.slice(0, each).map((other) => one.replace(word, other)));
    }
    return texts;
  }

  /** A query in which each word that the archive lacks is replaced by the nearest ones. @param {string} normal */
  async function correct(normal) {
    const parts = (readWords(normal).at(-1) ?? []);
    /** @type {Map<string, string[]>} */
    const corrections = new Map();
    for (const part of parts.filter(({ kind }) => kind === 'word')) {
      const { terms } = await queries.resolvePart(part);
      const word = part.words ?? '';
      if (!(await index.load(terms)).length) corrections.set(word, await nearest.nearestWords(word));
    }
    return combine(normal, [...corrections].filter(([, others]) => others.length));
  }

  search.correcting = { combine, correct };
})(globalThis.unresSearch);
