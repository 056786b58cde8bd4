/* Cuts a text or a query into its terms. src/unres_site/search/terms/tokens.py gives the same terms, code point for code
   point; tests/data/search/tokens.json has examples for both. */
'use strict';

Object.assign(globalThis, { unresSearch: {} }); // each script adds its part

(function (/** @type {UnresSearch} */ search) {
  const HAN = '\\u3005\\u3007\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}';
  const BLANK = '\\t-\\r \\x85\\u1680\\u2028\\u2029';
  const LETTERS = `(?:(?![${HAN}])[\\p{L}\\p{N}])+`;

  const FORMS = globalThis.unresFacts.symbols;
  const SYMBOL = `(?:${FORMS.series})?(?:${FORMS.slashed}|${FORMS.bracketed})|${FORMS.document}`;

  // matches: 58/58
  // matches: 小武器
  // rejects: ，。
  const SCAN = new RegExp(
    `(?<symbol>${SYMBOL})|(?<han>[${HAN}](?:[${BLANK}]*[${HAN}])*)|(?<word>${LETTERS})`, 'gu');
  // matches: 8日
  // rejects: 日，
  const WORD = new RegExp(LETTERS, 'gu');
  // matches: 武 器
  // rejects: 武器
  const BLANKS = new RegExp(`[${BLANK}]+`, 'gu');
  // A compound symbol is cut where a second organ begins.
  // matches: a/52/871-s/1998/318
  // rejects: a/res/s-10/2
  const COMPOUND = /-(?=[a-z]+\/)/;
  // matches: a/res/58/58
  // matches: 1325(2000)
  // rejects: a/58/58
  const NUMBERED = new RegExp(`^(${FORMS.series})?(${FORMS.slashed}|${FORMS.bracketed})$`);
  // matches: 217a(iii)
  // matches: 217(iii)a
  // rejects: 49/75g
  const OLD = /^([0-9]{1,4})([a-z]?)(\([a-z0-9-]+\))([a-z]?)$/;
  // matches: 49/75g
  // matches: 217(iii)a
  // rejects: 58/58
  const PART = /([0-9)])[a-z]$/;
  const GAP = `[${BLANK}]{0,2}`;
  const DAY = `${GAP}([0-9]{1,2})${GAP}日`;
  // A date of digits with its month and its year, its day, or both.
  // matches: 2003 年 12 月 8 日
  // matches: 2003年12月
  // matches: 12月8日
  // rejects: 12月
  // rejects: a12月8日
  const DATE = new RegExp(`(?<!(?![${HAN}])[\\p{L}\\p{N}])`
    + `(?:([0-9]{4})${GAP}年${GAP}([0-9]{1,2})${GAP}月(?:${DAY})?|([0-9]{1,2})${GAP}月${DAY})`, 'gu');
  // matches: ares5858
  // rejects: ares58
  const COMPACT = new RegExp(FORMS.compact);
  // A letter that may have an accent, a diaeresis or a hamza; й is a letter of its own.
  // matches: é
  // matches: أ
  // rejects: й
  const ACCENTED = /[\u00c0-\u024f\u0400-\u0438\u043a-\u04ff\u0620-\u06d3\u1e00-\u1fff]/g;
  // matches: ς
  // rejects: σ
  const FINAL_SIGMA = /\u03c2/g;
  // matches: ٥
  // matches: ۵
  // rejects: 5
  const ARABIC_DIGIT = /[\u0660-\u0669\u06f0-\u06f9]/g;
  // A mark, a tatweel or an invisible character.
  // matches: "e\u0301"
  // matches: "\u200d"
  // rejects: é
  const DROPPED = /[\u0640\p{M}\p{Cf}]/gu;
  // matches: "e\u0301"
  // rejects: é
  const MARKS = /\p{M}/gu;
  // matches: 58
  // rejects: decl
  const DIGIT = /[0-9]/;

  /** The normal form, in which texts and queries are compared: NFKC and lower case, with one small sigma and Arabic digits
   *  as 0–9, without marks, tatweel and invisible characters.
   *  @param {string} text */
  function normalize(text) {
    return text.normalize('NFKC').toLowerCase().replace(FINAL_SIGMA, '\u03c3')
      .replace(ARABIC_DIGIT, (digit) => String(digit.charCodeAt(0) & 15)).replace(DROPPED, '');
  }

  /** @type {Map<string, string>} */
  const bareLetters = new Map(); // letter → the same without its accent

  /** A letter without its accent. @param {string} letter */
  function bareLetter(letter) {
    const known = bareLetters.get(letter);
    if (known) return known;
    const letters = letter.normalize('NFKD').replace(MARKS, '');
    const bare = letters.length === 1 ? letters : letter;
    bareLetters.set(letter, bare);
    return bare;
  }

  /** A text in normal form without its accents, letter for letter. The vocabulary has words without accents, for readers who
   *  type none.
   *  @param {string} normal */
  const stripAccents = (normal) => normal.replace(ACCENTED, bareLetter);

  /** The beginnings of a symbol that end before a slash, the longest first, without the organ alone: `a/conf.192` of
   *  `a/conf.192/15`.
   *  @param {string} symbol */
  function symbolBeginnings(symbol) {
    const slashes = [...symbol].flatMap((char, place) => (char === '/' ? [place] : []));
    return slashes.slice(1).reverse().map((place) => symbol.slice(0, place));
  }

  /** @param {string} symbol one that is not compound */
  function singleSymbolTerms(symbol) {
    const numbered = NUMBERED.exec(symbol);
    if (!numbered) return [symbol, ...symbolBeginnings(symbol)];
    const number = numbered[2].replace(OLD, '$1$3$2$4');
    return [number, number.replace(PART, '$1'), (numbered[1] || '') + number, ...symbolBeginnings(symbol)];
  }

  /** The terms of a symbol in normal form, each once. A query for the symbol asks for the first.
   *  @param {string} symbol */
  function symbolTerms(symbol) {
    const whole = symbol.replaceAll(' ', '');
    const parts = whole.split(COMPOUND);
    const found = [...(parts.length > 1 ? [whole] : []), ...parts.flatMap(singleSymbolTerms)];
    return [...new Set(found)].filter((term) => DIGIT.test(term));
  }

  /** Each character of a run of Han, and each two neighbours. @param {string} run */
  function hanTerms(run) {
    const chars = [...run];
    return [...chars, ...chars.slice(1).map((char, place) => chars[place] + char)];
  }

  /** A word, and the symbol that it may be without slashes. @param {string} word */
  function wordTerms(word) {
    const compact = COMPACT.exec(word);
    return compact ? [word, ...symbolTerms(`${compact[1]}/${compact[2]}${compact[3]}`)] : [word];
  }

  /** The items of a normal form, in order.
   *  @param {string} normal
   *  @returns {ScannedItem[]} */
  function scan(normal) {
    return Array.from(normal.matchAll(SCAN), ({ groups = {}, index }) => {
      if (groups.symbol !== undefined) return { kind: 'symbol', text: groups.symbol, at: index };
      if (groups.han !== undefined) return { kind: 'han', text: groups.han, at: index };
      return { kind: 'word', text: groups.word, at: index };
    });
  }

  /** @param {{ kind: ScannedItem['kind'], text: string }} item */  function termsOf({ kind, text }) {
    if (kind === 'han') return hanTerms(text.replace(BLANKS, ''));
    if (kind === 'symbol') return [...symbolTerms(text), ...(text.match(WORD) || [])];
    return wordTerms(text);
  }

  /** The dates of a normal form: where each is, and its terms, the whole first: the date, its year with its month, its month
   *  with its day.
   *  @param {string} normal
   *  @returns {FoundDate[]} */
  function findDates(normal) {
    return Array.from(normal.matchAll(DATE), ({ 0: text, 1: year, 2: month, 3: day, 4: loneMonth, 5: loneDay, index }) => {
      const inYear = year ? [`${year}年${month}月`] : [];
      const ofYear = year && day ? [`${year}年${month}月${day}日`] : [];
      const inMonth = day ?? loneDay ? [`${month ?? loneMonth}月${day ?? loneDay}日`] : [];
      return { at: index, end: index + text.length, terms: [...ofYear, ...inYear, ...inMonth] };
    });
  }

  /** All terms of a text in its order, each as often as it occurs; those of dates at the end.
   *  @param {string} text */
  function tokenize(text) {
    const normal = normalize(text);
    return [...scan(normal).flatMap(termsOf), ...findDates(normal).flatMap(({ terms }) => terms)];
  }

  search.tokens = { normalize, stripAccents, tokenize, scan, findDates, termsOf, symbolTerms, wordTerms, BLANKS, WORD };
})(globalThis.unresSearch);
