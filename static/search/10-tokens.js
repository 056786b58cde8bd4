/* The terms that a text is found by: the mirror of src/unres_site/search/terms/tokens.py, code point for code point.
   Both are held to tests/data/search/tokens.json. */
'use strict';

globalThis.unresSearch = globalThis.unresSearch || {};

(function (search) {
  const HAN = '\\u3005\\u3007\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}';
  const BLANK = '\\t-\\r \\x85\\u1680\\u2028\\u2029';
  const LETTERS = `(?:(?![${HAN}])[\\p{L}\\p{N}])+`;

  const ENDS = '(?![a-z0-9])';
  const NUMBER = `(?:e?s-)?[0-9]{1,4}/[0-9]{1,5}(?: ?[a-z]${ENDS})?(?![0-9/])`;
  const BRACKETED = `[0-9]{1,4}(?: ?[a-z])? ?\\((?:e?s-)?(?:[ivxlc]{1,8}|[0-9]{4})\\)(?:[a-z]${ENDS})?`;
  const SERIES = '(?:[a-z]{1,4}/){1,2}(?:res|dec)/';
  const DOCUMENT = '[a-z]{1,10}(?:/[a-z0-9]+(?:[.\\-][a-z0-9]+)*)+(?: ?\\([ivxlc]{1,8}\\))?';
  const SYMBOL = `(?:${SERIES})?(?:${NUMBER}|${BRACKETED})|${DOCUMENT}`;

  const SCAN = new RegExp(
    `(?<symbol>${SYMBOL})|(?<han>[${HAN}](?:[${BLANK}]*[${HAN}])*)|(?<word>${LETTERS})`, 'gu');
  const WORD = new RegExp(LETTERS, 'gu');
  const BLANKS = new RegExp(`[${BLANK}]+`, 'gu');
  const COMPOUND = /-(?=[a-z]+\/)/;
  const NUMBERED = new RegExp(`^(${SERIES})?(${NUMBER}|${BRACKETED})$`);
  const OLD = /^([0-9]{1,4})([a-z]?)(\([a-z0-9-]+\))([a-z]?)$/;
  const PART = /([0-9)])[a-z]$/;
  const COMPACT = /^ares([0-9]{2})([0-9]{1,3})([a-z]?)$/;
  const ACCENTED = /[\u00c0-\u024f\u0400-\u0438\u043a-\u04ff\u0620-\u06d3\u1e00-\u1fff]/g; // й is a letter of its own

  /** The form in which texts and queries are compared: NFKC and lower case; one small sigma; Arabic digits as 0–9;
      without marks, tatweel and invisible characters. */
  function normalize(text) {
    return text.normalize('NFKC').toLowerCase().replace(/\u03c2/g, '\u03c3')
      .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => digit.charCodeAt(0) & 15)
      .replace(/[\u0640\p{M}\p{Cf}]/gu, '');
  }

  function bare(letter) {
    const letters = letter.normalize('NFKD').replace(/\p{M}/gu, '');
    return letters.length === 1 ? letters : letter;
  }

  /** A text in normal form without its accents, letter for letter: as the vocabulary has words for those who type none. */
  const plain = (normal) => normal.replace(ACCENTED, bare);

  function beginnings(symbol) {
    const strokes = [...symbol].flatMap((char, place) => (char === '/' ? [place] : []));
    return strokes.slice(1).reverse().map((place) => symbol.slice(0, place));
  }

  function singleSymbolTerms(symbol) {
    const numbered = NUMBERED.exec(symbol);
    if (!numbered) return [symbol, ...beginnings(symbol)];
    const number = numbered[2].replace(OLD, '$1$3$2$4');
    return [number, number.replace(PART, '$1'), (numbered[1] || '') + number, ...beginnings(symbol)];
  }

  /** The terms of a symbol in normal form, each once; the first is the one that a query for it asks for. */
  function symbolTerms(symbol) {
    const whole = symbol.replaceAll(' ', '');
    const parts = whole.split(COMPOUND);
    const found = [...(parts.length > 1 ? [whole] : []), ...parts.flatMap(singleSymbolTerms)];
    return [...new Set(found)].filter((term) => /[0-9]/.test(term));
  }

  function hanTerms(run) {
    const chars = [...run];
    return [...chars, ...chars.slice(1).map((char, place) => chars[place] + char)];
  }

  function wordTerms(word) {
    const compact = COMPACT.exec(word);
    return compact ? [word, ...symbolTerms(`${compact[1]}/${compact[2]}${compact[3]}`)] : [word];
  }

  /** What a normal form consists of: [{kind: 'symbol' | 'han' | 'word', text, at}], `at` in UTF-16 units. */
  function scan(normal) {
    return Array.from(normal.matchAll(SCAN), ({ groups, index }) => {
      const kind = groups.symbol !== undefined ? 'symbol' : groups.han !== undefined ? 'han' : 'word';
      return { kind, text: groups[kind], at: index };
    });
  }

  function termsOf({ kind, text }) {
    if (kind === 'han') return hanTerms(text.replace(BLANKS, ''));
    if (kind === 'symbol') return [...symbolTerms(text), ...(text.match(WORD) || [])];
    return wordTerms(text);
  }

  /** All terms of a text, in its order, each as often as it stands there. */
  function tokens(text) {
    return scan(normalize(text)).flatMap(termsOf);
  }

  search.tokens = { normalize, plain, tokens, scan, termsOf, symbolTerms, wordTerms, BLANKS, WORD };
})(globalThis.unresSearch);
