/* Finds the words of the archive that are nearest to one that it lacks: a typing error, or another form of the word. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { files } = search;
  const { stripAccents } = search.tokens;
  const SHORTEST = 4; // letters of a word that is corrected
  const SHORT = 7; // letters of a word in which one error is corrected; two in a longer one
  const MOST = 5; // nearest words that are taken together
  const PIECES = 6; // of the vocabulary, in which all words with the same first letter are looked through
  const STEM = 0.6; // of a word: the beginning that other forms of it share
  const SHORTEST_STEM = 5; // letters of it, at least: too many words share a shorter one
  // The article of Arabic.
  // matches: اللاجئين
  // rejects: لاجئ
  const ARTICLE = /^ال/;

  /** The number of errors between two words, if it is at most `limit`; else more. An error is a letter that is missing, one too
   *  many, a wrong one, or two that changed places.
   *  @param {string} one
   *  @param {string} other
   *  @param {number} limit */
  function distance(one, other, limit) {
    if (Math.abs(one.length - other.length) > limit) return limit + 1;
    /** @type {number[]} */
    let before = [];
    let row = Array.from({ length: other.length + 1 }, (_, at) => at);
    for (let at = 1; at <= one.length; at += 1) {
      const next = [at];
      for (let to = 1; to <= other.length; to += 1) {
        const wrong = Number(one[at - 1] !== other[to - 1]);
        const swapped = at > 1 && to > 1 && one[at - 1] === other[to - 2] && one[at - 2] === other[to - 1];
        const least = Math.min(row[to] + 1, next[to - 1] + 1, row[to - 1] + wrong);
        next.push(swapped ? Math.min(least, before[to - 2] + 1) : least);
      }
      if (Math.min(...next) > limit) return limit + 1;
      before = row;
      row = next;
    }
    return row[other.length];
  }

  /** The number of errors of a typed word, if it may be the listed one; else more than any that is corrected. A short word with another letter is another word: `cafe`, `cabe`.
   *  @param {string} typed
   *  @param {string} listed */
  function countErrors(typed, listed) {
    const limit = typed.length <= SHORT ? 1 : 2;
    const isWrongLetter = typed.length === SHORTEST && listed.length === SHORTEST && [...typed].sort().join() !== [...listed].sort().join();
    return isWrongLetter ? limit + 1 : distance(typed, listed, limit);
  }

  /** The beginnings under which a word's nearest may be listed. @param {string} word */
  function beginnings(word) {
    const [first, second, third = ''] = word;
    return [first + second, second + first, second + third, first + third];
  }

  /** Whether all words with a word's first letter are few enough to be looked through. @param {string} word */
  async function areFew([first]) {
    const { words } = await files.header();
    return words.filter((start) => start[0] === first).length < PIECES;
  }

  /** @param {string} start */
  const wordsFrom = (start) => files.wordsBetween(start, `${start}\uffff`);

  /** The length of the beginning that two words share. @param {string} one @param {string} other */
  function sharedLength(one, other) {
    let length = 0;
    while (length < one.length && one[length] === other[length]) length += 1;
    return length;
  }

  /** Other forms of a word: those that share the longest beginning with it. @param {string} word @param {string[]} listed */
  function otherForms(word, listed) {
    const bare = word.replace(ARTICLE, '');
    const shared = listed.map((other) => sharedLength(bare, other.replace(ARTICLE, '')));
    const most = Math.max(...shared, 0);
    if (most < Math.max(SHORTEST_STEM, STEM * bare.length)) return [];
    return listed.filter((_, at) => shared[at] === most);
  }

  /** Of some nearest words those that differ least by accents, too, if the word has any: `indígenas` for `indígnas`, not `indignes`.
   *  @param {string} word
   *  @param {string[]} nearest */
  function keepAccents(word, nearest) {
    if (stripAccents(word) === word) return nearest;
    const errors = nearest.map((one) => distance(word, one, word.length));
    return nearest.filter((_, at) => errors[at] === Math.min(...errors));
  }

  /** The words of the archive that are nearest to a word, nearest first. @param {string} word */
  async function nearestWords(word) {
    if (word.length < SHORTEST) return [];
    const bare = stripAccents(word);
    const limit = bare.length <= SHORT ? 1 : 2;
    const starts = [...beginnings(bare), `ال${bare.slice(0, 2)}`, ...(await areFew(bare) ? [bare[0]] : [])];
    /** @type {Set<string>} */
    const listed = new Set();
    for (const start of new Set(starts)) for (const { word: one } of await wordsFrom(start)) listed.add(one);
    const near = [...listed].map((one) => ({ one, errors: countErrors(bare, stripAccents(one)) }))
      .filter(({ errors }) => errors <= limit).sort((one, other) => one.errors - other.errors);
    const least = keepAccents(word, near.filter(({ errors }) => errors === near[0].errors).map(({ one }) => one));
    const longer = [...listed].filter((one) => one.replace(ARTICLE, '').startsWith(bare));
    const found = [longer, least, otherForms(bare, [...listed])].find((some) => some.length) ?? [];
    return [...new Map(found.map((one) => [stripAccents(one), one])).values()].slice(0, MOST);
  }

  search.nearest = { distance, countErrors, otherForms, keepAccents, nearestWords };
})(globalThis.unresSearch);
