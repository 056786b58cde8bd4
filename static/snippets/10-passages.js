/* Finds the words of a query in a passage. They are compared in normal form; their places are those of the printed text. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { normalize, stripAccents, scan, termsOf, symbolTerms, BLANKS, WORD } = search.tokens;
  // A character and its marks.
  // matches: "e\u0301"
  // rejects: ""
  const CLUSTER = /\P{M}\p{M}*|\p{M}+/gu;
  // matches: é
  // matches: 5
  // rejects: ，
  const LETTER = /[\p{L}\p{N}]/u;
  // matches: 小
  // rejects: a
  const HAN_LETTER = /[\u3005\u3007\p{Script=Han}]/u;
  // matches: ’
  // rejects: '
  const APOSTROPHE = /[\u2018\u2019\u02bc]/g;
  // matches: –
  // rejects: -
  const HYPHEN = /[\u2010-\u2014\u2212]/g;
  // Two characters, of one code unit each.
  // matches: 輕轻
  // rejects: 轻
  const PAIR = /../g;
  // matches: "\n"
  // rejects: ""
  const UNIT = /[^]/g;
  const BEFORE = 36; // Han characters of a snippet before its first mark; twice as many of other scripts take the same room
  const LENGTH = 150; // Han characters of a snippet
  const CUT = 24; // characters: at its edges a snippet leaves out a word up to this length, and cuts a longer one

  /** @type {Map<string, string>} */
  const normalForms = new Map(); // cluster → its normal form

  /** @param {string} cluster */
  function normalForm(cluster) {
    const found = normalForms.get(cluster) ?? normalize(cluster);
    normalForms.set(cluster, found);
    return found;
  }

  /** A text in normal form. @param {string} text @returns {FoldedText} */
  function fold(text) {
    /** @type {FoldedText} */
    const folded = { normal: '', starts: [], ends: [] };
    for (const { 0: cluster, index } of text.matchAll(CLUSTER)) {
      const normal = normalForm(cluster);
      folded.normal += normal;
      for (let unit = 0; unit < normal.length; unit += 1) {
        folded.starts.push(index);
        folded.ends.push(index + cluster.length);
      }
    }
    return folded;
  }

  /** A folded text without white space, which is ignored in phrases. @param {FoldedText} folded @returns {FoldedText} */
  function removeBlanks(folded) {
    /** @type {FoldedText} */
    const squeezed = { normal: folded.normal.replace(BLANKS, ''), starts: [], ends: [] };
    for (let from = 0, to = 0; to < squeezed.normal.length; from += 1) {
      if (folded.normal[from] === squeezed.normal[to]) {
        squeezed.starts.push(folded.starts[from]);
        squeezed.ends.push(folded.ends[from]);
        to += 1;
      }
    }
    return squeezed;
  }

  /** @param {any[]} values of a passage in its file @param {(normal: string) => string} simplify @returns {ReadPassage} */
  function readPassage([anchor, place, number, text, cited = []], simplify) {
    const folded = fold(text);
    folded.normal = simplify(folded.normal);
    return { anchor, place, number, text, cited, folded, squeezed: removeBlanks(folded) };
  }

  /** A function that simplifies a normal form.
   *  @param {string} pairs traditional characters, each followed by its simplified one
   *  @returns {(normal: string) => string} */
  function makeSimplify(pairs) {
    if (!pairs) return (normal) => normal;
    const simple = new Map(Array.from(pairs.matchAll(PAIR), ([[one, other]]) => [one, other]));
    return (normal) => normal.replace(UNIT, (char) => simple.get(char) ?? char);
  }

  /** The passages of a text's file in normal form and simplified, as terms are. A file may end with pairs of traditional and
   *  simplified characters.
   *  @param {any[]} found */
  function read(found) {
    const pairs = typeof found.at(-1) === 'string' ? found.at(-1) : '';
    const simplify = makeSimplify(pairs);
    return found.slice(0, pairs ? -1 : undefined).map((one) => readPassage(one, simplify));
  }

  /** @param {string | undefined} char */
  const isLetter = (char) => char !== undefined && char !== '' && LETTER.test(char) && !HAN_LETTER.test(char);

  /** Whether a phrase begins or ends within a word, where it does not count: 58/24 is not in 58/241.
   *  @param {string} text
   *  @param {number} start
   *  @param {number} end
   *  @param {string} phrase */
  function cutsWord(text, start, end, phrase) {
    const first = isLetter(phrase[0]) && isLetter(text[start - 1]);
    const last = isLetter(phrase.at(-1)) && isLetter(text[end]);
    return { first, last };
  }

  /** A normal form with the apostrophes and hyphens of a keyboard. @param {string} normal */
  const toKeyboard = (normal) => normal.replace(APOSTROPHE, "'").replace(HYPHEN, '-');

  /** A phrase and a text as they are compared. If the phrase has no accents, those of the text are ignored.
   *  @param {string} phrase
   *  @param {string} normal */
  function makeComparable(phrase, normal) {
    return [toKeyboard(phrase), toKeyboard(stripAccents(phrase) === phrase ? stripAccents(normal) : normal)];
  }

  /** @param {ReadPassage} passage @param {PartInText} part @returns {TextRange[]} */
  function phraseRanges({ text, squeezed }, { phrase = '', open = false }) {
    /** @type {TextRange[]} */
    const found = [];
    const [sought, normal] = makeComparable(phrase, squeezed.normal);
    for (let at = normal.indexOf(sought); at >= 0; at = normal.indexOf(sought, at + 1)) {
      const start = squeezed.starts[at];
      const end = squeezed.ends[at + phrase.length - 1];
      const cuts = cutsWord(text, start, end, phrase);
      if (!cuts.first && (open || !cuts.last)) found.push([start, end]);
    }
    return found;
  }

  /** @param {ReadPassage} passage @param {string} term @returns {TextRange[]} */
  function symbolRanges({ folded, cited }, term) {
    const sought = term.split('|');
    const isSought = (/** @type {string} */ one) => sought.includes(one);
    const items = scan(folded.normal).filter((item) => item.kind !== 'han' && termsOf(item).some(isSought));
    /** @type {TextRange[]} */
    const found = items.map(({ at, text }) => [folded.starts[at], folded.ends[at + text.length - 1]]);
    for (const [symbol, start, end] of cited) {
      if (symbolTerms(normalize(symbol)).some(isSought)) found.push([start, end]);
    }
    return found;
  }

  /** @type {WeakMap<FoldedText, { word: string, range: TextRange }[]>} */
  const wordsOfTexts = new WeakMap();

  /** The words of a text without accents, and where they are. Many words of one query are sought in the same text.
   *  @param {FoldedText} folded
   *  @returns {{ word: string, range: TextRange }[]} */
  function listWords(folded) {
    const known = wordsOfTexts.get(folded);
    if (known) return known;
    const items = scan(folded.normal).filter((item) => item.kind !== 'han');
    const found = items.flatMap(({ text, at }) => Array.from(text.matchAll(WORD), ({ 0: word, index }) => {
      const [first, last] = [at + index, at + index + word.length - 1];
      return { word: stripAccents(word), range: /** @type {TextRange} */ ([folded.starts[first], folded.ends[last]]) };
    }));
    wordsOfTexts.set(folded, found);
    return found;
  }

  /** @param {ReadPassage} passage @param {PartInText} part @returns {TextRange[]} */
  function wordRanges({ folded }, { forms = [] }) {
    const sought = new Set(forms.map(stripAccents));
    return listWords(folded).filter(({ word }) => sought.has(word)).map(({ range }) => range);
  }

  /** Where a part of a query is in a passage.
   *  @param {ReadPassage} passage
   *  @param {PartInText} part */
  function ranges(passage, part) {
    if (part.kind === 'word') return wordRanges(passage, part);
    return part.kind === 'symbol' ? symbolRanges(passage, part.term ?? '') : phraseRanges(passage, part);
  }

  /** Ranges in order, those that overlap as one. @param {TextRange[]} found */
  function mergeRanges(found) {
    /** @type {TextRange[]} */
    const result = [];
    for (const [start, end] of found.filter((range) => range[1] > range[0]).sort((one, other) => one[0] - other[0])) {
      const last = result.at(-1);
      if (last && start <= last[1]) last[1] = Math.max(last[1], end);
      else result.push([start, end]);
    }
    return result;
  }

  /** A text as pieces, those in the ranges marked. @param {string} text @param {TextRange[]} found @returns {TextPiece[]} */
  function pieces(text, found) {
    const result = [];
    let at = 0;
    for (const [start, end] of [...mergeRanges(found), [text.length, text.length]]) {
      if (start > at) result.push({ text: text.slice(at, start), marked: false });
      if (end > start) result.push({ text: text.slice(start, end), marked: true });
      at = end;
    }
    return result;
  }

  /** The nearest place in a direction that is not within a word; the place itself if that is too far.
   *  @param {string[]} chars
   *  @param {number} place
   *  @param {1 | -1} step */
  function wordEdge(chars, place, step) {
    let edge = place;
    while (isLetter(chars[edge - 1]) && isLetter(chars[edge])) edge += step;
    return Math.abs(edge - place) > CUT ? place : edge;
  }

  /** Where a snippet begins and ends. @param {string[]} chars @param {number} first the place of its first mark */
  function windowOf(chars, first) {
    const room = HAN_LETTER.test(chars.slice(first, first + BEFORE).join('')) ? 1 : 2;
    const begin = Math.max(0, Math.min(first - room * BEFORE, chars.length - room * LENGTH));
    return [wordEdge(chars, begin, 1), wordEdge(chars, Math.min(begin + room * LENGTH, chars.length), -1)];
  }

  /** The part of a text around its first mark. @param {string} text @param {TextRange[]} found @returns {TextPiece[]} */
  function snippet(text, found) {
    const chars = [...text];
    const [begin, end] = windowOf(chars, [...text.slice(0, mergeRanges(found)[0]?.[0] ?? 0)].length);
    const start = chars.slice(0, begin).join('').length;
    const window = chars.slice(begin, end).join('');
    const clamp = (/** @type {number} */ place) => Math.min(Math.max(place - start, 0), window.length);
    /** @type {TextRange[]} */
    const inside = found.map(([from, to]) => [clamp(from), clamp(to)]);
    const edge = (/** @type {boolean} */ isCut) => (isCut ? [{ text: '…', marked: false }] : []);
    return [...edge(begin > 0), ...pieces(window, inside), ...edge(end < chars.length)];
  }

  search.passages = { read, ranges, pieces, snippet };
})(globalThis.unresSearch);
