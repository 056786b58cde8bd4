/* Finds the words of the archive that are nearest to one that it lacks: a typing error, or another form of the word. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { files } = search;
  const { stripAccents } = search.tokens;
  const SHORTEST = 4; // letters of a word that is corrected
  const SHORT = 7; // letters of a word in which one error is corrected; two in a longer one
  const MOST = 5; // nearest words that are taken together
  const PIECES = 9; // of the vocabulary that are looked through, at most
  const ARABIC_SHORTEST = 3; // as `SHORTEST`: Arabic words are written without vowels
  const ARABIC_PIECES = 16; // as `PIECES`: more words begin with the same letters
  const STEM = 0.6; // of a word: the beginning that other forms of it share
  const KNOWN = 2; // stems after which a language has an ending, at least, before others may have it
  const SHORTEST_STEM = 5; // letters of it, at least: too many words share a shorter one
  // The article of Arabic.
  // matches: اللاجئين
  // rejects: لاجئ
  const ARTICLE = /^ال/;
  // A letter of Arabic.
  // matches: ل
  // rejects: l
  const ARABIC = /[\u0600-\u06ff]/;
  // The first letter of words that are listed under another one.
  // matches: اسعار
  // rejects: سعر
  const ALEF = /^ا/;
  const HAMZAS = ['أ', 'إ', 'آ'];

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

  /** The letters of a word that is corrected, at least. @param {string} word */
  const shortestOf = (word) => (ARABIC.test(word) ? ARABIC_SHORTEST : SHORTEST);

  /** The number of errors of a typed word, if it may be the listed one; else more than any that is corrected. A short word with another letter is another word: `cafe`, `cabe`.
   *  @param {string} typed
   *  @param {string} listed */
  function countErrors(typed, listed) {
    const limit = typed.length <= SHORT ? 1 : 2;
    const shortest = shortestOf(typed);
    const isWrongLetter = typed.length === shortest && listed.length === shortest && [...typed].sort().join() !== [...listed].sort().join();
    return isWrongLetter ? limit + 1 : distance(typed, listed, limit);
  }

  /** The beginnings under which a word's nearest may be listed, the most likely first. @param {string} bare */
  function beginnings(bare) {
    const [first, second, third = ''] = bare;
    const starts = [first, first + second, second + first, second + third, first + third];
    return ARABIC.test(first) ? [...starts, ...arabicBeginnings(bare, starts)] : starts;
  }

  /** The beginnings of Arabic words with hamza, with the article, and with an error in the article.
   *  @param {string} bare
   *  @param {string[]} starts without these */
  function arabicBeginnings(bare, starts) {
    const [first, second, third = '', fourth = '', fifth = ''] = bare;
    const hamzas = starts.slice(1).filter((start) => ALEF.test(start)).flatMap((start) => HAMZAS.map((hamza) => start.replace(ALEF, hamza)));
    const broken = [third + fourth, second + fourth, fourth + fifth].map((start) => `ال${start}`);
    return [`ال${first}${second}`, ...hamzas, ...broken, 'ال'];
  }

  /** In how many pieces of the vocabulary the words with a beginning are. @param {string} start */
  async function countPieces(start) {
    const { words } = await files.header();
    return words.filter((first) => first.startsWith(start)).length + 1;
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

  /** The words of the archive among which a word's nearest are. @param {string} bare a word without accents and article */
  async function listWords(bare) {
    /** @type {Map<string, VocabularyWord>} */
    const listed = new Map();
    /** @type {string[]} */
    const taken = [];
    let left = ARABIC.test(bare) ? ARABIC_PIECES : PIECES;
    for (const start of beginnings(bare)) {
      const pieces = await countPieces(start);
      if (pieces > left || taken.some((other) => start.startsWith(other))) continue;
      left -= pieces;
      taken.push(start);
      for (const one of await wordsFrom(start)) listed.set(`${one.word} ${one.term}`, one);
    }
    return [...listed.values()];
  }

  /** @param {string} term */
  const languageOf = (term) => term.split('~')[1] ?? '';

  const pageLanguage = () => document.querySelector('#search')?.getAttribute('data-language') ?? '';

  /** The endings that words have after their stems, each with its language, and of how many stems.
   *  @param {VocabularyWord[]} listed */
  function countEndings(listed) {
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const { word, term } of listed) {
      const [stem, language] = term.split('~');
      if (!language || !word.startsWith(stem)) continue;
      const ending = `${stripAccents(word.slice(stem.length))}~${language}`;
      counts.set(ending, (counts.get(ending) ?? 0) + 1);
    }
    return counts;
  }

  /** Other forms of a word that is none of the archive's: those of the longest stem after which the word has an ending that other
   *  words have, too: `climat` and `climates`.
   *  @param {string} bare
   *  @param {VocabularyWord[]} listed
   *  @returns {VocabularyWord[]} */
  function formsByEnding(bare, listed) {
    const endings = countEndings(listed);
    const fitting = listed.filter(({ term }) => {
      const [stem, language] = stripAccents(term).split('~');
      const ending = `${bare.slice(stem.length)}~${language}`;
      return language && stem.length >= SHORTEST && bare.startsWith(stem) && (endings.get(ending) ?? 0) >= KNOWN;
    });
    const longest = Math.max(...fitting.map(({ term }) => term.length), 0);
    return fitting.filter(({ term }) => term.length === longest);
  }

  /** Words with the fewest errors, those of the page's language first, and of these the most alike with their articles.
   *  @param {string} typed a word without accents
   *  @param {VocabularyWord[]} listed */
  function leastErrors(typed, listed) {
    const bare = typed.replace(ARTICLE, '');
    const limit = bare.length <= SHORT ? 1 : 2;
    const near = listed.map((one) => {
      const word = stripAccents(one.word);
      const errors = countErrors(bare, word.replace(ARTICLE, ''));
      return { ...one, errors: Math.min(errors, countErrors(typed, word)), whole: distance(typed, word, limit) };
    });
    const least = Math.min(...near.map(({ errors }) => errors), limit);
    const own = pageLanguage();
    const isOther = (/** @type {VocabularyWord} */ { term }) => Number(languageOf(term) !== own);
    return near.filter(({ errors }) => errors === least).sort((one, other) => isOther(one) - isOther(other) || one.whole - other.whole);
  }

  /** The first word of each term: words of one term are searched together. @param {VocabularyWord[]} listed */
  function firstOfTerms(listed) {
    const terms = listed.map(({ term }) => term);
    return listed.filter(({ term }, at) => terms.indexOf(term) === at).map(({ word }) => word);
  }

  /** Other forms of a word that the archive lacks. @param {string} word @returns {Promise<string[]>} */
  async function formsOf(word) {
    const bare = stripAccents(word).replace(ARTICLE, '');
    if (bare.length < SHORTEST) return [];
    return firstOfTerms(formsByEnding(bare, await listWords(bare)));
  }

  /** The words of the archive that are nearest to a word, nearest first. @param {string} word */
  async function nearestWords(word) {
    if (word.length < shortestOf(word)) return [];
    const bare = stripAccents(word).replace(ARTICLE, '');
    const listed = await listWords(bare);
    const longer = listed.filter((one) => one.word.replace(ARTICLE, '').startsWith(bare));
    const near = leastErrors(stripAccents(word), listed);
    const kept = keepAccents(word, near.map((one) => one.word));
    const nearOrForms = [...near.filter((one) => kept.includes(one.word)), ...formsByEnding(bare, listed)];
    const others = otherForms(bare, listed.map((one) => one.word));
    const [found = []] = [longer, nearOrForms, listed.filter((one) => others.includes(one.word))].filter((some) => some.length);
    return [...new Set(firstOfTerms(found))].slice(0, MOST);
  }

  search.nearest = { distance, countErrors, otherForms, keepAccents, formsByEnding, listWords, formsOf, nearestWords };
})(globalThis.unresSearch);
