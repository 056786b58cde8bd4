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

  const lookAt = (numbers, parts) => Promise.all(Array.from(numbers, (number) => look(number, parts)));

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

  // Filters: the values that texts have, as numbers. Sessions, years and organs are runs of texts; topics may be several.

  /* One value a text: { names, of: a list of one number a text }. */
  function runs(list, texts) {
    const names = [...new Set(list.map(([value]) => value))];
    const of = new Uint16Array(texts);
    let text = 0;
    for (const [value, count] of list) { of.fill(names.indexOf(value), text, text + count); text += count; }
    return [{ names, of }];
  }

  /* Any number of values a text: a list a topic, which is the topic's own name or none. */
  async function topics({ texts, topics: some }) {
    return (some ? await files.file('topics') : []).map(([topic, gaps]) => {
      const of = new Uint16Array(texts);
      let number = -1;
      for (const gap of search.numbers.numbers(gaps)) { number += gap + 1; of[number] = 1; }
      return { names: ['', topic], of };
    });
  }

  let columns;

  async function columnsOf() {
    if (!columns) {
      const about = await files.header();
      const [session, year, organ] = [about.sessions, about.years, about.organs].map((list) => runs(list, about.texts));
      columns = { session, year, organ, topic: await topics(about) };
    }
    return columns;
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

  /* The texts that have a value, of those given. */
  function having(texts, lists, value) {
    return texts.filter((text) => lists.some(({ names, of }) => names[of[text]] === value));
  }

  /** The texts that pass all filters, but for one that may be left out. */
  async function passing(texts, asked, skipped) {
    const found = await columnsOf();
    const active = FILTERS.filter((name) => name !== skipped && asked[name]);
    return active.reduce((left, name) => having(left, found[name], asked[name]), texts);
  }

  /** For each filter its values, in the order of the archive, with how many texts the other filters leave them. */
  async function counted(texts, asked) {
    const found = await columnsOf();
    const counts = {};
    for (const name of FILTERS) {
      counts[name] = countsOf(await passing(texts, asked, name), found[name]);
      await files.breathe();
    }
    return counts;
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

  search.results = { FILTERS, find, prove, passing, counted, queue, page, nearby };
})(globalThis.unresSearch);
