/* Checks results in their texts, ten at a time: which have what is asked, and where. Counts the values of filters. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { files, index, passages, checks, results } = search;
  const GLANCE = 1; // texts that are looked at while a reader types
  /** The verdict on a text that was not looked at. @type {TextVerdict} */
  const UNSEEN = { has: true, inSymbol: false, anchor: '', title: [], ranges: [] };
  const ALL_CHECKED = 20; // if there are no more candidates, all are checked
  const PATIENCE = 50; // candidates checked for one page of results, once there is a result
  const LOOKS = 16; // candidates of a first page that are checked if no text is known to have it: each is two files

  /** @param {number} number */
  async function loadText(number) {
    const text = await files.text(number);
    return { number, text, found: await files.passages(text) };
  }

  /** Texts with their verdicts. All are loaded at once and then checked one after the other, with pauses between them.
   *  @param {ArrayLike<number>} numbers
   *  @param {SoughtPart[]} parts
   *  @returns {Promise<CheckedText[]>} */
  async function checkTexts(numbers, parts) {
    /** @type {CheckedText[]} */
    const checked = [];
    for (const { number, text, found } of await Promise.all(Array.from(numbers, loadText))) {
      await files.pause();
      checked.push({ number, text, verdict: checks.check(parts, passages.read(found), text) });
    }
    return checked;
  }

  /** The strictest reading that one of the first candidates has; the loosest if none has a stricter one.
   *  @param {Candidates} found */
  async function readingOf({ ranked, readings }) {
    for (const parts of readings.slice(0, -1)) {
      const first = await checkTexts(index.best(ranked, 0, ALL_CHECKED), parts);
      if (first.some(({ verdict }) => verdict.has)) return parts;
    }
    return readings[readings.length - 1];
  }

  /** @param {Candidates} found */
  const mayCheckAll = ({ ranked, exact }) => !exact && ranked.texts.length <= ALL_CHECKED;

  /** Candidates of which all are checked if they are few. Those that lack what is asked are `missed`.
   *  @param {ChosenCandidates} found
   *  @returns {Promise<CheckedCandidates>} */
  async function prove(found) {
    if (!mayCheckAll(found)) return { ...found, missed: [] };
    const checked = await checkTexts(found.ranked.texts, found.parts);
    const texts = Uint32Array.from(checked.filter(({ verdict }) => verdict.has), ({ number }) => number);
    const missed = checked.filter(({ verdict }) => !verdict.has).map(({ number }) => number);
    return { ...found, ranked: { ...found.ranked, texts }, missed, exact: true };
  }

  /** Resolutions with a verdict each: of the first of its texts that has what is asked, else of its first text.
   *  @param {number[][]} resolutions the texts of each
   *  @param {SoughtPart[]} parts
   *  @returns {Promise<CheckedText[]>} */
  async function checkResolutions(resolutions, parts) {
    const checked = await checkTexts(resolutions.map(([first]) => first), parts);
    for (let at = 0; at < checked.length; at += 1) {
      const [, ...others] = checked[at].verdict.has ? [] : resolutions[at];
      const inOthers = await checkTexts(others, parts);
      checked[at] = inOthers.find(({ verdict }) => verdict.has) ?? checked[at];
    }
    return checked;
  }

  /** The next results, and the texts that were checked and lack what is asked.
   *  @param {ResolutionQueue} waiting
   *  @param {SoughtPart[]} parts
   *  @param {number} wanted
   *  @param {number} patience the number of candidates to check if there is no result */
  async function nextResults(waiting, parts, wanted, patience = PATIENCE) {
    /** @type {CheckedText[]} */
    const shown = [];
    /** @type {number[]} */
    const missed = [];
    const room = () => (shown.length ? PATIENCE : patience) - shown.length - missed.length;
    while (waiting.left() && shown.length < wanted && room() > 0) {
      const batch = await waiting.take(Math.min(wanted - shown.length, room()));
      for (const one of await checkResolutions(batch, parts)) {
        if (one.verdict.has) shown.push(one);
        else missed.push(one.number);
      }
    }
    return { shown, missed };
  }

  /** The next results of which it is known that they have what is asked. While a reader types, only the first few are looked at.
   *  @param {ResolutionQueue} waiting
   *  @param {SoughtPart[]} parts
   *  @param {number} wanted */
  async function glance(waiting, parts, wanted) {
    const batch = await waiting.take(wanted);
    const looked = await checkResolutions(batch.slice(0, GLANCE), parts);
    const others = batch.slice(GLANCE).map(async ([number]) => ({ number, text: await files.text(number), verdict: UNSEEN }));
    return { shown: [...looked, ...await Promise.all(others)], missed: [] };
  }

  /** Texts that have some of the words. If there are results, these are only texts that were checked before.
   *  @param {QueryPlan} plan
   *  @param {Candidates} found
   *  @param {number[]} missed
   *  @param {CheckedText[]} shown the results
   *  @param {number} wanted */
  async function partialMatches(plan, { readings }, missed, shown, wanted) {
    if (shown.length && !missed.length) return [];
    const { resolutions } = await files.header();
    const { texts, parts } = await checks.near(plan, readings, wanted + missed.length);
    const seen = new Set(shown.map(({ number }) => resolutions[number]));
    const distinct = [...missed, ...(shown.length ? [] : texts)].filter((text) => {
      const isNew = !seen.has(resolutions[text]);
      seen.add(resolutions[text]);
      return isNew;
    });
    return checkTexts(distinct.slice(0, wanted), parts);
  }

  /** In how many resolutions the texts have each value.
   *  @param {SearchHeader} header
   *  @param {Uint32Array} texts
   *  @param {FilterColumn[]} lists
   *  @returns {Map<string, number>} */
  function countValues({ resolutions }, texts, lists) {
    const found = new Map();
    for (const { names, of } of lists) {
      const counts = new Uint32Array(names.length);
      const counted = new Uint8Array(names.length * resolutions.length); // for each resolution its values
      for (const text of texts) {
        const value = of[text];
        const place = resolutions[text] * names.length + value;
        counts[value] += 1 - counted[place];
        counted[place] = 1;
      }
      names.forEach((name, place) => { if (name && counts[place]) found.set(name, counts[place]); });
    }
    return found;
  }

  /** For each filter its values in the archive's order, with the number of resolutions that pass the other filters.
   *  @param {Uint32Array} texts
   *  @param {SearchRequest} asked */
  async function countFilters(texts, asked) {
    const found = await results.loadColumns();
    const header = await files.header();
    /** @type {Record<string, Map<string, number>>} */
    const counts = {};
    for (const name of results.FILTERS) {
      counts[name] = countValues(header, await results.filterTexts(texts, asked, name), found[name]);
      await files.pause();
    }
    return counts;
  }

  search.looks = { mayCheckAll, LOOKS, PATIENCE, readingOf, prove, nextResults, glance, partialMatches, countFilters };
})(globalThis.unresSearch);
