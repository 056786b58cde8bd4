/* The parts that a text must have become a search through the index and the texts themselves. */
'use strict';

globalThis.unresSearch = globalThis.unresSearch || {};

(function (search) {
  const { understand, isHan } = search.understanding;
  const { files, index, passages } = search;

  const BEGINNING = /^\p{L}[\p{L}\p{N}]+$/u;
  const ALL_CHECKED = 20; // so many candidates are all looked at
  const OPENED = 64; // words that one beginning may stand for

  /* Whether the archive has a Han character; a large group of terms proves it. */
  async function isHeld(char) {
    const { where } = await files.header();
    return where.groups.has(char) || (await files.entriesOf([char])).has(char);
  }

  /** The same for a query that may be in traditional script: it is, if it has a character that the archive lacks and that
      has a simplified one; then all of its characters that have one are taken for these. */
  async function understood(query) {
    const plan = understand(query);
    const lacking = [];
    for (const char of new Set([...plan.normal].filter(isHan))) if (!await isHeld(char)) lacking.push(char);
    if (!lacking.length) return plan;
    const [traditional, simplified] = await files.file('simplified', (found) => found.map((text) => [...text]));
    if (!lacking.some((char) => traditional.includes(char))) return plan;
    return understand(Array.from(plan.normal, (char) => simplified[traditional.indexOf(char)] || char).join(''));
  }

  /* What meets a demand: `terms`, any of which will do; for a word, the `forms` that it has in the archive. A word that the
     archive lacks is taken for the beginning of one. */
  async function met({ term, isWord }) {
    if (!isWord || !BEGINNING.test(term)) return { terms: [term], forms: [term] };
    const { stems } = await files.header();
    if (!stems && (await files.entriesOf([term])).size) return { terms: [term], forms: [term] };
    const around = await files.wordsBetween(term, `${term}\uffff`);
    const same = around.filter(({ word }) => word === term);
    const found = same.length ? same : around.filter(({ word }) => word.startsWith(term)).slice(0, OPENED);
    const terms = [...new Set(found.map((one) => one.term))];
    const forms = around.filter((one) => terms.includes(one.term)).map(({ word }) => word);
    return { terms: terms.length ? terms : [term], forms: [term, ...forms], open: !same.length };
  }

  async function resolved(parts) {
    return Promise.all(parts.map(async (part) => {
      const groups = await Promise.all(part.demands.map(met));
      return {
        ...part, groups: groups.map(({ terms }) => terms), terms: groups.flatMap(({ terms }) => terms),
        forms: groups.flatMap(({ forms }) => forms), open: groups.some(({ open }) => open),
      };
    }));
  }

  const different = (groups) => [...new Map(groups.map((group) => [group.join(' '), group])).values()];

  /** The texts that may have what is asked: { ranked, terms, readings, exact }, `readings` with the terms of each part. */
  async function candidates({ readings }) {
    const parts = await Promise.all(readings.map(resolved));
    const groups = different(parts[0].flatMap((part) => part.groups));
    const ranked = groups.length ? await index.rank(groups) : { texts: [], total: [] };
    const exact = parts.length === 1 && parts[0].every((part) => part.exact && (part.kind !== 'phrase' || !part.open));
    return { ranked, terms: [...new Set(groups.flat())], readings: parts, exact };
  }

  function partOfTerm(term) {
    const part = /[/(]/.test(term) ? { kind: 'symbol', term } : { kind: 'phrase', phrase: term };
    return { ...part, terms: [term], forms: [term] };
  }

  /** Texts that have some of a query's terms, or a symbol near its own: what to look at where nothing is found, with the
      parts to look for in them: { texts, parts }. */
  async function near({ symbol }, readings, wanted) {
    const asked = readings[0].flatMap((part) => part.terms);
    const held = (await index.load(asked)).map(({ term }) => term);
    const beside = symbol ? await nearSymbols(symbol) : [];
    const boosts = new Map(beside.map((term, place) => [term, 1 / (place + 1)]));
    const terms = [...new Set([...held, ...beside])];
    const ranked = await index.rank([terms], boosts);
    return { texts: index.best(ranked, 0, wanted).slice(0, wanted), parts: terms.map(partOfTerm) };
  }

  async function symbolsBeginning(start) {
    const found = (await files.wordsBetween(start, `${start}\uffff`)).map(({ term }) => term);
    return found.filter((term) => term.startsWith(start));
  }

  /* 58/242 → 58/241, for want of it: first what begins so, then the nearest numbers of its session. */
  async function nearSymbols(symbol) {
    const longer = await symbolsBeginning(symbol);
    const cut = symbol.lastIndexOf('/') + 1;
    const number = parseInt(symbol.slice(cut), 10);
    if (longer.length || !cut || Number.isNaN(number)) return longer.slice(0, 10);
    const distance = (term) => Math.abs(parseInt(term.slice(cut), 10) - number);
    const beside = (await symbolsBeginning(symbol.slice(0, cut))).filter((term) => !Number.isNaN(distance(term)));
    return beside.sort((one, other) => distance(one) - distance(other)).slice(0, 5);
  }

  /** Whether a text has the parts of a reading, and where: { has, inSymbol, title, passage, ranges }, with the passage that
      shows it best. */
  function check(parts, found, number) {
    const places = found.map((passage) => parts.map((part) => passages.ranges(passage, part)));
    const inSymbol = parts.map((part) => part.terms.every((term) => index.isInSymbol(term, number)));
    const has = parts.every((part, place) => part.kind === 'word' || inSymbol[place]
      || places.some((ranges) => ranges[place].length));
    const shown = places.map((ranges) => ranges.filter((range) => range.length).length);
    const most = Math.max(...shown.slice(1), 0);
    const place = most ? shown.indexOf(most, 1) : 0;
    return {
      has, inSymbol: inSymbol.some(Boolean), title: places[0].flat(), passage: found[place], ranges: places[place].flat(),
    };
  }

  search.query = { understood, candidates, near, check, ALL_CHECKED };
})(globalThis.unresSearch);
