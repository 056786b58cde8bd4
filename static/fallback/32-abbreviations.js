/* Finds the name in a title that a phrase of Han abbreviates: 集安组织 is 集体安全条约组织. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { files, index } = search;
  const { isHan } = search.understanding;
  const { normalize } = search.tokens;
  const LONGEST = 6; // characters of an abbreviation
  const SPREAD = 4; // a name has at most so many times as many characters as its abbreviation
  const TITLES = 12; // that are looked at
  const NAMES = 2; // that one abbreviation may stand for

  /** The shortest piece of a text that has the characters of an abbreviation in their order, from its first to its last; empty
   *  if there is none.
   *  @param {string} short
   *  @param {string} text */
  function findName(short, text) {
    const [first, ...others] = short;
    let found = '';
    for (let start = text.indexOf(first); start >= 0; start = text.indexOf(first, start + 1)) {
      const end = others.reduce((at, char) => (at < 0 ? at : text.indexOf(char, at + 1)), start);
      const name = end < 0 ? '' : text.slice(start, end + 1);
      const fits = name && name.length <= SPREAD * short.length && [...name].every(isHan);
      if (fits && (!found || name.length < found.length)) found = name;
    }
    return found;
  }

  /** The names in titles that a phrase may abbreviate, the shortest first. @param {string} phrase @returns {Promise<string[]>} */
  async function listNames(phrase) {
    if (phrase.length < 2 || phrase.length > LONGEST || ![...phrase].every(isHan)) return [];
    const chars = [...new Set(phrase)];
    const ranked = await index.rank(chars.map((char) => [char]));
    const texts = ranked.texts.filter((text) => chars.every((char) => index.isInTitle(char, text)));
    const cards = await Promise.all(index.best({ ...ranked, texts }, 0, TITLES, TITLES).map(files.text));
    const names = cards.map(({ title }) => findName(phrase, normalize(title))).filter(Boolean);
    return [...new Set(names)].sort((one, other) => one.length - other.length).slice(0, NAMES);
  }

  search.abbreviations = { findName, listNames };
})(globalThis.unresSearch);
