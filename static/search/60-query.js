/* Finds the texts that may have what a query asks for. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { understand, isHan } = search.understanding;
  const { files, index } = search;
  const { stripAccents } = search.tokens;

  // A word whose terms are in the vocabulary. If it has two letters, it may be the beginning of a longer one.
  // matches: decl
  // rejects: 58/58
  const LISTED = /^\p{L}[\p{L}\p{N}]*$/u;
  const EXPANSIONS = 64; // words that one beginning may stand for
  const LATER = 1e-3; // of its scores an alternative loses to the one before it
  const SHORT = 4; // letters of a stem: too many words begin with a shorter one to load them all

  /** What a query asks for. Its grammar and the header are loaded at once.
   *  @param {string} query
   *  @returns {Promise<QueryPlan>} */
  async function read(query) {
    if (search.grammar.needsGrammar(query)) await Promise.all([files.grammar(), files.header()]);
    return understand(query);
  }

  /** What a query asks for, in either Chinese script. Terms are simplified, so the index lacks traditional characters. If it
   *  lacks one of the query's, the query is simplified like the texts in src/unres_site/search/terms/simplified.py.
   *  @param {string} query */
  async function understandInEitherScript(query) {
    const plan = await read(query);
    const chars = [...new Set([...plan.normal].filter(isHan))];
    const held = await Promise.all(chars.map(files.hasCharacter));
    const missing = chars.filter((_, place) => !held[place]);
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

  /** What meets a demand. A word that the archive lacks stands for all words that begin with it. Terms of several languages
   *  or words are one term, which the index merges: `climat~en|climat~fr`.
   *  @param {TermDemand} demand
   *  @returns {Promise<{ terms: string[], forms: string[], open?: boolean }>} */
  async function resolveDemand({ term, isWord }) {
    if (term.endsWith('(')) return resolveBeginning(term);
    if (!isWord || !LISTED.test(term)) return { terms: [term], forms: [term] };
    const same = await wordsSpelled(term);
    const longer = term.length > 1 ? await wordsFrom(term) : [];
    const found = same.length ? same : longer.filter(({ word }) => word.startsWith(term)).slice(0, EXPANSIONS);
    const terms = [...new Set(found.map((one) => one.term))];
    const related = same.length ? (await Promise.all(terms.map(wordsOfTerm))).flat() : [];
    const forms = [...longer, ...related].filter((one) => terms.includes(one.term)).map(({ word }) => word);
    return { terms: [terms.join('|') || term], forms: [...new Set([term, ...forms])], open: !same.length };
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

  /** Groups of terms, each once. @param {string[][]} groups */
  const distinct = (groups) => [...new Map(groups.map((group) => [group.join(' '), group])).values()];

  /** @param {ResolvedPart[]} parts */
  const isExact = (parts) => parts.every((part) => part.exact && (part.kind !== 'phrase' || !part.open));

  /** Those texts that have a part's terms in its field, or not as their own symbol.
   *  @param {Uint32Array} texts
   *  @param {ResolvedPart} part
   *  @param {boolean} citing */
  function restrict(texts, { field, terms, kind }, citing) {
    if (field) return texts.filter((text) => terms.every((term) => index.isInTitle(term, text)));
    return citing && kind === 'symbol' ? texts.filter((text) => !index.isInSymbol(terms[0], text)) : texts;
  }

  /** The texts that have the terms of all parts and none that is excluded. Whether a text has an excluded phrase of several
   *  terms is only known when it is checked.
   *  @param {ResolvedPart[]} parts
   *  @param {boolean} citing
   *  @returns {Promise<RankedTexts>} */
  async function rankParts(parts, citing) {
    const groups = distinct(parts.filter((part) => !part.excluded).flatMap((part) => part.groups));
    const none = { texts: new Uint32Array(0), total: new Float64Array(0) };
    const ranked = groups.length ? await index.rank(groups) : none;
    let { texts } = ranked;
    for (const part of parts) {
      if (part.excluded && part.exact) {
        const without = new Set((await index.rank(part.groups)).texts);
        texts = texts.filter((text) => !without.has(text));
      } else if (!part.excluded) texts = restrict(texts, part, citing);
    }
    return { ...ranked, texts };
  }

  /** The highest score of some texts. @param {RankedTexts} ranked */
  const highestOf = ({ texts, total }) => texts.reduce((most, text) => Math.max(most, total[text]), 0) || 1;

  /** The texts of any of some rankings, each with its best score. The best of each ranking are nearly equal, those of the first
   *  ranking first: scores of different words can't be compared.
   *  @param {RankedTexts[]} rankings
   *  @returns {RankedTexts} */
  function unite(rankings) {
    if (rankings.length === 1) return rankings[0];
    const best = new Map();
    const highest = Math.max(...rankings.map(highestOf));
    rankings.forEach((ranked, place) => {
      const scale = (highest / highestOf(ranked)) * (1 - LATER * place);
      for (const text of ranked.texts) best.set(text, Math.max(scale * ranked.total[text], best.get(text) ?? 0));
    });
    const total = new Float64Array(Math.max(...rankings.map((ranked) => ranked.total.length)));
    for (const [text, score] of best) total[text] = score;
    return { texts: Uint32Array.from(best.keys()).sort(), total };
  }

  /** The texts that have the terms of a query.
   *  @param {QueryPlan} plan
   *  @returns {Promise<Candidates>} */
  async function findCandidates({ readings, union = false, citing = false }) {
    const resolved = await Promise.all(readings.map((parts) => Promise.all(parts.map(resolvePart))));
    const asked = union ? resolved : resolved.slice(0, 1);
    const ranked = unite(await Promise.all(asked.map((parts) => rankParts(parts, citing))));
    const terms = asked.flat().filter((part) => !part.excluded).flatMap((part) => part.terms);
    const exact = (union || resolved.length === 1) && asked.every(isExact);
    return { ranked, terms: [...new Set(terms)], readings: resolved, exact };
  }

  /** The texts that may have what is asked, before they are checked; `parts` is the reading that holds. Of several readings it
   *  is the strictest that one of the first texts confirms.
   *  @param {QueryPlan} plan
   *  @returns {Promise<ChosenCandidates>} */
  async function find(plan) {
    const found = await findCandidates(plan);
    if (plan.union) {
      const parts = found.readings.flatMap((some, alternative) => some.map((part) => ({ ...part, alternative })));
      return { ...found, parts };
    }
    const parts = found.readings.length > 1 ? await (await files.snippets()).readingOf(found) : found.readings[0];
    return { ...found, parts };
  }

  search.query = { understandInEitherScript, find, resolvePart };
})(globalThis.unresSearch);
