/* The files of the index that a query needs. src/unres_site/search/files/__init__.py lists them,
   src/unres_site/search/index/sharding.py says which shard a term is in. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { decodeNumbers } = search.numbers;
  const { TABLE, NO_FILE, splitDigests } = search.headers;
  const { runScript, loadScript, loadOnce } = search.loading;
  const { file, listed, header } = search.build;
  const FEW = 10; // texts of which all cards are shown
  const EXPECTED = 3; // files of lengths that are loaded before it is known that they are needed
  const SLICE = 8; // milliseconds of work between two pauses, in which the page answers its reader
  // A character of two code units.
  // matches: 𠀀
  // rejects: 小
  const ASTRAL = /[\u{10000}-\u{10ffff}]/u;
  // matches: 小
  // matches: 〇
  // rejects: a
  const HAN = /[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]/;

  // matches: A/RES/58/58.html
  // rejects: A/RES/58/58.json
  const HTML_ENDING = /\.html$/;

  /** @type {(() => void)[]} */
  const paused = []; // what goes on after a pause
  const { port1: wake, port2: pauseEnd } = new MessageChannel(); // a timer would take 4 milliseconds
  let sliceStart = 0;

  wake.onmessage = () => paused.shift()?.();

  /** Pauses, if work has gone on for a while, so that the page can answer its reader. */
  async function pause() {
    if (performance.now() - sliceStart < SLICE) return;
    await new Promise((resolve) => { paused.push(() => resolve(undefined)); pauseEnd.postMessage(''); });
    sliceStart = performance.now();
  }

  /** lunr.js. A page may have it already. */
  const lunr = () => loadOnce('lunr', async () => {
    if (!globalThis.lunr) await runScript('search/lunr.js');
    return globalThis.lunr;
  });

  /** The scripts that read more than words in a query. They take the place of those that read words alone. */
  const grammar = () => loadOnce('grammar', async () => (await loadScript('grammar', 'assets/grammar.js')).value);

  /** The scripts for queries that find nothing. */
  const fallback = () => loadOnce('fallback', async () => {
    await grammar();
    return (await loadScript('fallback', 'assets/fallback.js')).value;
  });

  /** The second half of the scripts. The first symbols and titles are shown without it. */
  const snippets = () => loadOnce('snippets', async () => (await loadScript('snippets', 'assets/snippets.js')).value);

  /** The script that suggests topics. */
  const suggestions = () => loadOnce('suggestions', async () => (await loadScript('suggestions', 'assets/topics.js')).value);

  /** A page of the directory, as src/unres_site/search/files/directory.py encodes it.
   *  @param {[string, string, number, string]} page
   *  @returns {DirectoryPage} */
  function readPage([names, counts, pools, digests]) {
    const groups = new Map();
    const shards = decodeNumbers(counts);
    let first = pools;
    names.split(' ').slice(0, shards.length).forEach((name, place) => {
      groups.set(name, { first, shards: shards[place] });
      first += shards[place];
    });
    return { groups, pools, digests: splitDigests(digests) };
  }

  /** Replaces slots by the numbers of their texts. Throws if there is no such text, for the slots are of another build then.
   *  @param {SearchHeader} header
   *  @param {Int32Array} slots ascending */
  function numberTexts({ numbers }, slots) {
    let which = -1;
    let table;
    for (let at = 0; at < slots.length; at += 1) {
      if (Math.floor(slots[at] / TABLE) !== which) {
        which = Math.floor(slots[at] / TABLE);
        table = numbers.get(which);
      }
      const number = table?.[slots[at] % TABLE];
      if (!number) throw new Error('a term has a text of another build');
      slots[at] = number - 1;
    }
    return slots;
  }

  /** The digests of the files of the table of counts; none if there is no table. @returns {Promise<string[]>} */
  async function phraseListing() {
    const { phrases } = await header();
    return phrases ? listed('phrases', undefined, splitDigests) : [];
  }

  /** A length with few binary digits, as src/unres_site/search/index/lengths.py rounds it.
   *  @param {number} length
   *  @param {number} digits */
  function roundLength(length, digits) {
    const unit = 2 ** Math.max(0, 32 - Math.clz32(length) - digits);
    return Math.round(length / unit) * unit;
  }

  /** Fills in the header's `lengths` of these texts. Those of a few are in their cards, which are shown.
   *  @param {ArrayLike<number>} texts in ascending order */
  async function loadLengths(texts) {
    const { stretch, lengths } = await header();
    const missing = Array.from(texts).filter((number) => !lengths[number]);
    if (missing.length <= FEW) {
      await Promise.all(missing.map(text));
      return;
    }
    const wanted = new Set(missing.map((number) => Math.floor(number / stretch)));
    await Promise.all(Array.from(wanted, loadStretch));
  }

  /** Fills in the lengths of a file. @param {number} number */
  async function loadStretch(number) {
    const { stretch, levels, lengths } = await header();
    /** @type {Int32Array} */
    const found = await listed('lengths', number, decodeNumbers);
    found.forEach((level, at) => { lengths[number * stretch + at] = levels[level]; });
  }

  /** Loads the first files of the lengths of the texts in a language, before it is known which texts are found.
   *  @param {string} language */
  async function expectLengths(language) {
    const { languages, stretch } = await header();
    const wanted = new Set();
    let first = 0;
    for (const [name, count] of languages) {
      const next = first + count;
      if (name === language) for (let text = first; text < next; text += 1) wanted.add(Math.floor(text / stretch));
      first = next;
    }
    await Promise.all([...wanted].slice(0, EXPECTED).map(loadStretch));
  }

  /** The beginning that a term shares with its group. @param {string} term */
  function groupOf(term) {
    const [first, second = ''] = term;
    return ASTRAL.test(first) || (HAN.test(first) && !ASTRAL.test(second)) ? first : first + second;
  }

  /** A hash of 32 bits, the same as `hash_text` in src/unres_site/search/index/sharding.py. @param {string} text */
  function hashText(text) {
    let hash = 0;
    for (let at = 0; at < text.length; at += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) >>> 0;
    for (const [shift, factor] of [[15, 0x85ebca6b], [13, 0xc2b2ae35], [16, 1]]) {
      hash = Math.imul(hash ^ (hash >>> shift), factor) >>> 0;
    }
    return hash;
  }

  /** @param {string} text */
  const hexadecimal = (text) => Array.from({ length: text.length },
    (_, at) => text.charCodeAt(at).toString(16).padStart(4, '0')).join('');

  /** The shard that a term is in. @param {string} term @param {number} pages @param {DirectoryPage} page that of its group */
  function findShard(term, pages, { groups, pools, digests }) {
    const group = groups.has(`${term}!`) ? `${term}!` : groupOf(term); // a term with a long entry is a group of its own
    const hash = hashText(group);
    const own = groups.get(group);
    const number = own ? hashText(term.slice(group.length)) % own.shards : Math.floor(hash / pages) % pools;
    const name = own ? `${hexadecimal(group)}-${number}` : `${hash % pages}-pool-${number}`;
    return { name: `terms/${name}`, digest: digests[(own?.first ?? 0) + number] };
  }

  /** The page of the directory that has a group. @param {string} group @returns {Promise<DirectoryPage>} */
  async function pageOf(group) {
    const { digests } = await header();
    return listed('directory', hashText(group) % digests.directory.length, readPage);
  }

  /** @param {string} term */
  async function locate(term) {
    const { digests } = await header();
    return findShard(term, digests.directory.length, await pageOf(groupOf(term)));
  }

  /** The entries of a shard by their terms. @param {string} shard @returns {Map<string, string>} */
  const readShard = (shard) => new Map(shard.split('!').map((entry) => [entry.slice(0, entry.indexOf(' ')), entry]));

  /** Loads the shard that a term is in. @param {string} term @returns {Promise<Map<string, string> | undefined>} */
  async function loadShard(term) {
    const { name, digest } = await locate(term);
    return digest === NO_FILE ? undefined : file(name, digest, readShard);
  }

  /** The entries of those terms that the archive has; src/unres_site/search/index/entries.py says what an entry is.
   *  @param {string[]} terms
   *  @returns {Promise<Map<string, string>>} */
  async function entriesOf(terms) {
    const shards = await Promise.all(terms.map(loadShard));
    const found = new Map();
    terms.forEach((term, place) => {
      const entry = shards[place]?.get(term);
      if (entry !== undefined) found.set(term, entry);
    });
    return found;
  }

  /** Whether the archive has a Han character. If its group has shards of its own, no shard is loaded. @param {string} char */
  async function hasCharacter(char) {
    return (await pageOf(char)).groups.has(char) || (await entriesOf([char])).has(char);
  }

  /** The number of the last piece of the vocabulary that begins at or before a word; 0 if none does.
   *  @param {string[]} firstWords
   *  @param {string} word */
  function pieceOf(firstWords, word) {
    const next = firstWords.findIndex((first) => first > word);
    return Math.max(0, (next < 0 ? firstWords.length : next) - 1);
  }

  /** @param {string} text a piece of the vocabulary @returns {VocabularyWord[]} */
  const readWords = (text) => text.split(' ').flatMap((entry) => {
    const [head, ...others] = entry.split('<');
    if (others.length) return others.map((word) => ({ word, term: head }));
    const [word, term = word] = head.split('>');
    return { word, term: term[0] === '~' ? word + term : term };
  });

  /** The words of the pieces of the vocabulary that hold the words between two, in order. A stem among them has all its
   *  words beside it.
   *  @param {string} first
   *  @param {string} last
   *  @returns {Promise<VocabularyWord[]>} */
  async function wordsBetween(first, last) {
    const { words } = await header();
    const [from, to] = [pieceOf(words, first), pieceOf(words, last)];
    if (words[0] === '') return [];
    const pieces = Array.from({ length: to - from + 1 }, (_, place) => listed('words', from + place, readWords));
    return (await Promise.all(pieces)).flat();
  }

  /** What a list of results shows of a text. @param {number} number @returns {Promise<TextCard>} */
  async function text(number) {
    const { blocks, ofLanguage, segment, segments, slots, digests, lengths, digits } = await header();
    const blockOf = (/** @type {number} */ other) =>
      slots[other] - slots[other] % blocks[Math.floor(slots[other] / ofLanguage)];
    let place = 0;
    while (number > place && blockOf(number - place - 1) === blockOf(number)) place += 1;
    const shared = digests.texts[segments.indexOf(Math.floor(slots[number] / segment))];
    const cards = await file(`texts/${blockOf(number)}`, shared);
    const [symbol, title, adopted, length, address, language, digest] = cards[place];
    lengths[number] = roundLength(length, digits);
    return { number, symbol, title, adopted, address, language, digest, languages: await languagesOf(number) };
  }

  /** The languages in which the archive has a text's resolution. @param {number} number @returns {Promise<string[]>} */
  async function languagesOf(number) {
    const { resolutions, languages } = await header();
    let first = 0;
    const held = languages.filter(([, count]) => {
      const run = resolutions.subarray(first, first + count);
      first += count;
      return run.includes(resolutions[number]);
    });
    return held.map(([language]) => language);
  }

  /** The passages of a text. @param {TextCard} text @returns {Promise<any[]>} */
  const passages = ({ address, digest = '' }) => file(`passages/${address.replace(HTML_ENDING, '')}`, digest);

  search.files = {
    ...search.build, phraseListing, numberTexts, loadLengths, expectLengths, entriesOf, hasCharacter, wordsBetween, text, passages, lunr, grammar, snippets,
    fallback, suggestions, pause, readPage, findShard, hashText,
  };
})(globalThis.unresSearch);
