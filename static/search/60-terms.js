/* Reads what a query asks for, and finds the terms that meet it. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { understand, isHan } = search.understanding;
  const { files } = search;
  const { stripAccents } = search.tokens;

  // A word whose terms are in the vocabulary. If it has two letters, it may be the beginning of a longer one.
  // matches: decl
  // rejects: 58/58
  const LISTED = /^\p{L}[\p{L}\p{N}]*$/u;
  const EXPANSIONS = 64; // words that one beginning may stand for
  const SHORT = 4; // letters of a stem: too many words begin with a shorter one to load them all

  /** What a query asks for. Its grammar and the header are loaded at once.
   *  @param {string} query
   *  @returns {Promise<QueryPlan>} */
  async function read(query) {
    if (search.grammar.needsGrammar(query)) await Promise.all([files.grammar(), files.header()]);
    return understand(query);
  }

  /** The parts of a query that are looked for: those of its alternatives or, of several readings, those of the strictest.
   *  @template T @param {{ readings: T[], union?: boolean }} plan @returns {T[]} */
  const askedReadings = ({ readings, union = false }) => (union ? readings : readings.slice(0, 1));

  /** The Han characters of a query that no text has. Those of its terms are in some text, if their terms are; of the others the
   *  directory tells. @param {QueryPlan} plan */
  async function missingCharacters(plan) {
    const parts = askedReadings(plan).flat().filter(({ excluded }) => !excluded);
    const terms = parts.flatMap(({ demands }) => demands.map(({ term }) => term)).filter((term) => [...term].every(isHan));
    const held = new Set([...(await files.entriesOf(terms)).keys()].join(''));
    const open = [...new Set(plan.normal)].filter((char) => isHan(char) && !held.has(char));
    const found = await Promise.all(open.map(files.hasCharacter));
    return open.filter((_, place) => !found[place]);
  }

  /** What a query asks for, in either Chinese script. Terms are simplified, so the index lacks traditional characters. If it
   *  lacks one of the query's, the query is simplified like the texts in src/unres_site/search/terms/simplified.py.
   *  @param {string} query */
  async function understandInEitherScript(query) {
    const plan = await read(query);
    const missing = await missingCharacters(plan);
    if (!missing.length) return plan;
    /** @type {string[][]} */
    const [traditional, simplified] = (await files.listed('simplified')).map((/** @type {string} */ text) => [...text]);
    if (!missing.some((char) => traditional.includes(char))) return plan;
    return read(Array.from(plan.normal, (char) => simplified[traditional.indexOf(char)] || char).join(''));
  }

  /** The words that begin with a text, and their neighbours. @param {string} start */
  const wordsFrom = (start) => files.wordsBetween(start, `${start}\uffff`);

  /** The words of a term, and others. They begin with its stem, or are listed with it. @param {string} term */
  function wordsOfTerm(term) {
    const [stem] = term.split('~');
    return stem.length < SHORT ? files.wordsBetween(term, term) : wordsFrom(stem);
  }

  /** The words with a spelling; if there is none, those that differ from it by accents. @param {string} term */
  async function wordsSpelled(term) {
    for (const spelling of new Set([term, stripAccents(term)])) {
      const found = (await files.wordsBetween(spelling, spelling)).filter(({ word }) => word === spelling);
      if (found.length) return found;
    }
    return [];
  }

  /** The symbols that begin with a number: `1325(` is 1325(2000). @param {string} start */
  async function resolveBeginning(start) {
    const found = (await wordsFrom(start)).map(({ term }) => term).filter((term) => term.startsWith(start));
    return { terms: [found.join('|') || start], forms: found };
  }

  /** What meets a demand. A word that the archive lacks stands for all words that begin with it, but not
   *  within quotation marks. Terms of several languages or words are one term, which the index merges: `climat~en|climat~fr`.
   *  @param {TermDemand} demand
   *  @returns {Promise<{ terms: string[], forms: string[], open?: boolean }>} */
  async function resolveDemand({ term, isWord, isWhole = false }) {
    if (term.endsWith('(')) return resolveBeginning(term);
    if (!isWord || !LISTED.test(term)) return { terms: [term], forms: [term] };
    const same = await wordsSpelled(term);
    const longer = term.length > 1 && !isWhole ? await wordsFrom(term) : [];
    const found = same.length ? same : longer.filter(({ word }) => word.startsWith(term)).slice(0, EXPANSIONS);
    const terms = [...new Set(found.map((one) => one.term))];
    const related = same.length ? (await Promise.all(terms.map(wordsOfTerm))).flat() : [];
    const forms = [...longer, ...related].filter((one) => terms.includes(one.term)).map(({ word }) => word);
    return { terms: [terms.join('|') || term], forms: [...new Set([term, ...forms])], open: !same.length && !isWhole };
  }

  /** A part with the terms that meet its demands. @param {QueryPart} part @returns {Promise<ResolvedPart>} */
  async function resolvePart(part) {
    const groups = await Promise.all(part.demands.map(resolveDemand));
    return {
      ...part,
      term: part.kind === 'symbol' ? groups[0].terms[0] : part.term,
      groups: groups.map(({ terms }) => terms),
      terms: groups.flatMap(({ terms }) => terms),
      forms: groups.flatMap(({ forms }) => forms),
      open: groups.some(({ open }) => open),
    };
  }

  search.terms = { askedReadings, understandInEitherScript, resolvePart };
})(globalThis.unresSearch);
