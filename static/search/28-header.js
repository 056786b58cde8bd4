/* Reads the header of the index: what every query needs. src/unres_site/search/files/texts.py says what it holds. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { decodeNumbers } = search.numbers;
  const DIGEST = 5; // characters of a digest
  const NO_FILE = '-'.repeat(DIGEST); // the digest of an empty shard, which has no file
  const TABLE = 4096; // slots of a table of numbers

  /** @param {string} digests */
  const splitDigests = (digests) => Array.from({ length: digests.length / DIGEST },
    (_, at) => digests.slice(at * DIGEST, (at + 1) * DIGEST));

  /** The sums of the first numbers of a list. @param {Int32Array} list */
  function runningSums(list) {
    let sum = 0;
    return list.map((number) => { sum += number; return sum; });
  }

  /** The slots of all texts from runs of neighbours: gap, length minus 1. @param {string} runs @param {number} texts */
  function readSlots(runs, texts) {
    const found = new Int32Array(texts);
    const list = decodeNumbers(runs);
    let slot = 0;
    let text = 0;
    for (let at = 0; at < list.length; at += 2) {
      slot += list[at];
      for (let left = list[at + 1]; left >= 0; left -= 1) { found[text] = slot; text += 1; slot += 1; }
    }
    return found;
  }

  /** Tables of the numbers of texts by their slots, plus 1. @param {Int32Array} slots */
  function tabulate(slots) {
    /** @type {Map<number, Int32Array>} */
    const tables = new Map();
    slots.forEach((slot, number) => {
      const which = Math.floor(slot / TABLE);
      const table = tables.get(which) ?? new Int32Array(TABLE);
      table[slot % TABLE] = number + 1;
      tables.set(which, table);
    });
    return tables;
  }

  /** The number of each text's resolution. The slots of its texts differ by their languages alone.
   *  @param {Int32Array} slots
   *  @param {number} ofLanguage the slots of a language */
  function numberResolutions(slots, ofLanguage) {
    const numbers = new Map();
    return slots.map((slot) => {
      const place = slot % ofLanguage;
      if (!numbers.has(place)) numbers.set(place, numbers.size);
      return numbers.get(place);
    });
  }

  /** @param {{ digest: string, value: any }} received @returns {SearchHeader} */
  function readHeader({ digest, value }) {
    const slots = readSlots(value.slots, value.texts);
    const digests = Object.fromEntries(Object.entries(value.digests).map(([kind, list]) => [kind, splitDigests(list)]));
    return {
      ...value,
      digest,
      digests,
      slots,
      numbers: tabulate(slots),
      resolutions: numberResolutions(slots, value.ofLanguage),
      segments: [...new Set(Array.from(slots, (slot) => Math.floor(slot / value.segment)))],
      levels: runningSums(decodeNumbers(value.levels)),
      lengths: new Int32Array(value.texts), // `loadLengths` fills it in
      words: value.words.split(' '),
    };
  }

  search.headers = { TABLE, NO_FILE, splitDigests, readHeader };
})(globalThis.unresSearch);
