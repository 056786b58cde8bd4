/* What a reader types becomes parts that a text must have, and a search through the index and the texts themselves. */
'use strict';

globalThis.unresSearch = globalThis.unresSearch || {};

(function (search) {
  const { normalize, scan, termsOf, symbolTerms, wordTerms, BLANKS } = search.tokens;
  const { client, passages } = search;

  const HAN_WORDS = '联合国|大会|联大|安全理事会|安理会|决议|决定|文件|文号|第';
  const LATIN_WORDS = '(?:united nations|general assembly|security council|un|unga|unsc|ga|sc|doc|res|resolution|decision|no)\\b\\.?';
  const BEFORE_SYMBOL = new RegExp(`^(?:[ “"《(（]|${HAN_WORDS}|${LATIN_WORDS})+(?=[a-z0-9])`);
  const AFTER_SYMBOL = /(?:[ ”"》，。；、,.;:]|号|决议|决定)+$/;
  const QUOTED = /"([^"]*)"|([^"]+)/g;
  const WORD_EDGE = /[\p{L}\p{N}]/u;
  const HAN = /[\u3005\u3007\p{Script=Han}]/u;
  const BEGINNING = /^\p{L}[\p{L}\p{N}]+$/u;
  const ALL_CHECKED = 20; // so many candidates are all looked at

  /** The term of a query that is a symbol and nothing else, in any spelling; else undefined. */
  function symbolOf(normal) {
    const bare = normal.trim().replace(BEFORE_SYMBOL, '').replace(AFTER_SYMBOL, '');
    const items = scan(bare);
    if (items.length !== 1 || items[0].text !== bare) return undefined;
    return items[0].kind === 'symbol' ? symbolTerms(bare)[0] : wordTerms(bare)[1];
  }

  /* White space within a symbol is none: `49/75 g` is one piece of the query. */
  function closeSymbols(normal) {
    let result = normal;
    for (const { kind, text, at } of scan(normal).reverse()) {
      if (kind === 'symbol') result = result.slice(0, at) + text.replaceAll(' ', '') + result.slice(at + text.length);
    }
    return result;
  }

  /** The pieces of a query: parted at white space, but not within straight quotation marks. */
  function split(normal) {
    return Array.from(normal.matchAll(QUOTED), ([, quoted, free]) => (
      quoted === undefined ? closeSymbols(free).split(BLANKS) : [quoted]
    )).flat().filter((piece) => search.tokens.tokens(piece).length);
  }

  const isHan = (char) => HAN.test(char);

  /* `第 57/72 号` is `第57/72号`: white space between Han characters and letters or digits may be the printer's. A single
     character always belongs to what stands beside it; a longer piece may be a word of its own: `2003 小武器`. */
  function joined(pieces, mayJoin) {
    const result = [];
    pieces.forEach((piece, place) => {
      const before = pieces[place - 1];
      const edges = place ? [before.at(-1), piece[0]] : [];
      const printers = edges.every((char) => WORD_EDGE.test(char)) && isHan(edges[0]) !== isHan(edges[1]);
      if (place && printers && mayJoin(before, piece)) result.push(result.pop() + piece);
      else result.push(piece);
    });
    return result;
  }

  const always = () => true;
  const besideOneHan = (...pieces) => pieces.some((piece) => piece.length === 1 && isHan(piece));

  function requiredTerms(piece) {
    const items = scan(piece);
    const ofItem = (item) => {
      const terms = termsOf(item);
      if (item.kind === 'word') return [item.text];
      if (item.kind === 'symbol') return symbolTerms(item.text).length ? [terms[0]] : terms;
      return terms.length > 1 ? terms.filter((term) => [...term].length > 1) : [];
    };
    const found = items.flatMap(ofItem);
    return found.length ? found : items.flatMap(termsOf);
  }

  function partOf(piece) {
    const term = symbolOf(piece);
    if (term) return { kind: 'symbol', term, terms: [term], exact: true };
    const terms = [...new Set(requiredTerms(piece))];
    return { kind: 'phrase', phrase: piece.replace(BLANKS, ''), terms, exact: terms.length === 1 && terms[0] === piece };
  }

  /** What a query asks for. `readings` are ways to understand it, the strictest first; each is a list of parts that a
      text must have. A part is { kind: 'symbol', term } or { kind: 'phrase', phrase }, with the `terms` that a text
      must have for it, and `exact` where these alone prove that it has. */
  function understand(query) {
    const normal = normalize(query).trim();
    const symbol = symbolOf(normal);
    if (symbol) return { symbol, readings: [[partOf(normal)]] };
    const pieces = split(normal);
    const [strict, loose] = [joined(pieces, always), joined(pieces, besideOneHan)];
    const readings = strict.length < loose.length ? [strict, loose] : [loose];
    return { symbol, readings: readings.map((found) => found.map(partOf)) };
  }

  /* A word that the archive lacks is taken for the beginning of one. A demand is what Lunr is asked for (`term`) and
     the terms of the archive that this needs (`found`). */
  async function expand(terms) {
    const known = new Set(await client.known(terms));
    return Promise.all(terms.map(async (term) => {
      const open = !known.has(term) && BEGINNING.test(term) && !isHan(term);
      return open ? { term: `${term}*`, found: await client.beginningWith(term), open: term } : { term, found: [term] };
    }));
  }

  async function ask(demands, presence) {
    const index = await client.load(demands.flatMap(({ found }) => found));
    await client.breathe();
    const results = index.query((lunrQuery) => {
      for (const { term, boost = 1 } of demands) lunrQuery.clause({ term, boost, presence, usePipeline: false });
    });
    return results.map(({ ref, score, matchData }) => ({ number: Number(ref), score, metadata: matchData.metadata }));
  }

  /** The texts that have all terms of a query, best first: { candidates, readings, exact, terms }. */
  async function candidates({ readings }) {
    const terms = [...new Set(readings[0].flatMap((part) => part.terms))];
    if (!terms.length) return { candidates: [], readings, exact: true };
    const demands = await expand(terms);
    const open = new Set(demands.map((demand) => demand.open));
    const opened = readings.map((parts) => parts.map((part) => ({ ...part, open: part.terms.some((t) => open.has(t)) })));
    const exact = readings.length === 1 && readings[0].every((part) => part.exact);
    const found = await ask(demands, globalThis.lunr.Query.presence.REQUIRED);
    return { candidates: found, readings: opened, exact };
  }

  const partOfTerm = (term) => (/[/(]/.test(term) ? { kind: 'symbol', term, terms: [term] }
    : { kind: 'phrase', phrase: term, terms: [term] });

  /** Texts that have some of a query's terms, or a symbol near its own: what to look at where nothing is found, with the
      parts to look for in them: { candidates, parts }. */
  async function near({ readings, symbol }) {
    const asked = readings[0].flatMap((part) => part.terms);
    const demands = (await client.known(asked)).map((term) => ({ term, found: [term] }));
    const beside = symbol ? await nearSymbols(symbol) : [];
    demands.push(...beside.map((term, place) => ({ term, found: [term], boost: 1 / (place + 1) })));
    const found = demands.length ? await ask(demands, globalThis.lunr.Query.presence.OPTIONAL) : [];
    return { candidates: found, parts: demands.map(({ term }) => partOfTerm(term)) };
  }

  /* 58/242 → 58/241, for want of it: first what begins so, then the nearest numbers of its session. */
  async function nearSymbols(symbol) {
    const longer = await client.beginningWith(symbol);
    const cut = symbol.lastIndexOf('/') + 1;
    const number = parseInt(symbol.slice(cut), 10);
    if (longer.length || !cut || Number.isNaN(number)) return longer.slice(0, 10);
    const distance = (term) => Math.abs(parseInt(term.slice(cut), 10) - number);
    const beside = (await client.beginningWith(symbol.slice(0, cut))).filter((term) => !Number.isNaN(distance(term)));
    return beside.sort((one, other) => distance(one) - distance(other)).slice(0, 5);
  }

  function standsInSymbol(part, metadata) {
    return part.terms.every((term) => metadata[term] && metadata[term].symbol);
  }

  /** Whether a text has the parts of a reading, and where: { has, inSymbol, best } with the passage that shows it best. */
  function check(parts, found, metadata) {
    const places = found.map((passage) => parts.map((part) => passages.ranges(passage, part)));
    const inSymbol = parts.map((part) => standsInSymbol(part, metadata));
    const has = parts.every((_, part) => inSymbol[part] || places.some((ranges) => ranges[part].length));
    const shown = places.map((ranges) => ranges.filter((range) => range.length).length);
    const most = Math.max(...shown.slice(1), 0);
    const place = most ? shown.indexOf(most, 1) : 0;
    return {
      has, inSymbol: inSymbol.some(Boolean), title: places[0].flat(), passage: found[place], ranges: places[place].flat(),
    };
  }

  search.query = { understand, candidates, near, check, ALL_CHECKED };
})(globalThis.unresSearch);
