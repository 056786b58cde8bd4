/* Reads what a query asks for from its own words, without the index. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { normalize, scan, findDates, termsOf, symbolTerms, wordTerms, BLANKS } = search.tokens;

  const FACTS = globalThis.unresFacts;
  const CODES = Object.keys(FACTS.languages).join('|');
  const HAN_WORDS = `${FACTS.words.han.join('|')}|文件|文号`;
  const OTHER_WORDS = `${FACTS.words.other.join('|')}|un|u\\.n|doc|document|no|n°`;
  // matches: resolution 58/58
  // matches: 第58/58号
  // rejects: 58/58
  const BEFORE_SYMBOL = new RegExp(`^(?:[ “"《(（/]|${HAN_WORDS}|(?:${OTHER_WORDS})(?![\\p{L}\\p{N}])\\.?)+(?=[a-z0-9])`, 'u');
  // The part of an address before a symbol.
  // matches: https://undocs.org/zh/a/res/58/58
  // rejects: a/res/58/58
  const HOST = new RegExp(`^(?:[a-z]+://|[a-z-]+\\.[a-z])\\S*?/(?:(?:${CODES})/)?(?=[a-z]{1,5}/)`);
  // The query or the fragment of an address.
  // matches: a/res/58/58.html?lang=en
  // rejects: a/res/58/58
  const QUERY_OR_FRAGMENT = /[?#][^\s?#]*$/;
  // matches: a/res/58/58.html
  // rejects: a/res/58/58
  const FILE_ENDING = /\.(?:html|json|pdf|txt)$/;
  // matches: a_res_58_58-zh
  // matches: a_res_49_75g
  // rejects: a/res/58/58
  const FILE_NAME = /^([a-z]_(?:res|dec)_[a-z0-9_-]*?[0-9][a-z]?)(?:-[a-z]{2})?$/;
  // matches: 58/58号
  // matches: "58/58,"
  // rejects: 58/58
  const AFTER_SYMBOL = /(?:[ ”"》，。；、,.;:]|号|决议|决定)$/;
  // A quoted part, or one outside of quotation marks.
  // matches: "\"今后方针\""
  // matches: 小武器
  // rejects: "\""
  const QUOTED = /"([^"]*)"|([^"]+)/g;
  // Punctuation of a normal form, in which ，is a comma.
  // matches: ",小"
  // rejects: "小,"
  const STOPS_BEFORE = /^[,.;:!?…、。]+/;
  // matches: "小,"
  // rejects: 小
  const STOP_AFTER = /[,.;:!?…、。]$/;
  // matches: 小
  // matches: 5
  // rejects: ，
  const WORD_EDGE = /[\p{L}\p{N}]/u;
  // matches: 小
  // rejects: a
  const HAN = /[\u3005\u3007\p{Script=Han}]/u;

  /** A text without what matches at its end, again and again. A pattern with `+$` would take quadratic time.
   *  @param {string} text
   *  @param {RegExp} end */
  function trimEnd(text, end) {
    let rest = text;
    for (let found = end.exec(rest); found; found = end.exec(rest)) rest = rest.slice(0, found.index);
    return rest;
  }

  /** The symbol in the address of a page or in the name of a file: `a/res/58/58`. @param {string} normal */
  function symbolInAddress(normal) {
    const path = trimEnd(normal.replace(HOST, ''), QUERY_OR_FRAGMENT).replace(FILE_ENDING, '');
    return FILE_NAME.exec(path)?.[1].replaceAll('_', '/') ?? path;
  }

  /** The term of a query that is nothing but a symbol, in any spelling; else undefined. @param {string} normal */
  function symbolOf(normal) {
    const bare = trimEnd(symbolInAddress(normal.trim()).replace(BEFORE_SYMBOL, ''), AFTER_SYMBOL);
    const items = scan(bare);
    if (items.length !== 1 || items[0].text !== bare) return undefined;
    return items[0].kind === 'symbol' ? symbolTerms(bare)[0] : wordTerms(bare)[1];
  }

  /** A query without the white space within its symbols: `49/75 g` is one piece. @param {string} normal */
  function closeSymbols(normal) {
    let result = normal;
    for (const { kind, text, at } of scan(normal).reverse()) {
      if (kind === 'symbol') result = result.slice(0, at) + text.replaceAll(' ', '') + result.slice(at + text.length);
    }
    return result;
  }

  /** The pieces of a query: it is split at white space, but not within straight quotation marks. @param {string} normal */
  function split(normal) {
    return Array.from(normal.matchAll(QUOTED), ([, quoted, free]) => (
      quoted === undefined ? closeSymbols(free).split(BLANKS) : [quoted]
    )).flat().filter((piece) => search.tokens.tokenize(piece).length);
  }

  /** @param {string} char */
  const isHan = (char) => HAN.test(char);

  /** Whether the white space between two pieces may be the typesetter's: it is between Han and a letter or digit.
   *  @param {string} left
   *  @param {string} right */
  function isTypesetSpace(left, right) {
    const [last, first] = [left.slice(-1), right.slice(0, 1)];
    return WORD_EDGE.test(last) && WORD_EDGE.test(first) && isHan(last) !== isHan(first);
  }

  /** Pieces of which those are joined that were perhaps one: `第 57/72 号` is `第57/72号`.
   *  @param {string[]} pieces
   *  @param {(left: string, right: string) => boolean} mayJoin */
  function joinPieces(pieces, mayJoin) {
    /** @type {string[]} */
    const result = [];
    pieces.forEach((piece, place) => {
      const left = pieces[place - 1];
      if (place && isTypesetSpace(left, piece) && mayJoin(left, piece)) result.push(result.pop() + piece);
      else result.push(piece);
    });
    return result;
  }

  // A single Han character belongs to what is beside it. A longer piece may be a word of its own: `2003 小武器`.
  const always = () => true;
  /** @param {string[]} pieces */
  const besideOneHan = (...pieces) => pieces.some((piece) => piece.length === 1 && isHan(piece));

  /** @param {string} term @returns {TermDemand} */
  const demand = (term) => ({ term, isWord: false });

  /** The terms that a text with an item must have.
   *  @param {ScannedItem} item
   *  @returns {TermDemand[]} */
  function demandsOfItem(item) {
    const terms = termsOf(item);
    if (item.kind === 'word') return [{ term: item.text, isWord: true }];
    if (item.kind === 'symbol') return (symbolTerms(item.text).length ? [terms[0]] : terms).map(demand);
    const pairs = terms.length > 1 ? terms.filter((term) => [...term].length > 1) : [];
    return pairs.map(demand);
  }

  /** The terms that a text with a piece must have: dates, pairs of Han characters, other words, symbols.
   *  @param {string} piece */
  function demands(piece) {
    const dates = findDates(piece);
    const inDate = (/** @type {number} */ place) => dates.some(({ at, end }) => at <= place && place < end);
    const items = scan(piece).filter(({ kind, at }) => kind !== 'word' || !inDate(at));
    const found = [...dates.map(({ terms }) => demand(terms[0])), ...items.flatMap(demandsOfItem)];
    return found.length ? found : items.flatMap(termsOf).map(demand);
  }

  /** @param {string} piece @param {boolean} quoted @returns {QueryPart} */
  function partOf(piece, quoted) {
    const term = symbolOf(piece);
    if (term) return { kind: 'symbol', term, demands: [demand(term)], exact: true };
    const words = quoted ? piece : trimEnd(piece.replace(STOPS_BEFORE, ''), STOP_AFTER);
    const found = new Map(demands(words).map((one) => [one.term, one]));
    const phrase = words.replace(BLANKS, '');
    const isDate = findDates(words)[0]?.terms[0] === phrase;
    const exact = found.size === 1 && (isDate || found.has(words));
    const isWord = exact && !quoted && found.get(words)?.isWord;
    return { kind: isWord ? 'word' : 'phrase', words, phrase, demands: [...found.values()], exact };
  }

  /** What a query asks for.
   *  @param {string} query
   *  @returns {QueryPlan} */
  function understand(query) {
    const normal = normalize(query).trim();
    const symbol = symbolOf(normal);
    if (symbol) return { normal, symbol, readings: [[partOf(normal, false)]] };
    const quoted = normal.includes('"');
    const pieces = split(normal);
    const [strict, loose] = [joinPieces(pieces, always), joinPieces(pieces, besideOneHan)];
    const readings = strict.length < loose.length ? [strict, loose] : [loose];
    return { normal, symbol, readings: readings.map((found) => found.map((piece) => partOf(piece, quoted))) };
  }

  search.understanding = { understand, isHan };
})(globalThis.unresSearch);
