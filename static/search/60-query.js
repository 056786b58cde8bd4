/* The parts that a text must have become a search through the index and the texts themselves. */
'use strict';

globalThis.unresSearch = globalThis.unresSearch || {};

(function (search) {
  const { understand, isHan } = search.understanding;
  const { files, index } = search;
  const { plain } = search.tokens;

  const BEGINNING = /^\p{L}[\p{L}\p{N}]+$/u;
  const OPENED = 64; // words that one beginning may stand for
  const SHORT = 4; // letters: so many words begin with a shorter stem that not all are looked through

  /* Whether the archive has a Han character; a large group of terms proves it. */
  async function isHeld(char) {
    const { where } = await files.header();
    return where.groups.has(char) || (await files.entriesOf([char])).has(char);
  }

  /** The same for a query that may be in traditional script. Terms are simplified, so the index lacks its characters;
      then all that have a simplified one are taken for these, as src/unres_site/search/terms/simplified.py has done for texts. */
  async function understood(query) {
    const plan = understand(query);
    const lacking = [];
    for (const char of new Set([...plan.normal].filter(isHan))) if (!await isHeld(char)) lacking.push(char);
    if (!lacking.length) return plan;
    const [traditional, simplified] = await files.file('simplified', (found) => found.map((text) => [...text]));
    if (!lacking.some((char) => traditional.includes(char))) return plan;
    return understand(Array.from(plan.normal, (char) => simplified[traditional.indexOf(char)] || char).join(''));
  }

  const beginning = (start) => files.wordsBetween(start, `${start}\uffff`);

  /* A stem's words begin with it, or stand beside it. */
  const around = (stem) => (stem.length < SHORT ? files.wordsBetween(stem, stem) : beginning(stem));

  /* The words that are spelled so, but for accents that a reader may have left out or the archive lacks. */
  async function spelled(term) {
    for (const spelling of new Set([term, plain(term)])) {
      const found = (await beginning(spelling)).filter(({ word }) => word === spelling);
      if (found.length) return found;
    }
    return [];
  }

  /* What meets a demand: `terms`, any of which will do; for a word, the `forms` that it has in the archive. A word that the
     archive lacks is taken for the beginning of one. */
  async function met({ term, isWord }) {
    if (!isWord || !BEGINNING.test(term)) return { terms: [term], forms: [term] };
    const { stems } = await files.header();
    if (!stems && (await files.entriesOf([term])).size) return { terms: [term], forms: [term] };
    const same = await spelled(term);
    const begun = await beginning(term);
    const found = same.length ? same : begun.filter(({ word }) => word.startsWith(term)).slice(0, OPENED);
    const terms = [...new Set(found.map((one) => one.term))];
    const near = same.length ? (await Promise.all(terms.map(around))).flat() : [];
    const forms = [...begun, ...near].filter((one) => terms.includes(one.term)).map(({ word }) => word);
    return { terms: terms.length ? terms : [term], forms: [...new Set([term, ...forms])], open: !same.length };
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

  /* The texts that may have what is asked: { ranked, terms, readings, exact }, `readings` with the terms of each part. */
  async function candidates({ readings }) {
    const parts = await Promise.all(readings.map(resolved));
    const groups = different(parts[0].flatMap((part) => part.groups));
    const ranked = groups.length ? await index.rank(groups) : { texts: [], total: [] };
    const exact = parts.length === 1 && parts[0].every((part) => part.exact && (part.kind !== 'phrase' || !part.open));
    return { ranked, terms: [...new Set(groups.flat())], readings: parts, exact };
  }

  /** The texts that may have what is asked, before any look at them: { ranked, terms, readings, exact, parts }, with the
      reading that holds: of several, the strictest that a look at the first texts bears out. */
  async function find(plan) {
    const found = await candidates(plan);
    const parts = found.readings.length > 1 ? await (await files.snippets()).readingOf(found) : found.readings[0];
    return { ...found, parts };
  }

  search.query = { understood, find };
})(globalThis.unresSearch);
