/* Finds the words of a query in a passage: as they are compared, but at their places in the text as it is printed. */
'use strict';

globalThis.unresSearch = globalThis.unresSearch || {};

(function (search) {
  const { normalize, plain, scan, termsOf, symbolTerms, BLANKS, WORD } = search.tokens;
  const CLUSTER = /\P{M}\p{M}*|\p{M}+/gu;
  const LETTER = /[\p{L}\p{N}]/u;
  const HAN_LETTER = /[\u3005\u3007\p{Script=Han}]/u;
  const APOSTROPHE = /[\u2018\u2019\u02bc]/g;
  const HYPHEN = /[\u2010-\u2014\u2212]/g;
  const BEFORE = 36; // Han characters of a snippet before its first mark; of other scripts twice as many take the same room
  const LENGTH = 150; // and in all
  const CUT = 24; // characters of a word that is left out rather than cut

  const forms = new Map(); // of the clusters that were met

  function normalForm(cluster) {
    if (!forms.has(cluster)) forms.set(cluster, normalize(cluster));
    return forms.get(cluster);
  }

  /** A text in normal form with the place that each of its units comes from: { normal, starts, ends }. */
  function fold(text) {
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

  /** The same without white space, which does not matter in a comparison. */
  function squeeze(folded) {
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

  function passage([anchor, place, number, text, cited = []], simplify) {
    const folded = fold(text);
    folded.normal = simplify(folded.normal);
    return { anchor, place, number, text, cited, folded, squeezed: squeeze(folded) };
  }

  /* A text's file ends with its traditional characters, each before its simplified one, if it has any. */
  function simplifying(pairs) {
    if (!pairs) return (normal) => normal;
    const simple = new Map(Array.from(pairs.matchAll(/../g), ([[one, other]]) => [one, other]));
    return (normal) => normal.replace(/[^]/g, (char) => simple.get(char) ?? char);
  }

  /** The passages of a text's file, ready for many comparisons: in normal form and simplified, as terms are. */
  function read(found) {
    const pairs = typeof found.at(-1) === 'string' ? found.at(-1) : '';
    const simplify = simplifying(pairs);
    return found.slice(0, pairs ? -1 : undefined).map((one) => passage(one, simplify));
  }

  const isLetter = (char) => Boolean(char) && LETTER.test(char) && !HAN_LETTER.test(char);

  /* A phrase that begins or ends within a word does not stand there: 58/24 is not in 58/241. */
  function cutsWord(text, start, end, phrase) {
    const first = isLetter(phrase[0]) && isLetter(text[start - 1]);
    const last = isLetter(phrase.at(-1)) && isLetter(text[end]);
    return { first, last };
  }

  /* Apostrophes and hyphens are what a keyboard has of them. */
  const typed = (normal) => normal.replace(APOSTROPHE, "'").replace(HYPHEN, '-');

  /* A phrase as it is sought, and the text to seek it in: where it has no accents, neither has the text. */
  function comparable(phrase, normal) {
    return [typed(phrase), typed(plain(phrase) === phrase ? plain(normal) : normal)];
  }

  function phraseRanges({ text, squeezed }, { phrase, open }) {
    const found = [];
    const [sought, normal] = comparable(phrase, squeezed.normal);
    for (let at = normal.indexOf(sought); at >= 0; at = normal.indexOf(sought, at + 1)) {
      const start = squeezed.starts[at];
      const end = squeezed.ends[at + phrase.length - 1];
      const cuts = cutsWord(text, start, end, phrase);
      if (!cuts.first && (open || !cuts.last)) found.push([start, end]);
    }
    return found;
  }

  function symbolRanges({ folded, cited }, term) {
    const items = scan(folded.normal).filter((item) => item.kind !== 'han' && termsOf(item).includes(term));
    const found = items.map(({ at, text }) => [folded.starts[at], folded.ends[at + text.length - 1]]);
    const meant = cited.filter(([symbol]) => symbolTerms(normalize(symbol)).includes(term));
    return [...found, ...meant.map(([, start, end]) => [start, end])];
  }

  function wordRanges({ folded }, { forms }) {
    const sought = new Set(forms.map(plain));
    const items = scan(folded.normal).filter((item) => item.kind !== 'han');
    const words = items.flatMap(({ text, at }) => Array.from(text.matchAll(WORD), (found) => [found[0], at + found.index]));
    return words.filter(([word]) => sought.has(plain(word)))
      .map(([word, at]) => [folded.starts[at], folded.ends[at + word.length - 1]]);
  }

  /** Where a part of a query stands in a passage: [[start, end], …], in UTF-16 units of its text. */
  function ranges(where, part) {
    if (part.kind === 'word') return wordRanges(where, part);
    return part.kind === 'symbol' ? symbolRanges(where, part.term) : phraseRanges(where, part);
  }

  function merged(found) {
    const result = [];
    for (const [start, end] of found.filter((range) => range[1] > range[0]).sort((one, other) => one[0] - other[0])) {
      const last = result.at(-1);
      if (last && start <= last[1]) last[1] = Math.max(last[1], end);
      else result.push([start, end]);
    }
    return result;
  }

  /** A text as pieces, marked or not: [{ text, marked }]. */
  function pieces(text, found) {
    const result = [];
    let at = 0;
    for (const [start, end] of [...merged(found), [text.length, text.length]]) {
      if (start > at) result.push({ text: text.slice(at, start), marked: false });
      if (end > start) result.push({ text: text.slice(start, end), marked: true });
      at = end;
    }
    return result;
  }

  /* The nearest place in a step's direction that parts no word, if it is near. */
  function wordEdge(chars, place, step) {
    let edge = place;
    while (isLetter(chars[edge - 1]) && isLetter(chars[edge])) edge += step;
    return Math.abs(edge - place) > CUT ? place : edge;
  }

  /* Where a snippet begins and ends, in characters. */
  function windowOf(chars, first) {
    const room = HAN_LETTER.test(chars.slice(first, first + BEFORE).join('')) ? 1 : 2;
    const begin = Math.max(0, Math.min(first - room * BEFORE, chars.length - room * LENGTH));
    return [wordEdge(chars, begin, 1), wordEdge(chars, Math.min(begin + room * LENGTH, chars.length), -1)];
  }

  /** The part of a text around its first mark, as pieces. */
  function snippet(text, found) {
    const chars = [...text];
    const [begin, end] = windowOf(chars, [...text.slice(0, merged(found)[0]?.[0] ?? 0)].length);
    const start = chars.slice(0, begin).join('').length;
    const window = chars.slice(begin, end).join('');
    const inside = found.map((range) => range.map((place) => Math.min(Math.max(place - start, 0), window.length)));
    const edge = (condition) => (condition ? [{ text: '…', marked: false }] : []);
    return [...edge(begin > 0), ...pieces(window, inside), ...edge(end < chars.length)];
  }

  search.passages = { read, ranges, pieces, snippet };
})(globalThis.unresSearch);
