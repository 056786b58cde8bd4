/* Results looked at in their texts, ten at a time: which bear the look, where their words stand, what filters count. */
'use strict';

(function (search) {
  const { files, index, passages, checks, results } = search;
  const ALL_CHECKED = 20; // so many candidates are all looked at
  const PATIENCE = 50; // candidates looked at for one page of results, if any bears the look

  async function loaded(number) {
    const text = await files.text(number);
    return { number, text, found: await files.passages(text) };
  }

  /** The texts with what a look at their passages shows. All are fetched at once, and read one after the other: what waits
      for its file would go on in the same task as all others, without a breath between them. */
  async function lookAt(numbers, parts) {
    const looked = [];
    for (const { number, text, found } of await Promise.all(Array.from(numbers, loaded))) {
      await files.breathe();
      looked.push({ number, text, verdict: checks.check(parts, passages.read(found), text) });
    }
    return looked;
  }

  /** Of several readings the strictest that any of the first candidates bears out; the loosest where none does. */
  async function readingOf({ ranked, readings }) {
    for (const parts of readings.slice(0, -1)) {
      const first = await lookAt(index.best(ranked, 0, ALL_CHECKED), parts);
      if (first.some(({ verdict }) => verdict.has)) return parts;
    }
    return readings.at(-1);
  }

  const isFew = ({ ranked, exact }) => !exact && ranked.texts.length <= ALL_CHECKED;

  /** The same where candidates are few: only those that bear the look, which proves it; the others are `missed`. */
  async function prove(found) {
    if (!isFew(found)) return { ...found, missed: [] };
    const looked = await lookAt(found.ranked.texts, found.parts);
    const [texts, missed] = [true, false].map((has) => (
      looked.filter(({ verdict }) => verdict.has === has).map(({ number }) => number)));
    return { ...found, ranked: { ...found.ranked, texts }, missed, exact: true };
  }

  /** The next results that bear a look, at most so many, and the texts that do not: { shown, missed }. */
  async function page(waiting, parts, wanted) {
    const shown = [];
    const missed = [];
    for (let looks = 0; waiting.left() && shown.length < wanted && (looks < PATIENCE || !shown.length);) {
      const batch = await waiting.take(wanted - shown.length);
      looks += batch.length;
      for (const one of await lookAt(batch, parts)) {
        if (one.verdict.has) shown.push(one);
        else missed.push(one.number);
      }
    }
    return { shown, missed };
  }

  /** What nearly has the words, with those marked that it has. Where something is found, only what was looked at. */
  async function nearby(plan, { readings }, missed, count, wanted) {
    if (count && !missed.length) return [];
    const { texts, parts } = await checks.near(plan, readings, wanted + missed.length);
    const others = count ? [] : texts.filter((number) => !missed.includes(number));
    return lookAt([...missed, ...others].slice(0, wanted), parts);
  }

  function countsOf(texts, lists) {
    const found = new Map();
    for (const { names, of } of lists) {
      const counts = new Uint32Array(names.length);
      for (const text of texts) counts[of[text]] += 1;
      names.forEach((name, place) => { if (name && counts[place]) found.set(name, counts[place]); });
    }
    return found;
  }

  /** For each filter its values, in the order of the archive, with how many texts the other filters leave them. */
  async function counted(texts, asked) {
    const found = await results.columnsOf();
    const counts = {};
    for (const name of results.FILTERS) {
      counts[name] = countsOf(await results.passing(texts, asked, name), found[name]);
      await files.breathe();
    }
    return counts;
  }

  search.looks = { readingOf, prove, page, nearby, counted };
})(globalThis.unresSearch);
