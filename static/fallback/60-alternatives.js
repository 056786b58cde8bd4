/* What is searched instead of a query that finds nothing, one after the other. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { wording, share, abbreviations, titles, translating, widening, query: queries } = search;
  const { correct, changeForms } = search.correcting;
  const { readWords, isHan } = search.understanding;
  const SENTENCE = 12; // characters of a query that may be a sentence
  const LEAST_HAN = 3; // characters of a phrase in which one may be wrong

  /** A query of some texts, of which one is enough. @param {QueryPlan} plan @param {string[]} texts @returns {QueryPlan} */
  function planOf(plan, texts) {
    const readings = texts.map((text) => readWords(text).at(-1) ?? []).filter((parts) => parts.length);
    return { normal: texts[0].replaceAll('title:', ''), language: plan.language, union: readings.length > 1, readings: readings.length ? readings : [[]] };
  }

  /** Whether a query is nothing but symbols or facts. @param {QueryPlan} plan */
  const isWhole = ({ readings: [[part]] }) => part?.kind === 'symbol' || part?.kind === 'fact';

  /** Whether a query is one phrase of Han that is long enough to have a wrong character. @param {string} normal */
  const isPhrase = (normal) => readWords(normal).at(-1)?.length === 1 && normal.length >= LEAST_HAN && [...normal].every(isHan);

  /** Other ways to say a query, each with what it says: the words that are searched instead.
   *  @param {QueryPlan} plan
   *  @returns {AsyncGenerator<QueryPlan>} */
  async function* otherPlans(plan) {
    const seen = new Set([plan.normal]);
    /** @param {string[]} texts */
    function* offer(...texts) {
      const fresh = texts.map((text) => text.trim()).filter((text) => text && !seen.has(text));
      for (const text of fresh) seen.add(text);
      if (fresh.length) yield planOf(plan, fresh);
    }
    if (plan.union) yield* offer(...await widening.translateAlternatives(plan.readings));
    yield* offer(...wording.listSynonyms(plan.normal));
    if (isPhrase(plan.normal)) yield* offer(await titles.correctPhrase(plan.normal));
    yield* offer(...await abbreviations.listNames(plan.normal));
    yield* offer(...await changeForms(plan.normal));
    yield* offer(...await translating.translateWords(plan.normal));
    const bare = wording.dropFrame(plan.normal);
    yield* offer(bare);
    yield* offer(wording.changeNumerals(bare), ...wording.listSynonyms(bare), ...await abbreviations.listNames(bare));
    const spaced = wording.splitBorders(bare);
    yield* offer(spaced, ...wording.listSynonyms(spaced));
    const short = wording.dropStopWords(spaced);
    yield* offer(short, wording.changeNumerals(short), ...wording.listSynonyms(short));
    if (isPhrase(short)) yield* offer(await share.correctPhrase(short));
    const corrected = await correct(short);
    yield* offer(...corrected);
    yield* offer(...corrected.map(wording.dropStopWords));
  }

  /** What may be meant by a query that finds nothing, nearest first: each as a plan with its candidates.
   *  @param {QueryPlan} plan
   *  @param {number} candidates how many texts had the terms of the query and were looked at in vain
   *  @returns {AsyncGenerator<OtherAnswer>} */
  async function* otherAnswers(plan, candidates) {
    const isPassage = !plan.readings[0].length; // it is compared as a whole at once
    if (!isPassage && plan.normal.includes('"')) return; // words in quotation marks are meant as they are; a passage may have some
    if (!isPassage) {
      for await (const other of isWhole(plan) ? [planOf(plan, [plan.normal])] : otherPlans(plan)) {
        const likely = await queries.find(other);
        if (likely.ranked.texts.length) yield { plan: other, likely };
      }
    }
    const isPhrase = plan.readings[0].length === 1 && plan.normal.length < SENTENCE;
    if (isWhole(plan) || (isPhrase && candidates)) return; // the words of a short phrase are somewhere, only not together
    const short = wording.dropStopWords(wording.dropFrame(plan.normal)) || plan.normal;
    const [words] = isPassage ? [plan.normal] : await correct(short);
    const said = [words, wording.changeNumerals(words)].filter((text, at, all) => all.indexOf(text) === at).join(' ');
    const found = await share.rankByShare(said, isPassage ? undefined : await translating.translateEach(said));
    const isFound = !isPassage || found.passage.whole.length;
    yield { plan, ...isFound ? found : await share.rankByShare(said, await translating.translateEach(said)) };
  }

  search.receive('fallback', '', { otherAnswers, widenPlan: widening.widenPlan });
})(globalThis.unresSearch);
