/* Loads the files of the index as a query needs them. They are classic scripts that call
   `unresSearch.receive(name, value)`: a page opened from a disk may load nothing else. What they hold is said in
   src/unres_site/search/files/scripts.py, and which terms are where in
   src/unres_site/search/index/sharding.py. */
'use strict';

globalThis.unresSearch = globalThis.unresSearch || {};

(function (search) {
  const { numbers } = search.numbers;
  const SLICE = 8; // milliseconds of work before the page may breathe
  const ASTRAL = /[\u{10000}-\u{10ffff}]/u;
  const HAN = /[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]/;

  const received = new Map();
  const asked = new Map();
  const entries = new Map(); // term → its entry, of all shards that are here
  const resting = []; // what goes on once the page has breathed
  const { port1: wake, port2: rest } = new MessageChannel(); // a timer would rest for 4 milliseconds
  let sliceStart = 0;

  wake.onmessage = () => resting.shift()();

  search.receive = (name, value) => received.set(name, value);

  /** Lets the page answer its reader, if work has gone on for a while. */
  async function breathe() {
    if (performance.now() - sliceStart < SLICE) return;
    await new Promise((resolve) => { resting.push(resolve); rest.postMessage(''); });
    sliceStart = performance.now();
  }

  function loadScript(name, address) {
    return new Promise((resolve, reject) => {
      const script = document.createElement('script');
      const fail = () => { asked.delete(name); reject(new Error(address)); };
      script.src = address;
      script.onload = () => (received.has(name) ? resolve(received.get(name)) : fail());
      script.onerror = fail;
      document.head.append(script);
    }).finally(() => received.delete(name));
  }

  function once(name, address, read = (value) => value) {
    if (!asked.has(name)) asked.set(name, loadScript(name, address).then(read));
    return asked.get(name);
  }

  /** The value of a file of the index, by its path below `search/` without `.js`; loaded once, tried again if it failed. */
  const file = (name, read) => once(name, `search/${name.split('/').map(encodeURIComponent).join('/')}.js`, read);

  /** The second half of the scripts, which no one needs before the first symbols and titles are shown. */
  const snippets = () => once('snippets', 'assets/snippets.js');

  function directory({ singles, doubles, parts, pools }) {
    const groups = new Map();
    let code = 0;
    for (const number of numbers(singles)) {
      code += number >> 4;
      groups.set(String.fromCodePoint(code), 1 << (number & 15));
    }
    const chars = [...doubles];
    numbers(parts).forEach((exponent, place) => {
      groups.set(chars[2 * place] + chars[2 * place + 1], 1 << exponent);
    });
    return { groups, pools };
  }

  function running(list) {
    let sum = 0;
    return list.map((number) => { sum += number; return sum; });
  }

  const header = () => file('header', (found) => {
    const lengths = new Int32Array(found.texts);
    return { ...found, where: directory(found), levels: running(numbers(found.levels)), lengths, words: found.words.split(' ') };
  });

  /** Sees to it that the header's `lengths` holds those of these texts, which ascend. */
  async function loadLengths(texts) {
    const { stretch, levels, lengths } = await header();
    const wanted = new Set();
    for (let place = 0, next = 0; place < texts.length; place += 1) {
      if (texts[place] < next) continue;
      wanted.add(Math.floor(texts[place] / stretch));
      next = stretch * (Math.floor(texts[place] / stretch) + 1);
    }
    await Promise.all(Array.from(wanted, (number) => file(`lengths/${number}`, (found) => {
      numbers(found).forEach((place, at) => { lengths[number * stretch + at] = levels[place]; });
    })));
  }

  /** The beginning that a term shares with its group. */
  function groupOf(term) {
    const [first, second = ''] = term;
    return ASTRAL.test(first) || (HAN.test(first) && !ASTRAL.test(second)) ? first : first + second;
  }

  function mixed(text) {
    let number = 0;
    for (let at = 0; at < text.length; at += 1) number = (Math.imul(number, 31) + text.charCodeAt(at)) >>> 0;
    for (const [shift, factor] of [[15, 0x85ebca6b], [13, 0xc2b2ae35], [16, 1]]) {
      number = Math.imul(number ^ (number >>> shift), factor) >>> 0;
    }
    return number;
  }

  const hexadecimal = (text) => Array.from({ length: text.length },
    (_, at) => text.charCodeAt(at).toString(16).padStart(4, '0')).join('');

  /** The name of the shard that a term is in. */
  function shardOf(term, { groups, pools }) {
    const group = groupOf(term);
    if (!groups.has(group)) return `terms/pool-${mixed(group) % pools}`;
    return `terms/${hexadecimal(group)}-${mixed(term.slice(group.length)) % groups.get(group)}`;
  }

  function receiveTerms(shard) {
    for (const entry of shard ? shard.split('!') : []) entries.set(entry.slice(0, entry.indexOf(' ')), entry);
  }

  /** The entries of those terms that the archive has: term → text, as src/unres_site/search/index/entries.py says. */
  async function entriesOf(terms) {
    const { where } = await header();
    const shards = new Set(terms.filter((term) => !entries.has(term)).map((term) => shardOf(term, where)));
    await Promise.all([...shards].map((name) => file(name, receiveTerms)));
    return new Map(terms.filter((term) => entries.has(term)).map((term) => [term, entries.get(term)]));
  }

  /** The number of the last piece of the vocabulary that begins at or before a word; 0 where there is none. */
  function pieceOf(firstWords, word) {
    const next = firstWords.findIndex((first) => first > word);
    return Math.max(0, (next < 0 ? firstWords.length : next) - 1);
  }

  const readWords = (text) => text.split(' ').flatMap((entry) => {
    const [head, ...others] = entry.split('<');
    if (others.length) return others.map((word) => ({ word, term: head }));
    const [word, term = word] = head.split('>');
    return { word, term };
  });

  /** The archive's words from one to another, in order, those of whole pieces: [{ word, term }]. A stem among them has all
      its words beside it. */
  async function wordsBetween(first, last) {
    const { words } = await header();
    const [from, to] = [pieceOf(words, first), pieceOf(words, last)];
    const pieces = Array.from({ length: to - from + 1 }, (_, place) => file(`words/${from + place}`, readWords));
    return words[0] === '' ? [] : (await Promise.all(pieces)).flat();
  }

  /** Symbol, title, date, address and language of a text, by its number. */
  async function text(number) {
    const { block } = await header();
    const [symbol, title, adopted, address, language] = (await file(`texts/${Math.floor(number / block)}`))[number % block];
    return { number, symbol, title, adopted, address, language };
  }

  const passages = ({ address }) => file(`passages/${address.replace(/\.html$/, '')}`);

  search.files = { file, header, loadLengths, entriesOf, wordsBetween, text, passages, snippets, breathe, shardOf };
})(globalThis.unresSearch);
