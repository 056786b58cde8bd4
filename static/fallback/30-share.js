/* Ranks texts by the share that they have of a query's words, for queries of which no text has all: a passage, a sentence. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { files, index, passages, query: queries } = search;
  const { normalize, tokenize, scan, symbolTerms, WORD } = search.tokens;
  const { readWords } = search.understanding;
  const TERMS = 20; // terms of a long query that are looked up, of each kind
  const LEAST = 0.3; // share of a text that is shown
  const NEAR_BEST = 0.72; // of the best share
  const SAMPLE = 8; // texts that are compared with a passage
  const MISSING = 0.5; // weight of a term that no text has: perhaps it is wrong
  const PASSAGE = 60; // characters of a query that is a passage
  const GRAM = 4; // characters compared at a time
  const WHOLE = 0.8; // of a passage: a text that has so much of it has the passage
  // matches: 小
  // rejects: a
  const HAN = /[\u4e00-\u9fff]/;
  // matches: 九
  // rejects: 届
  const NUMERAL = /[〇零一二三四五六七八九十百千]/;
  // matches: a1
  // rejects: 31
  const LETTER = /\p{L}/u;
  // matches: "3. "
  // matches: "(a) "
  // rejects: 2003
  const NUMBER_BEFORE = /^\(?[0-9a-z]{1,3}[.)、] ?/;
  // White space and punctuation.
  // matches: ", "
  // rejects: a1
  const SIGNS = /[^\p{L}\p{N}]+/gu;

  /** Some of a list, evenly spread. @template T @param {T[]} list @param {number} count @returns {T[]} */
  function spread(list, count) {
    if (list.length <= count) return list;
    return Array.from({ length: count }, (_, at) => list[Math.floor((at * list.length) / count)]);
  }

  /** @param {'symbol' | 'phrase' | 'word'} kind @param {string} term @returns {QueryPart} */
  const partOf = (kind, term) => ({ kind, term, phrase: term, words: term, demands: [{ term, isWord: kind === 'word' }], exact: true });

  /** What is sought of a query: symbols, pairs of Han and words, of a long query some.
   *  @param {string} normal
   *  @returns {QueryPart[]} */
  function partsOf(normal) {
    const items = scan(normal.replace(NUMBER_BEFORE, ''));
    const symbols = items.filter(({ kind }) => kind === 'symbol').flatMap(({ text }) => symbolTerms(text).slice(0, 1));
    const pairs = items.filter(({ kind }) => kind === 'han').flatMap((item) => tokenize(item.text).filter((term) => term.length === 2 && HAN.test(term)));
    const words = items.filter(({ kind }) => kind === 'word').flatMap(({ text }) => text.match(WORD) ?? []).filter((word) => LETTER.test(word));
    const long = [...new Set(words)].sort((one, other) => other.length - one.length);
    return [
      ...spread([...new Set(symbols)], TERMS).map((term) => partOf('symbol', term)),
      ...spread([...new Set(pairs)], TERMS).map((term) => partOf('phrase', term)),
      ...long.slice(0, TERMS).map((term) => partOf('word', term)),
    ];
  }

  /** The texts that have a term of each group. @param {string[][]} groups */
  async function listTexts(groups) {
    const held = await Promise.all(groups.map(async (terms) => (
      new Set((await index.load(terms)).flatMap(({ fields }) => fields.flatMap((field) => [...field.texts]))))));
    const [first = new Set(), ...others] = held;
    return [...first].filter((text) => others.every((texts) => texts.has(text)));
  }

  /** The share of each text, by the weight of the words that it has, as they are or translated: rare ones weigh more.
   *  @param {TranslatedPart[]} words
   *  @returns {Promise<Float64Array>} */
  async function sharesOf(words) {
    const { texts } = await files.header();
    const shares = new Float64Array(texts);
    let sum = 0;
    for (const { part, translations } of words) {
      const ways = [part.groups, ...translations.map((parts) => parts.flatMap(({ groups }) => groups))];
      const held = new Set((await Promise.all(ways.map(listTexts))).flat());
      const weight = held.size ? Math.log(1 + texts / held.size) : MISSING;
      sum += weight;
      for (const text of held) shares[text] += weight;
      await files.pause();
    }
    return shares.map((share) => share / (sum || 1));
  }

  /** The pieces of a text that are compared: each four neighbouring characters of Han, or eight, without the signs between them.
   *  @param {string} normal */
  function gramsOf(normal) {
    const letters = normal.replace(SIGNS, '');
    const step = HAN.test(letters) ? GRAM : 2 * GRAM;
    return new Set(Array.from({ length: Math.max(0, letters.length - step + 1) }, (_, at) => letters.slice(at, at + step)));
  }

  /** Adds to the scores of the first texts how much of a passage they have word for word.
   *  @param {string} normal
   *  @param {RankedTexts} ranked
   *  @returns {Promise<{ ranked: RankedTexts, passage: FoundPassage }>} */
  async function compare(normal, ranked) {
    const grams = [...gramsOf(normal.replace(NUMBER_BEFORE, ''))];
    const total = ranked.total.slice();
    const whole = [];
    const compared = index.best(ranked, 0, SAMPLE).slice(0, 2 * SAMPLE);
    for (const number of compared) {
      const text = await files.text(number);
      const found = passages.read(await files.passages(text));
      const own = gramsOf(found.map(({ folded }) => folded.normal).join('\n'));
      const inOne = Math.max(...found.map(({ folded }) => { const some = gramsOf(folded.normal); return grams.filter((gram) => some.has(gram)).length; }));
      const inText = grams.filter((gram) => own.has(gram)).length;
      total[number] += (1000 * (inText + inOne)) / (2 * grams.length || 1);
      if (inText >= WHOLE * grams.length) whole.push(number);
      await files.pause();
    }
    return { ranked: { ...ranked, total }, passage: { whole, isAll: compared.length === ranked.texts.length } };
  }

  /** A word with what it is called in other languages.
   *  @param {QueryPart} part
   *  @param {Map<string, string[]>} translations of words
   *  @returns {Promise<TranslatedPart>} */
  async function translatePart(part, translations) {
    const texts = translations.get(part.words ?? '') ?? [];
    const found = texts.map((text) => Promise.all((readWords(normalize(text)).at(-1) ?? []).map(queries.resolvePart)));
    return { part: await queries.resolvePart(part), translations: await Promise.all(found) };
  }

  /** The scores of texts by their shares. Of equal ones the shortest are best: a long text may have all words by chance.
   *  @param {Float64Array} shares
   *  @param {Uint32Array} texts
   *  @returns {Promise<Float64Array>} */
  async function preferShort(shares, texts) {
    const { lengths } = await files.header();
    await files.loadLengths(texts);
    const longest = texts.reduce((most, text) => Math.max(most, lengths[text]), 1);
    return shares.map((share, text) => 100 * share - lengths[text] / longest);
  }

  /** The scores of texts by their shares and by what Lunr makes of their terms. @param {Float64Array} shares @param {string[]} terms */
  async function preferScored(shares, terms) {
    const { total } = await index.rank([terms]);
    const highest = total.reduce((most, score) => Math.max(most, score), 1);
    return total.map((score, text) => 100 * shares[text] + (60 * score) / highest);
  }

  /** The texts that have the largest share of a query's words, as they are or translated, and which of them have all of it as a
   *  passage.
   *  @param {string} normal
   *  @param {Map<string, string[]>} [translations] of words
   *  @returns {Promise<{ likely: ChosenCandidates, passage: FoundPassage }>} */
  async function rankByShare(normal, translations = new Map()) {
    const words = await Promise.all(partsOf(normal).map((part) => translatePart(part, translations)));
    const shares = await sharesOf(words);
    const ways = words.flatMap(({ part, translations: others }) => [[part], ...others]);
    const resolved = ways.flat();
    const terms = [...new Set(resolved.flatMap((part) => part.terms))];
    const best = shares.reduce((most, share) => Math.max(most, share), 0);
    const least = Math.max(LEAST, NEAR_BEST * best);
    const texts = Uint32Array.from([...shares.keys()].filter((text) => shares[text] >= least));
    const isPassage = normal.length >= PASSAGE && texts.length > 0;
    const ranked = { texts, total: await (isPassage ? preferShort(shares, texts) : preferScored(shares, terms)) };
    const { ranked: compared, passage } = isPassage ? await compare(normal, ranked) : { ranked, passage: { whole: [], isAll: true } };
    const parts = ways.flatMap((some, alternative) => some.map((part) => ({ ...part, alternative })));
    return { likely: { ranked: compared, terms, readings: ways, parts, exact: false }, passage };
  }

  /** The numerals of a phrase: another number is no error of writing. @param {string} phrase */
  const listNumerals = (phrase) => [...phrase].filter((char) => NUMERAL.test(char)).join('');

  /** The piece of a text that differs from a phrase by one character of Han, which is no numeral; empty if there is none.
   *  @param {string} phrase
   *  @param {string} text in normal form */
  function findAlike(phrase, text) {
    const chars = [...phrase];
    for (let start = 0; start + phrase.length <= text.length; start += 1) {
      const piece = text.slice(start, start + phrase.length);
      const isAlike = chars.filter((char, at) => char !== piece[at]).length === 1;
      if (isAlike && [...piece].every((char) => HAN.test(char)) && listNumerals(piece) === listNumerals(phrase)) return piece;
    }
    return '';
  }

  /** A phrase of Han as the texts write it that have most of it, if they differ by one character; empty if none does.
   *  @param {string} phrase */
  async function correctPhrase(phrase) {
    const { likely: { ranked } } = await rankByShare(phrase);
    for (const number of index.best(ranked, 0, SAMPLE).slice(0, SAMPLE)) {
      const found = passages.read(await files.passages(await files.text(number)));
      for (const { squeezed } of found) {
        const alike = findAlike(phrase, squeezed.normal);
        if (alike) return alike;
      }
    }
    return '';
  }

  search.share = { rankByShare, partsOf, findAlike, correctPhrase };
})(globalThis.unresSearch);
