/* Finds the titles that have most of a query's words in another language, of which each may be called in several ways. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { files, index, share, query: queries } = search;
  const { normalize } = search.tokens;
  const { readWords } = search.understanding;
  const MOST = 0.6; // of the weight of all words: what a title has at least
  const NEAR_BEST = 0.85; // of the weight of the best title: what the others have at least
  const POSSIBLE = 0.5; // weight of a word whose translations are only possible
  const LATER = 0.9; // weight of a way, of that before it
  const TITLES = 3; // whose words are asked for
  const CORRECTED = 12; // that are compared with a phrase

  /** @param {number[]} weights */
  const sum = (weights) => weights.reduce((all, one) => all + one, 0);

  /** The texts that have some words in their title. @param {string} words @returns {Promise<number[]>} */
  async function textsWith(words) {
    const parts = await Promise.all((readWords(normalize(words)).at(-1) ?? []).map(queries.resolvePart));
    const terms = [...new Set(parts.flatMap((part) => part.terms))];
    const held = await index.load(terms);
    if (!held.length || held.length < terms.length) return [];
    const [first, ...others] = held.map(({ fields }) => new Set(fields[1].texts));
    return [...first].filter((text) => others.every((texts) => texts.has(text)));
  }

  /** What each text has of a word in its title: the first of the ways to call it, and the weight of that.
   *  @param {string[]} ways the likely one first, or an empty text if all are only possible
   *  @param {number} all how many texts there are
   *  @returns {Promise<Map<number, { way: string, weight: number }>>} */
  async function weighWays(ways, all) {
    const found = new Map();
    const held = await Promise.all(ways.map((way) => (way ? textsWith(way) : [])));
    const having = new Set(held.flat()).size;
    held.forEach((texts, place) => {
      const weight = (ways[0] ? 1 : POSSIBLE) * LATER ** place * Math.log(1 + all / (having || 1));
      for (const text of texts) if (!found.has(text)) found.set(text, { way: ways[place], weight });
    });
    return found;
  }

  /** The words of those titles that have most of a query's words.
   *  @param {string[][]} words the ways to call each
   *  @returns {Promise<string[]>} */
  async function listWordsOfTitles(words) {
    const { texts } = await files.header();
    const weighed = await Promise.all(words.map((ways) => weighWays(ways, texts)));
    const rarest = (/** @type {number} */ at) => (words[at][0] ? 1 : POSSIBLE) * Math.log(1 + texts); // no title has it
    const highest = weighed.map((held, at) => Math.max(0, ...[...held.values()].map(({ weight }) => weight)) || rarest(at));
    /** @type {Map<string, number>} */
    const found = new Map();
    for (const text of new Set(weighed.flatMap((held) => [...held.keys()]))) {
      const met = weighed.flatMap((held) => held.get(text) ?? []);
      found.set([...new Set(met.map(({ way }) => way))].join(' '), sum(met.map(({ weight }) => weight)));
    }
    const least = Math.max(MOST * sum(highest), NEAR_BEST * Math.max(0, ...found.values()));
    const best = [...found].filter(([, weight]) => weight >= least).sort(([, one], [, other]) => other - one);
    return best.slice(0, TITLES).map(([said]) => said);
  }

  /** A phrase of Han as a title writes it, if they differ by one character; empty if none does. @param {string} phrase */
  async function correctPhrase(phrase) {
    const chars = [...phrase];
    const held = await Promise.all(chars.map(textsWith));
    const counts = new Map();
    for (const text of held.flat()) counts.set(text, (counts.get(text) ?? 0) + 1);
    const likely = [...counts.keys()].filter((text) => counts.get(text) >= chars.length - 1).slice(0, CORRECTED);
    const cards = await Promise.all(likely.map(files.text));
    return cards.map(({ title }) => share.findAlike(phrase, normalize(title))).find(Boolean) ?? '';
  }

  search.titles = { listWordsOfTitles, correctPhrase };
})(globalThis.unresSearch);
