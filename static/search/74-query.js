/* Finds the texts that may have what a query asks for. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { files, index, terms: { askedReadings, understandInEitherScript, resolvePart } } = search;
  const LATER = 1e-3; // of its scores an alternative loses to the one before it

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

  /** All texts, none before another. @returns {Promise<RankedTexts>} */
  async function everyText() {
    const { texts } = await files.header();
    return { texts: Uint32Array.from({ length: texts }, (_, number) => number), total: new Float64Array(texts) };
  }

  /** The texts that have the terms of all parts and none that is excluded; of all texts, if nothing else is asked. Whether a text
   *  has an excluded phrase of several terms is only known when it is checked.
   *  @param {ResolvedPart[]} parts
   *  @param {boolean} citing
   *  @returns {Promise<RankedTexts>} */
  async function rankParts(parts, citing) {
    const groups = distinct(parts.filter((part) => !part.excluded).flatMap((part) => part.groups));
    if (!parts.length) return { texts: new Uint32Array(0), total: new Float64Array(0) };
    const ranked = groups.length ? await index.rank(groups) : await everyText();
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
    const asked = askedReadings({ readings: resolved, union });
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

  search.query = { understandInEitherScript, resolvePart, find };
})(globalThis.unresSearch);
