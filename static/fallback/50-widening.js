/* Widens a query: by synonyms, other numerals, and what its words are called in other languages. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { wording, query: queries } = search;
  const { listTranslations } = search.translating;
  const { readWords } = search.understanding;
  const FEW = 4; // results: with more, synonyms are not searched
  const SYNONYMS = 6; // that are searched, at most
  const ALTERNATIVES = 3; // of a query that are translated, at most

  /** What each of several alternatives is called in other languages, of the first few. @param {ResolvedPart[][]} readings */
  async function translateReadings(readings) {
    return (await Promise.all(readings.slice(0, ALTERNATIVES).map(listTranslations))).flat();
  }

  /** The same for alternatives of which none is found. @param {QueryPart[][]} readings */
  async function translateAlternatives(readings) {
    return translateReadings(await Promise.all(readings.map((parts) => Promise.all(parts.map(queries.resolvePart)))));
  }

  /** A query that may also be met by synonyms of its words and by its words in other languages; undefined if there are none.
   *  @param {AnswerState} state
   *  @returns {Promise<WiderPlan | undefined>} */
  async function widenPlan({ plan, found, shown, instead }) {
    if (plan.normal.includes('"')) return undefined;
    const isLacking = found.parts.some(({ open }) => open); // of a word, whose beginning others have: `icc`, `iccd`
    const synonyms = plan.union || instead || (shown.length > FEW && !isLacking) ? [] : wording.listSynonyms(plan.normal, ['=']);
    const asked = plan.union ? found.readings.slice(0, instead ? 1 : undefined) : [found.parts]; // of what is meant the nearest
    const translations = await translateReadings(asked);
    const numerals = wording.changeNumerals(plan.normal);
    const others = plan.union || instead || numerals === plan.normal ? [] : [numerals];
    const words = [...new Set([...others, ...synonyms.slice(0, SYNONYMS), ...translations])];
    const readings = words.map((text) => readWords(search.tokens.normalize(text)).at(-1) ?? []);
    if (!words.length) return undefined;
    const own = plan.union ? plan.readings : plan.readings.slice(-1);
    return { words: words.map((text) => text.replaceAll('title:', '')).join(', '), plan: { ...plan, union: true, readings: [...own, ...readings] } };
  }

  search.widening = { translateAlternatives, widenPlan };
})(globalThis.unresSearch);
