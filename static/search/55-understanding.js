/* What a query asks for, as far as its own words tell. */
'use strict';

globalThis.unresSearch = globalThis.unresSearch || {};

(function (search) {
  const { normalize, scan, termsOf, symbolTerms, wordTerms, BLANKS } = search.tokens;

  const HAN_WORDS = '联合国|大会|联大|安全理事会|安理会|决议|决定|文件|文号|第';
  const OTHER_WORDS = 'united nations|general assembly|security council|un|u\\.n|unga|unsc|ga|g\\.a|sc|s\\.c|doc|document|res|no|n°'
    + '|resolution|decision|résolution|décision|resolución|decisión|резолюция|решение|القرار|قرار|المقرر|مقرر';
  const BEFORE_SYMBOL = new RegExp(`^(?:[ “"《(（/]|${HAN_WORDS}|(?:${OTHER_WORDS})(?![\\p{L}\\p{N}])\\.?)+(?=[a-z0-9])`, 'u');
  const HOST = /^(?:[a-z]+:\/\/|[a-z-]+\.[a-z]+)\S*?\/(?:(?:zh|en|fr|es|ru|ar)\/)?(?=[a-z]{1,5}\/)/; // https://undocs.org/zh/A/RES/58/58
  const ENDING = /(?:\.(?:html|json|pdf|txt))?(?:[?#]\S*)?$/;
  const FILE_NAME = /^([a-z]_(?:res|dec)_[a-z0-9_-]*?[0-9][a-z]?)(?:-[a-z]{2})?$/; // A_RES_58_58-ZH.pdf
  const AFTER_SYMBOL = /(?:[ ”"》，。；、,.;:]|号|决议|决定)+$/;
  const QUOTED = /"([^"]*)"|([^"]+)/g;
  const STOPS = '[,.;:!?…、。]+'; // of a normal form, in which ，is a comma
  const OUTER_STOPS = new RegExp(`^${STOPS}|${STOPS}$`, 'gu');
  const WORD_EDGE = /[\p{L}\p{N}]/u;
  const HAN = /[\u3005\u3007\p{Script=Han}]/u;

  /* What is left of the address of a page, or the name of a file: `a/res/58/58`. */
  function unaddressed(normal) {
    const path = normal.replace(HOST, '').replace(ENDING, '');
    return FILE_NAME.exec(path)?.[1].replaceAll('_', '/') ?? path;
  }

  /** The term of a query that is a symbol and nothing else, in any spelling; else undefined. */
  function symbolOf(normal) {
    const bare = unaddressed(normal.trim()).replace(BEFORE_SYMBOL, '').replace(AFTER_SYMBOL, '');
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

  const demand = (term) => ({ term, isWord: false });

  /* The terms that a text with a piece must have: all neighbours of Han, words, symbols. */
  function demands(piece) {
    const items = scan(piece);
    const ofItem = (item) => {
      const terms = termsOf(item);
      if (item.kind === 'word') return [{ term: item.text, isWord: true }];
      if (item.kind === 'symbol') return (symbolTerms(item.text).length ? [terms[0]] : terms).map(demand);
      return (terms.length > 1 ? terms.filter((term) => [...term].length > 1) : []).map(demand);
    };
    const found = items.flatMap(ofItem);
    return found.length ? found : items.flatMap(termsOf).map(demand);
  }

  function partOf(piece, quoted) {
    const term = symbolOf(piece);
    if (term) return { kind: 'symbol', term, demands: [demand(term)], exact: true };
    const words = quoted ? piece : piece.replace(OUTER_STOPS, '');
    const found = new Map(demands(words).map((one) => [one.term, one]));
    const exact = found.size === 1 && found.has(words);
    const isWord = exact && found.get(words).isWord && !quoted;
    const phrase = words.replace(BLANKS, '');
    return { kind: isWord ? 'word' : 'phrase', words, phrase, demands: [...found.values()], exact };
  }

  /** What a query asks for. `readings` are ways to understand it, the strictest first; each is a list of parts that a
      text must have. A part is { kind: 'symbol', term }, { kind: 'word', words } or { kind: 'phrase', words, phrase }, the
      phrase being the words without white space, with the `demands` that a text must meet for it, and `exact` where these
      alone prove that it has it. */
  function understand(query) {
    const normal = normalize(query).trim();
    const symbol = symbolOf(normal);
    if (symbol) return { normal, symbol, readings: [[partOf(normal)]] };
    const quoted = normal.includes('"');
    const pieces = split(normal);
    const [strict, loose] = [joined(pieces, always), joined(pieces, besideOneHan)];
    const readings = strict.length < loose.length ? [strict, loose] : [loose];
    return { normal, symbol, readings: readings.map((found) => found.map((piece) => partOf(piece, quoted))) };
  }

  search.understanding = { understand, isHan };
})(globalThis.unresSearch);
