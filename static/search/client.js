/* Loads the files of the index as a query needs them, and makes of them a Lunr index that answers it.

   The files are classic scripts that call `unresSearch.receive(name, value)`: a page opened from a disk may load nothing
   else. What they hold is said in src/unres_site/search/shards.py. */
'use strict';

globalThis.unresSearch = globalThis.unresSearch || {};

(function (search) {
  const K1 = 1.2; // Lunr's own defaults
  const B = 0.75;
  const SLICE = 12; // milliseconds of work before the page may breathe

  const received = new Map();
  const asked = new Map();
  const terms = new Map(); // term → { rank, fields: [[gap, count, …], …] }, of all shards that are here
  let sliceStart = 0;

  search.receive = (name, value) => received.set(name, value);

  /** Lets the page answer its reader, if work has gone on for a while. */
  async function breathe() {
    if (performance.now() - sliceStart < SLICE) return;
    await new Promise((resolve) => setTimeout(resolve));
    sliceStart = performance.now();
  }

  function loadScript(name) {
    return new Promise((resolve, reject) => {
      const script = document.createElement('script');
      const fail = () => { asked.delete(name); reject(new Error(`search/${name}.js`)); };
      script.src = `search/${name.split('/').map(encodeURIComponent).join('/')}.js`;
      script.onload = () => (received.has(name) ? resolve(received.get(name)) : fail());
      script.onerror = fail;
      document.head.append(script);
    }).finally(() => received.delete(name));
  }

  /** The value of a file of the index, by its path below `search/` without `.js`; loaded once, tried again if it failed. */
  function file(name) {
    if (!asked.has(name)) asked.set(name, loadScript(name));
    return asked.get(name);
  }

  let headerWithAverages;

  async function header() {
    if (!headerWithAverages) {
      const found = await file('header');
      const average = (lengths) => lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
      headerWithAverages = { ...found, averages: found.lengths.map(average) };
    }
    return headerWithAverages;
  }

  /** The number of the last shard that begins at or before a term; -1 where the term stands before all. */
  function shardOf(firstTerms, term) {
    let low = 0;
    let high = firstTerms.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (firstTerms[middle] <= term) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  async function loadShards(numbers) {
    const shards = await Promise.all([...new Set(numbers)].filter((n) => n >= 0).map((n) => file(`terms/${n}`)));
    for (const [first, entries] of shards) {
      if (!entries.length || terms.has(entries[0][0])) continue;
      entries.forEach(([term, ...fields], place) => terms.set(term, { rank: first + place, fields }));
      await breathe();
    }
  }

  /** Which of the terms the archive has. */
  async function known(wanted) {
    const { shards } = await header();
    await loadShards(wanted.map((term) => shardOf(shards, term)));
    return wanted.filter((term) => terms.has(term));
  }

  /** The archive's terms that begin so, in order. */
  async function beginningWith(start) {
    const { shards } = await header();
    const last = shardOf(shards, `${start}\uffff`);
    const first = Math.max(0, shardOf(shards, start));
    await loadShards(Array.from({ length: last - first + 1 }, (_, place) => first + place));
    return [...terms.keys()].filter((term) => term.startsWith(start)).sort();
  }

  function occurrences(pairs) {
    const found = [];
    for (let place = 0, text = 0; place < pairs.length; place += 2) {
      text += pairs[place];
      found.push([text, pairs[place + 1]]);
    }
    return found;
  }

  /* Lunr's BM25 with Lunr's own rounding: see lunr.Builder.prototype.createFieldVectors. */
  function score(idf, count, length, average, boost) {
    const weight = (idf * ((K1 + 1) * count)) / (K1 * (1 - B + B * (length / average)) + count);
    return Math.round(weight * boost * 1000) / 1000;
  }

  function addTerm(about, vectors, term) {
    const { rank, fields } = terms.get(term);
    const posting = { _index: rank };
    const standing = fields.map(occurrences);
    standing.forEach((found, field) => {
      posting[about.fields[field]] = Object.fromEntries(found.map(([text]) => [text, {}]));
    });
    const idf = globalThis.lunr.idf(posting, about.texts);
    standing.forEach((found, field) => {
      for (const [text, count] of found) {
        const reference = `${about.fields[field]}/${text}`;
        if (!vectors.has(reference)) vectors.set(reference, []);
        const length = about.lengths[field][text];
        vectors.get(reference).push(rank, score(idf, count, length, about.averages[field], about.boosts[field]));
      }
    });
    return posting;
  }

  function emptyVectors(about) {
    const texts = Array.from({ length: about.texts }, (_, text) => text);
    return texts.flatMap((text) => about.fields.map((field) => [`${field}/${text}`, []]));
  }

  /** A Lunr index of just these terms. It answers any query over them as the index of all terms would, score for score.
      Its references are the texts' numbers. With `everyText` it answers queries that only exclude, too. */
  async function load(wanted, { everyText = false } = {}) {
    const about = await header();
    const here = await known([...new Set(wanted)]);
    here.sort((one, other) => terms.get(one).rank - terms.get(other).rank);
    const vectors = new Map(everyText ? emptyVectors(about) : []);
    const invertedIndex = [];
    for (const term of here) {
      invertedIndex.push([term, addTerm(about, vectors, term)]);
      await breathe();
    }
    return globalThis.lunr.Index.load({
      version: globalThis.lunr.version, fields: about.fields, fieldVectors: [...vectors], invertedIndex, pipeline: [],
    });
  }

  /** Symbol, title, date, address and language of a text, by its number. */
  async function text(number) {
    const { block } = await header();
    const [symbol, title, adopted, address, language] = (await file(`texts/${Math.floor(number / block)}`))[number % block];
    return { number, symbol, title, adopted, address, language };
  }

  async function passages({ address }) {
    return file(`passages/${address.replace(/\.html$/, '')}`);
  }

  const dates = () => file('dates');

  search.client = { header, known, beginningWith, load, text, passages, dates, breathe };
})(globalThis.unresSearch);
