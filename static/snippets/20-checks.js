/* What is near a query that finds nothing, and whether a text has what is asked, and where. */
'use strict';

(function (search) {
  const { files, index, passages } = search;

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

  /* The terms that begin and end so, the nearest numbers first. */
  async function nearest(number, start, end) {
    const distance = (term) => Math.abs(parseInt(term.slice(start.lastIndexOf('/') + 1), 10) - number);
    const found = (await symbolsBeginning(start)).filter((term) => term.endsWith(end) && !Number.isNaN(distance(term)));
    return found.sort((one, other) => distance(one) - distance(other)).slice(0, 5);
  }

  /* 58/242 → 58/241, for want of it: first what begins so, then the nearest numbers of its session, or of its kind;
     S/RES/1325 → 1325(2000). */
  async function nearSymbols(symbol) {
    const longer = await symbolsBeginning(symbol);
    const cut = symbol.lastIndexOf('/') + 1;
    const [, digits, session] = /^([0-9]+)(.*)$/.exec(symbol.slice(cut)) ?? [];
    if (longer.length || !digits) return longer.slice(0, 10);
    if (!cut) {
      const near = await nearest(Number(digits), digits.slice(0, -2) || digits, session);
      return near.length ? near : nearest(Number(digits), digits[0], session);
    }
    const beside = await nearest(Number(digits), symbol.slice(0, cut), '');
    return beside.length ? beside : symbolsBeginning(`${digits}(`);
  }

  /* Whether a text's own symbol has a part; a phrase, as it is printed. */
  function isInSymbol(part, { number, symbol }) {
    if (!part.terms.every((term) => index.isInSymbol(term, number))) return false;
    return part.kind !== 'phrase' || passages.ranges(passages.read([['', 'symbol', '', symbol]])[0], part).length > 0;
  }

  /** Whether a text has the parts of a reading, and where: { has, inSymbol, title, passage, ranges }, with the passage that
      shows it best. */
  function check(parts, found, text) {
    const places = found.map((passage) => parts.map((part) => passages.ranges(passage, part)));
    const inSymbol = parts.map((part) => isInSymbol(part, text));
    const has = parts.every((part, place) => part.kind === 'word' || inSymbol[place]
      || places.some((ranges) => ranges[place].length));
    const shown = places.map((ranges) => ranges.filter((range) => range.length).length);
    const most = Math.max(...shown.slice(1), 0);
    const place = most ? shown.indexOf(most, 1) : 0;
    return {
      has, inSymbol: inSymbol.some(Boolean), title: places[0].flat(), passage: found[place], ranges: places[place].flat(),
    };
  }

  search.checks = { near, check };
})(globalThis.unresSearch);
