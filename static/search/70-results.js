/* Which of the texts that may have what is asked pass the filters, and in which order they come. */
'use strict';

globalThis.unresSearch = globalThis.unresSearch || {};

(function (search) {
  const { files, index } = search;
  const CHUNK = 50; // texts that Lunr puts in order at a time
  const PAGE = 10; // results shown at a time
  const FILTERS = ['session', 'year', 'organ', 'topic'];

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

  // Order.

  /* By date, newest first; texts of one day in the order of the archive. Numbers sort by themselves. */
  async function newestFirst(texts) {
    const runs = await files.file('dates');
    const days = runs.flatMap(([day, count]) => Array(count).fill(Number(day.replaceAll('-', ''))));
    const keys = Float64Array.from(texts, (text) => (1e8 - days[text]) * 2 ** 24 + text).sort();
    return Array.from(keys, (key) => key % 2 ** 24);
  }

  const ordered = new WeakMap(); // texts → for each number of texts before it, a chunk of them in order

  async function chunkOf({ ranked, terms }, texts, from) {
    if (!ordered.has(texts)) ordered.set(texts, new Map());
    const chunks = ordered.get(texts);
    if (!chunks.has(from)) {
      await files.breathe();
      chunks.set(from, (await index.ask(terms, index.best({ ...ranked, texts }, from, CHUNK))).map(({ number }) => number));
    }
    return chunks.get(from);
  }

  /** Hands texts out in their order, a few at a time: `left()` how many there are, `take(count)` the next ones. */
  async function queue(found, texts, sort) {
    let ready = sort === 'date' ? await newestFirst(texts) : [];
    let done = ready.length;
    const left = () => texts.length - done + ready.length;
    const take = async (count) => {
      while (ready.length < count && done < texts.length) {
        const chunk = await chunkOf(found, texts, done);
        done += chunk.length;
        ready = [...ready, ...chunk];
      }
      return ready.splice(0, count);
    };
    return { left, take };
  }

  search.results = { PAGE, FILTERS, columnsOf, passing, queue };
})(globalThis.unresSearch);
