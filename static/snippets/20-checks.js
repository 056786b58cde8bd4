/* Checks whether a text has what is asked, and where. Finds what is near a query that finds nothing. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { files, index, passages } = search;
  const { isStopWord } = search.stops;

  // matches: 58/58
  // matches: 1325(2000)
  // rejects: 小武
  const SYMBOL_SIGN = /[/(]/;
  // matches: 241
  // matches: 1325(2000)
  // rejects: bms
  const NUMBER = /^([0-9]+)(.*)$/;
  const NEAREST = 5; // symbols beside a number
  const LONGER = 10; // symbols that begin with another

  /** @param {string} term @returns {SoughtPart} */
  function partOfTerm(term) {
    /** @type {{ kind: 'symbol' | 'phrase', term?: string, phrase?: string }} */
    const part = SYMBOL_SIGN.test(term) ? { kind: 'symbol', term } : { kind: 'phrase', phrase: term.split('~')[0] };
    return { ...part, terms: [term], forms: [term] };
  }

  /** Texts that have some of a query's terms, or a symbol near its own, and the parts to look for in them.
   *  @param {QueryPlan} plan
   *  @param {ResolvedPart[][]} readings
   *  @param {number} wanted */
  async function near({ symbol }, readings, wanted) {
    const asked = readings[0].flatMap((part) => part.terms);
    const held = (await index.load(asked)).map(({ term }) => term);
    const similar = symbol ? await similarSymbols(symbol) : [];
    const boosts = new Map(similar.map((term, place) => [term, 1 / (place + 1)]));
    const terms = [...new Set([...held, ...similar])];
    const ranked = await index.rank([terms], boosts);
    return { texts: index.best(ranked, 0, wanted).slice(0, wanted), parts: terms.map(partOfTerm) };
  }

  /** @param {string} start */
  async function symbolsBeginning(start) {
    const found = (await files.wordsBetween(start, `${start}\uffff`)).map(({ term }) => term);
    return found.filter((term) => term.startsWith(start));
  }

  /** The symbols with a beginning and an end, those first whose number between these is nearest.
   *  @param {number} number
   *  @param {string} start
   *  @param {string} end */
  async function nearestSymbols(number, start, end) {
    const distance = (/** @type {string} */ term) => Math.abs(parseInt(term.slice(start.lastIndexOf('/') + 1), 10) - number);
    const found = (await symbolsBeginning(start)).filter((term) => term.endsWith(end) && !Number.isNaN(distance(term)));
    return found.sort((one, other) => distance(one) - distance(other)).slice(0, NEAREST);
  }

  /** Symbols similar to one that is not found: those that begin with it; else the nearest numbers of its session or kind
   *  (58/242 → 58/241); else those with a year (S/RES/1325 → 1325(2000)).
   *  @param {string} symbol */
  async function similarSymbols(symbol) {
    const longer = await symbolsBeginning(symbol);
    const cut = symbol.lastIndexOf('/') + 1;
    const [, digits, session] = NUMBER.exec(symbol.slice(cut)) ?? [];
    if (longer.length || !digits) return longer.slice(0, LONGER);
    if (!cut) {
      const near = await nearestSymbols(Number(digits), digits.slice(0, -2) || digits, session);
      return near.length ? near : nearestSymbols(Number(digits), digits[0], session);
    }
    const beside = await nearestSymbols(Number(digits), symbol.slice(0, cut), '');
    return beside.length ? beside : symbolsBeginning(`${digits}(`);
  }

  /** Whether a text's own symbol has a part. @param {SoughtPart} part @param {TextCard} text */
  function isInSymbol(part, { number, symbol }) {
    if (!part.terms.every((term) => index.isInSymbol(term, number))) return false;
    return part.kind !== 'phrase' || passages.ranges(passages.read([['', 'symbol', '', symbol]])[0], part).length > 0;
  }

  /** The place of the passage to show among those with the most parts: an operative one, else the first. The title is none.
   *  @param {ReadPassage[]} found
   *  @param {number[]} shown how many parts each has
   *  @param {number} most */
  function choosePassage(found, shown, most) {
    const operative = shown.findIndex((count, place) => count === most && found[place].place === 'operative');
    return operative > 0 ? operative : shown.indexOf(most, 1);
  }

  /** Whether a text has all parts, or all of an alternative. Its terms are enough for a word or a fact of a query without
   *  alternatives.
   *  @param {SoughtPart[]} parts
   *  @param {TextRange[][][]} ranges of each passage and each part
   *  @param {boolean[]} inSymbol whether the text's own symbol has each part */
  function hasParts(parts, ranges, inSymbol) {
    const hasPart = parts.map(({ kind, field, excluded, alternative }, at) => {
      const isSure = alternative === undefined && !excluded && (kind === 'word' || kind === 'fact');
      const searched = field ? ranges.slice(0, 1) : ranges;
      const isThere = isSure || inSymbol[at] || searched.some((ofPassage) => ofPassage[at].length);
      return isThere !== Boolean(excluded);
    });
    const alternatives = new Set(parts.map(({ alternative }) => alternative));
    return !parts.length || [...alternatives].some((one) => parts.every(({ alternative }, at) => alternative !== one || hasPart[at]));
  }

  /** The anchor of the paragraph that a query names of a text's own symbol, if the text has it.
   *  @param {SoughtPart[]} parts
   *  @param {ReadPassage[]} found
   *  @param {boolean[]} inSymbol */
  function ownAnchor(parts, found, inSymbol) {
    const anchor = `op${parts.find(({ paragraph }, at) => paragraph && inSymbol[at])?.paragraph}`;
    return found.some((passage) => passage.anchor === anchor) ? anchor : '';
  }

  /** Whether each part is marked in a text: none that a text must not have, and articles only if nothing else is sought.
   *  @param {SoughtPart[]} parts */
  function listMarked(parts) {
    const sought = parts.map(({ excluded }) => !excluded);
    const meaningful = parts.map(({ kind, words = '' }, at) => sought[at] && !(kind === 'word' && isStopWord(words)));
    return meaningful.some(Boolean) ? meaningful : sought;
  }

  /** Whether a text has the parts of a reading, and where. The passage in the verdict has the most parts.
   *  @param {SoughtPart[]} parts
   *  @param {ReadPassage[]} found the passages of the text
   *  @param {TextCard} text
   *  @returns {TextVerdict} */
  function check(parts, found, text) {
    const all = found.map((passage) => parts.map((part) => passages.ranges(passage, part)));
    const inSymbol = parts.map((part) => isInSymbol(part, text));
    const marked = listMarked(parts);
    const places = all.map((ranges) => ranges.map((some, at) => (marked[at] ? some : [])));
    const shown = places.map((ranges) => ranges.filter((range) => range.length).length);
    const most = Math.max(...shown.slice(1), 0);
    const anchor = ownAnchor(parts, found, inSymbol);
    const best = most ? choosePassage(found, shown, most) : 0;
    const place = anchor ? found.findIndex((passage) => passage.anchor === anchor) : best;
    return {
      has: hasParts(parts, all, inSymbol), inSymbol: inSymbol.some(Boolean), anchor,
      title: places[0].flat(), passage: found[place], ranges: places[place].flat(),
    };
  }

  search.checks = { near, check };
})(globalThis.unresSearch);
