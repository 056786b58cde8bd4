/* Loads the files of the index that a query needs. They are classic scripts that call `unresSearch.receive(name, value)`,
   because a page opened from a disk may load nothing else. src/unres_site/search/files/__init__.py lists the files,
   src/unres_site/search/index/sharding.py says which shard a term is in. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { decodeNumbers } = search.numbers;
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

  /** @type {Map<string, any>} */
  const received = new Map(); // file name → its value, until the script's load event
  /** @type {Map<string, Promise<any>>} */
  const requested = new Map(); // file name → the promise of its value
  /** @type {Map<string, string>} */
  const entries = new Map(); // term → its entry, of all shards that are loaded
  /** @type {(() => void)[]} */
  const paused = []; // what goes on after a pause
  const { port1: wake, port2: pauseEnd } = new MessageChannel(); // a timer would take 4 milliseconds
  let sliceStart = 0;

  wake.onmessage = () => paused.shift()?.();

  search.receive = (name, value) => received.set(name, value);

  /** Pauses, if work has gone on for a while, so that the page can answer its reader. */
  async function pause() {
    if (performance.now() - sliceStart < SLICE) return;
    await new Promise((resolve) => { paused.push(() => resolve(undefined)); pauseEnd.postMessage(''); });
    sliceStart = performance.now();
  }

  /** Loads a script. @param {string} name @param {string} address from the root of the site
   *  @returns {Promise<any>} the value that it hands over */
  function loadScript(name, address) {
    return new Promise((resolve, reject) => {
      const script = document.createElement('script');
      const fail = () => { requested.delete(name); reject(new Error(address)); };
      script.src = (search.root ?? '') + address;
      script.onload = () => (received.has(name) ? resolve(received.get(name)) : fail());
      script.onerror = fail;
      document.head.append(script);
    }).finally(() => received.delete(name));
  }

  /** The value of a script, which is loaded once, and again if it failed. `read` makes the value of what was received.
   *  @param {string} name
   *  @param {string} address
   *  @param {(received: any) => any} [read]
   *  @returns {Promise<any>} */
  function loadOnce(name, address, read = (value) => value) {
    const found = requested.get(name) ?? loadScript(name, address).then(read);
    requested.set(name, found);
    return found;
  }

  /** The value of a file of the index.
   *  @param {string} name its path below `search/` without `.js`
   *  @param {(received: any) => any} [read] */
  const file = (name, read) => loadOnce(name, `search/${name.split('/').map(encodeURIComponent).join('/')}.js`, read);

  /** The second half of the scripts. The first symbols and titles are shown without it. */
  const snippets = () => loadOnce('snippets', 'assets/snippets.js');

  /** The shards of each group, as src/unres_site/search/files/header.py encodes them.
   *  @param {{ singles: string, doubles: string, parts: string, pools: number }} header
   *  @returns {ShardDirectory} */
  function readDirectory({ singles, doubles, parts, pools }) {
    const groups = new Map();
    let code = 0;
    for (const number of decodeNumbers(singles)) {
      code += number >> 4;
      groups.set(String.fromCodePoint(code), 1 << (number & 15));
    }
    const chars = [...doubles];
    decodeNumbers(parts).forEach((exponent, place) => {
      groups.set(chars[2 * place] + chars[2 * place + 1], 1 << exponent);
    });
    return { groups, pools };
  }

  /** The sums of the first numbers of a list. @param {Int32Array} list */
  function runningSums(list) {
    let sum = 0;
    return list.map((number) => { sum += number; return sum; });
  }

  /** What every query needs. @returns {Promise<SearchHeader>} */
  const header = () => file('header', (found) => {
    const lengths = new Int32Array(found.texts); // `loadLengths` fills it in
    const levels = runningSums(decodeNumbers(found.levels));
    return { ...found, where: readDirectory(found), levels, lengths, words: found.words.split(' ') };
  });

  /** Fills in the header's `lengths` of these texts.
   *  @param {ArrayLike<number>} texts in ascending order */
  async function loadLengths(texts) {
    const { stretch, levels, lengths } = await header();
    const wanted = new Set();
    for (let place = 0, next = 0; place < texts.length; place += 1) {
      if (texts[place] < next) continue;
      wanted.add(Math.floor(texts[place] / stretch));
      next = stretch * (Math.floor(texts[place] / stretch) + 1);
    }
    await Promise.all(Array.from(wanted, (number) => file(`lengths/${number}`, (found) => {
      decodeNumbers(found).forEach((level, at) => { lengths[number * stretch + at] = levels[level]; });
    })));
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

  /** The name of the shard that a term is in. @param {string} term @param {ShardDirectory} directory */
  function shardOf(term, { groups, pools }) {
    const group = groupOf(term);
    const shards = groups.get(group);
    if (!shards) return `terms/pool-${hashText(group) % pools}`;
    return `terms/${hexadecimal(group)}-${hashText(term.slice(group.length)) % shards}`;
  }

  /** @param {string} shard the entries of a shard */
  function readShard(shard) {
    for (const entry of shard ? shard.split('!') : []) entries.set(entry.slice(0, entry.indexOf(' ')), entry);
  }

  /** The entries of those terms that the archive has; src/unres_site/search/index/entries.py says what an entry is.
   *  @param {string[]} terms
   *  @returns {Promise<Map<string, string>>} */
  async function entriesOf(terms) {
    const { where } = await header();
    const shards = new Set(terms.filter((term) => !entries.has(term)).map((term) => shardOf(term, where)));
    await Promise.all([...shards].map((name) => file(name, readShard)));
    const found = new Map();
    for (const term of terms) if (entries.has(term)) found.set(term, entries.get(term));
    return found;
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
    return { word, term };
  });

  /** The words of the pieces of the vocabulary that hold the words between two, in order. A stem among them has all its
   *  words beside it.
   *  @param {string} first
   *  @param {string} last
   *  @returns {Promise<VocabularyWord[]>} */
  async function wordsBetween(first, last) {
    const { words } = await header();
    const [from, to] = [pieceOf(words, first), pieceOf(words, last)];
    const pieces = Array.from({ length: to - from + 1 }, (_, place) => file(`words/${from + place}`, readWords));
    return words[0] === '' ? [] : (await Promise.all(pieces)).flat();
  }

  /** What a list of results shows of a text. @param {number} number @returns {Promise<TextCard>} */
  async function text(number) {
    const { block } = await header();
    const [symbol, title, adopted, address, language] = (await file(`texts/${Math.floor(number / block)}`))[number % block];
    return { number, symbol, title, adopted, address, language };
  }

  /** The passages of a text. @param {TextCard} text @returns {Promise<any[]>} */
  const passages = ({ address }) => file(`passages/${address.replace(HTML_ENDING, '')}`);

  search.files = { file, header, loadLengths, entriesOf, wordsBetween, text, passages, snippets, pause, shardOf, hashText };
})(globalThis.unresSearch);
