/* Reads what a query asks for from its own words, without the index. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { normalize, scan, findDates, termsOf, symbolTerms, BLANKS } = search.tokens;
  const PASSAGE = 120; // UTF-16 units: a longer query is a passage, of which texts may have a share
  const PARAGRAPH = 60; // of a query that is one if it begins or ends as a paragraph does
  // matches: "7. requests"
  // matches: "(a) to"
  // rejects: 58/58
  const PARAGRAPH_START = /^\(?[0-9a-z]{1,3}[.)、] ?(?![0-9])/;
  // matches: "resolution;"
  // matches: 决议。
  // rejects: resolution
  const PARAGRAPH_END = /[,.;:。،؛]$/;
  // Punctuation of a normal form, in which ，is a comma.
  // matches: ",小"
  // rejects: "小,"
  const STOPS_BEFORE = /^[,.;:!?…、。*\p{Cc}\p{So}\p{Sk}]+/u;
  // matches: "小,"
  // matches: 小*
  // matches: 小🙂
  // rejects: 小
  const STOP_AFTER = /[,.;:!?…、。*\p{Cc}\p{So}\p{Sk}]$/u;
  // Punctuation that separates words as a space does.
  // matches: 小武器,轻武器
  // matches: sand/dust
  // rejects: 1,000
  const SEPARATOR = /(?<=[^\s0-9])[,、;/|،؛—。!?؟…](?=\S)|[,、;/|،؛—。!?؟…](?=[^\s0-9])/g;
  // Words in brackets.
  // matches: (食物权)
  // rejects: (a)
  const BRACKETED = /^\(([^()]{2,})\)$/;
  // matches: 小
  // matches: 5
  // rejects: ，
  const WORD_EDGE = /[\p{L}\p{N}]/u;
  // matches: a1
  // rejects: 1325
  const LETTER = /\p{L}/u;
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

  /** A query in which no white space is within symbols, `49/75 g`, and white space is between all other words.
   *  @param {string} normal */
  function spaceOut(normal) {
    let result = '';
    let end = 0;
    for (const { kind, text, at } of scan(normal)) {
      if (kind === 'symbol' && symbolTerms(text).length) {
        result += normal.slice(end, at).replace(SEPARATOR, ' ') + text.replaceAll(' ', '');
        end = at + text.length;
      }
    }
    return result + normal.slice(end).replace(SEPARATOR, ' ');
  }

  /** The pieces of a query: it is split at white space, but not within straight quotation marks. What is quoted keeps its
   *  marks, and a minus or a field before them.
   *  @param {string} normal */
  function split(normal) {
    const pieces = [];
    let free = '';
    let prefix = '';
    for (const { kind, text } of search.grammar.readTokens(normal)) {
      if (kind === 'phrase') {
        pieces.push(...spaceOut(free).split(BLANKS), prefix + text);
        free = prefix = '';
      } else if (kind === 'exclusion' || kind === 'field') prefix += text;
      else {
        free += prefix + text;
        prefix = '';
      }
    }
    return [...pieces, ...spaceOut(free + prefix).split(BLANKS)].filter((piece) => search.tokens.tokenize(piece).length);
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

  /** A part that is symbols or a fact. @param {WholeQuery} whole @returns {QueryPart} */
  function wholePart({ kind, terms, paragraph }) {
    const term = terms.join('|');
    return { kind, term, phrase: terms[0], words: terms[0], paragraph, demands: [demand(term)], exact: true };
  }

  /** The demands of words, each once. Those within quotation marks are of whole words, not of beginnings.
   *  @param {string} words
   *  @param {boolean} isWhole */
  function distinctDemands(words, isWhole) {
    return [...new Map(demands(words).map((one) => [one.term, isWhole && one.isWord ? { ...one, isWhole } : one])).values()];
  }

  /** @param {string} piece @returns {QueryPart} */
  function partOf(piece) {
    const { readTokens, readWhole } = search.grammar;
    const tokens = readTokens(piece);
    const [{ kind, text, term }] = tokens;
    if (kind === 'field') return { ...partOf(piece.slice(text.length)), field: /** @type {'title'} */ (term) };
    if (kind === 'exclusion') return { ...partOf(piece.slice(text.length)), excluded: true };
    const quoted = kind === 'phrase';
    const whole = readWhole(tokens);
    if (whole?.kind === 'symbol' && !whole.isLoose) return wholePart(whole);
    const words = quoted ? term : trimEnd(piece.replace(STOPS_BEFORE, ''), STOP_AFTER).replace(BRACKETED, '$1');
    const found = distinctDemands(words, quoted);
    const phrase = words.replace(BLANKS, '');
    const isDate = findDates(words)[0]?.terms[0] === phrase;
    const [{ term: only, isWord }] = found;
    const isTerm = found.length === 1 && (isDate || only === words);
    const exact = isTerm && !(quoted && isWord && LETTER.test(words)); // the term of a word is that of other words, too
    return { kind: isTerm && !quoted && isWord ? 'word' : 'phrase', words, phrase, demands: found, exact };
  }

  /** @param {string} piece */
  const isLanguageField = (piece) => search.grammar.readTokens(piece)[0].kind === 'language';

  /** The readings of a query without operators. @param {string} normal @returns {QueryPart[][]} */
  function readWords(normal) {
    const pieces = split(normal).filter((piece) => !isLanguageField(piece));
    const [strict, loose] = [joinPieces(pieces, always), joinPieces(pieces, besideOneHan)];
    const readings = strict.length < loose.length ? [strict, loose] : [loose];
    return readings.map((found) => found.map((piece) => partOf(piece)));
  }

  /** Whether a query is as long as a passage. @param {string} normal */
  function isPassage(normal) {
    return normal.length > PASSAGE || (normal.length >= PARAGRAPH && (PARAGRAPH_START.test(normal) || PARAGRAPH_END.test(normal)));
  }

  /** What a query asks for.
   *  @param {string} query
   *  @returns {QueryPlan} */
  function understand(query) {
    const { ALTERNATIVE, readTokens, readWhole, readOperators, straighten } = search.grammar;
    const normal = straighten(normalize(readOperators(query))).trim();
    const tokens = readTokens(normal);
    const citing = tokens[0]?.kind === 'citing';
    const whole = readWhole(citing ? tokens.slice(1) : tokens);
    if (whole) {
      const symbol = whole.kind === 'symbol' ? whole.terms[0] : undefined;
      return { normal, symbol, citing, readings: [[wholePart(whole)]] };
    }
    if (isPassage(normal)) return { normal, readings: [[]] };
    const language = tokens.find(({ kind }) => kind === 'language')?.term;
    const alternatives = normal.split(ALTERNATIVE);
    if (alternatives.length < 2) return { normal, language, readings: readWords(normal) };
    const union = alternatives.map((text) => readWords(text).at(-1) ?? []).filter((parts) => parts.length);
    return { normal, language, union: true, readings: union.length ? union : [[]] };
  }

  search.understanding = { understand, readWords, isHan };
})(globalThis.unresSearch);
