/* Bounds in how many texts a phrase is. The table of counts has the Chinese phrases of three to five characters that more
   than a few texts have: src/unres_site/search/files/phrases.py says what its files hold. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { files, index } = search;
  const { decodeNumbers } = search.numbers;
  const FEW = 10; // texts: a phrase that the table lacks is in no more than these
  const [SHORTEST, LONGEST] = [3, 5]; // characters of a phrase in the table
  const PIECES = 4; // of a longer phrase that are looked up, at most
  const ROWS = [0xb0, 0xdc]; // of GB 2312, first and after the last
  const COLUMNS = [0xa1, 0xff];
  const CHARACTERS = 4095;
  // matches: 小
  // rejects: "\ue810"
  const HAN = /[\u4e00-\u9fff]/;

  /** @type {Set<string> | undefined} */
  let known;

  /** The characters of which the phrases in the table are made. */
  function alphabet() {
    if (known) return known;
    const bytes = [];
    for (let row = ROWS[0]; row < ROWS[1]; row += 1) {
      for (let column = COLUMNS[0]; column < COLUMNS[1]; column += 1) bytes.push(row, column);
    }
    const common = [...new TextDecoder('gb2312').decode(Uint8Array.from(bytes))].filter((char) => HAN.test(char));
    known = new Set(['\u3007', ...common].slice(0, CHARACTERS));
    return known;
  }

  /** The phrases of a file of the table, and in how many texts each is.
   *  @param {[string, string]} packed
   *  @returns {Map<string, number>} */
  function readPhrases([characters, encoded]) {
    const found = new Map();
    /** @type {{ phrase: string, count: number }[]} */
    const path = []; // the phrase of three characters, that of four, that of five
    let at = 0;
    for (const number of decodeNumbers(encoded)) {
      const beyond = number % 3;
      const length = beyond ? 1 : SHORTEST;
      const above = beyond ? path[beyond - 1] : { phrase: '', count: 0 };
      const phrase = above.phrase + characters.slice(at, at + length);
      const count = Math.abs(above.count - (number - beyond) / 3);
      path[beyond] = { phrase, count };
      found.set(phrase, count);
      at += length;
    }
    return found;
  }

  /** In how many texts a phrase is; 0 if the table lacks it. @param {string} phrase @returns {Promise<number>} */
  async function lookUp(phrase) {
    const listing = await files.phraseListing();
    if (!listing.length) return 0;
    const number = files.hashText(phrase.slice(0, SHORTEST)) % listing.length;
    return (await files.file(`phrases/${number}`, listing[number], readPhrases)).get(phrase) ?? 0;
  }

  /** The runs of a phrase that are made of the alphabet, those of fewer than three characters left out.
   *  @param {string} phrase */
  function runsOf(phrase) {
    /** @type {string[]} */
    const runs = [''];
    for (const char of phrase) {
      if (alphabet().has(char)) runs.push(runs.pop() + char);
      else runs.push('');
    }
    return runs.filter((run) => run.length >= SHORTEST);
  }

  /** @param {string} run */
  function piecesOf(run) {
    const length = Math.min(LONGEST, run.length);
    return Array.from({ length: run.length - length + 1 }, (_, start) => run.slice(start, start + length));
  }

  /** In how many texts the rarest pair of a piece is. The postings of the pairs are loaded.
   *  @param {string} piece */
  async function rarestPair(piece) {
    const chars = [...piece];
    const found = await index.load(chars.slice(1).map((char, place) => chars[place] + char));
    return Math.min(...found.map(({ fields }) => fields[fields.length - 1].texts.length));
  }

  /** The pieces of a phrase that are looked up: all, or those with the rarest pairs. @param {string} phrase */
  async function chosenPieces(phrase) {
    const pieces = runsOf(phrase).flatMap(piecesOf);
    if (pieces.length <= PIECES) return pieces;
    const rarities = new Map();
    for (const piece of pieces) rarities.set(piece, await rarestPair(piece));
    return pieces.sort((one, other) => rarities.get(one) - rarities.get(other)).slice(0, PIECES);
  }

  /** How many texts may have a part at most; `exact` if they all have it. The table knows nothing of texts that lack a part.
   *  @param {SoughtPart} part
   *  @returns {Promise<CountBound>} */
  async function boundPart({ kind, phrase = '', field, excluded }) {
    const pieces = kind === 'phrase' && !excluded ? await chosenPieces(phrase) : [];
    const counts = await Promise.all(pieces.map(lookUp));
    const most = Math.min(Infinity, ...counts.map((count) => count || FEW));
    return { most, exact: !field && pieces[0] === phrase && counts[0] > 0 };
  }

  /** How many texts have all parts of one of the alternatives, at most. It is exact for a single phrase that is in the table.
   *  @param {SoughtPart[]} parts
   *  @returns {Promise<CountBound>} */
  async function boundParts(parts) {
    const bounds = await Promise.all(parts.map(boundPart));
    const sums = new Map();
    for (const alternative of new Set(parts.map((part) => part.alternative))) {
      const own = bounds.filter((_, place) => parts[place].alternative === alternative);
      sums.set(alternative, Math.min(...own.map(({ most }) => most)));
    }
    const most = [...sums.values()].reduce((sum, one) => sum + one, 0);
    return { most, exact: bounds.length === 1 && bounds[0].exact };
  }

  /** How many resolutions are found, at most. The table counts texts: if a resolution has two of the candidates, it may count
   *  twice.
   *  @param {ChosenCandidates} found
   *  @returns {Promise<CountBound>} */
  async function bound({ ranked, parts, exact }) {
    const { resolutions } = await files.header();
    const candidates = new Set(Array.from(ranked.texts, (text) => resolutions[text])).size;
    if (exact) return { most: candidates, exact };
    const limit = await boundParts(parts);
    const isOnceEach = candidates === ranked.texts.length;
    return { most: Math.min(candidates, limit.most), exact: limit.exact && isOnceEach };
  }

  /** How many resolutions are found.
   *  @param {CountBound} limit
   *  @param {LookedTexts} looked
   *  @returns {TextCount} */
  function judge(limit, { candidates, proven, filtered, shown, looked }) {
    const most = Math.min(limit.most, candidates);
    if (proven) return { count: candidates, exact: true, message: 'found' };
    if (limit.exact && !filtered) return { count: limit.most, exact: true, message: 'found' };
    if (looked === candidates || shown >= most) return { count: shown, exact: true, message: 'found' };
    if (most <= FEW) return { count: shown, exact: false, message: 'found_few' };
    return { count: most, exact: false, message: shown ? 'found_most' : 'found_none_yet' };
  }

  search.counts = { FEW, alphabet, readPhrases, lookUp, bound, judge };
})(globalThis.unresSearch);
