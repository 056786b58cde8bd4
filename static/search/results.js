/* From what is asked to results: which texts have it, what filters leave, in which order, looked at ten at a time. */
'use strict';

(function (search) {
  const { files, index, passages, query: queries } = search;
  const CHUNK = 50; // texts that Lunr puts in order at a time
  const PATIENCE = 50; // candidates looked at for one page of results, if any bears the look
  const FILTERS = ['session', 'year', 'organ', 'topic'];

  /** A text with what the look at its passages shows. */
  async function look(number, parts) {
    const text = await files.text(number);
    const found = (await files.passages(text)).map(passages.passage);
    await files.breathe();
    return { number, text, verdict: queries.check(parts, found, number) };
  }

  const lookAt = (numbers, parts) => Promise.all(numbers.map((number) => look(number, parts)));

  /* The strictest reading that any of the first candidates bears out; the loosest where none does. */
  async function readingOf({ ranked, readings }) {
    for (const parts of readings.slice(0, -1)) {
      const first = await lookAt(index.best(ranked, 0, queries.ALL_CHECKED), parts);
      if (first.some(({ verdict }) => verdict.has)) return parts;
    }
    return readings.at(-1);
  }

  /** What may be a result, before any look: { ranked, terms, parts, exact }. */
  async function find(plan) {
    const found = await queries.candidates(plan);
    return { ...found, parts: await readingOf(found) };
  }

  const isFew = ({ ranked, exact }) => !exact && ranked.texts.length <= queries.ALL_CHECKED;

  /** The same where candidates are few: only those that bear the look, which proves it; the others are `missed`. */
  async function prove(found) {
    if (!isFew(found)) return { ...found, missed: [] };
    const looked = await lookAt(found.ranked.texts, found.parts);
    const [texts, missed] = [true, false].map((has) => (
      looked.filter(({ verdict }) => verdict.has === has).map(({ number }) => number)));
    return { ...found, ranked: { ...found.ranked, texts }, missed, exact: true };
  }

  // Filters: values of each text, as a list; sessions, years and organs are runs of texts.

  const spread = (runs) => runs.flatMap(([value, count]) => Array(count).fill([value]));

  async function topics({ texts, topics: some }) {
    const values = Array.from({ length: texts }, () => []);
    for (const [topic, gaps] of some ? await files.file('topics') : []) {
      let number = -1;
      for (const gap of search.numbers.numbers(gaps)) { number += gap + 1; values[number].push(topic); }
    }
    return values;
  }

  let allValues;

  async function valuesOf() {
    if (!allValues) {
      const about = await files.header();
      const [session, year, organ] = [about.sessions, about.years, about.organs].map(spread);
      allValues = { session, year, organ, topic: await topics(about) };
    }
    return allValues;
  }

  function countsOf(texts, values) {
    const found = new Map();
    for (const text of texts) for (const value of values[text]) if (value) found.set(value, (found.get(value) || 0) + 1);
    return found;
  }

  /** The texts that pass all filters, and for each filter its values with how many texts the other filters leave them:
      { texts, counts }. Values stand in the order of the archive. */
  async function filtered(texts, asked) {
    const values = await valuesOf();
    const passes = (name) => (text) => !asked[name] || values[name][text].includes(asked[name]);
    const without = (skipped) => FILTERS.filter((name) => name !== skipped)
      .reduce((left, name) => left.filter(passes(name)), texts);
    const counts = Object.fromEntries(FILTERS.map((name) => [name, countsOf(without(name), values[name])]));
    return { texts: without(), counts };
  }

  // Order.

  /* By date, newest first; texts of one day in the order of the archive. Numbers sort by themselves. */
  async function newestFirst(texts) {
    const runs = await files.file('dates');
    const days = runs.flatMap(([day, count]) => Array(count).fill(Number(day.replaceAll('-', ''))));
    const keys = Float64Array.from(texts, (text) => (1e8 - days[text]) * 2 ** 24 + text).sort();
    return Array.from(keys, (key) => key % 2 ** 24);
  }

  /** Hands texts out in their order, a few at a time: `left()` how many there are, `take(count)` the next ones. */
  async function queue({ ranked, terms }, texts, sort) {
    let ready = sort === 'date' ? await newestFirst(texts) : [];
    let done = ready.length;
    const left = () => texts.length - done + ready.length;
    const take = async (count) => {
      while (ready.length < count && done < texts.length) {
        const chunk = index.best({ ...ranked, texts }, done, CHUNK);
        done += chunk.length;
        ready = [...ready, ...(await index.ask(terms, chunk)).map(({ number }) => number)];
      }
      return ready.splice(0, count);
    };
    return { left, take };
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
    const { texts, parts } = await queries.near(plan, readings, wanted + missed.length);
    const others = count ? [] : texts.filter((number) => !missed.includes(number));
    return lookAt([...missed, ...others].slice(0, wanted), parts);
  }

  search.results = { FILTERS, find, prove, filtered, queue, page, nearby };
})(globalThis.unresSearch);
