/* Replaces the words of a query that the archive lacks by the nearest ones. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { files, index, nearest, query: queries } = search;
  const { readWords } = search.understanding;
  const TEXTS = 6; // that are searched at most in place of a query
  const HALF = 3; // letters of a word, at least, that was perhaps written together with the next one
  const SPLITS = 4; // places at which a word is split, at most

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

  /** The words of a query that the archive lacks. @param {string} normal @returns {Promise<string[]>} */
  async function listLacking(normal) {
    const parts = (readWords(normal).at(-1) ?? []).filter(({ kind }) => kind === 'word');
    const lacking = [];
    for (const part of parts) {
      const { terms } = await queries.resolvePart(part);
      if (!(await index.load(terms)).length) lacking.push(part.words ?? '');
    }
    return lacking;
  }

  /** A query in which each word that the archive lacks is replaced; empty if nothing replaces any.
   *  @param {string} normal
   *  @param {(word: string) => Promise<string[]>} listOthers what may replace a word */
  async function replaceLacking(normal, listOthers) {
    /** @type {[string, string[]][]} */
    const corrections = [];
    for (const word of await listLacking(normal)) {
      const others = await listOthers(word);
      if (others.length) corrections.push([word, others]);
    }
    return combine(normal, corrections);
  }

  /** A word as two words of the archive, if it is two without the space between them. @param {string} word */
  async function splitWord(word) {
    const held = new Set((await nearest.listWords(word)).map((one) => one.word));
    const places = Array.from(word, (_, at) => word.length - at).filter((at) => at >= HALF && word.length - at >= HALF && held.has(word.slice(0, at)));
    for (const at of places.slice(0, SPLITS)) {
      const rest = word.slice(at);
      const found = await files.wordsBetween(rest, rest);
      if (found.some((one) => one.word === rest)) return [`${word.slice(0, at)} ${rest}`];
    }
    return [];
  }

  /** What a word is replaced by: the nearest words, or two words. @param {string} word */
  async function listNear(word) {
    const near = await nearest.nearestWords(word);
    return near.length ? near : splitWord(word);
  }

  /** A query with the nearest words in place of those that the archive lacks. @param {string} normal */
  const correct = (normal) => replaceLacking(normal, listNear);

  /** The same, but only with other forms of these words. @param {string} normal */
  const changeForms = (normal) => replaceLacking(normal, nearest.formsOf);

  search.correcting = { combine, correct, changeForms };
})(globalThis.unresSearch);
