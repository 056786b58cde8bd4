/* Decodes the lists of numbers that src/unres_site/search/index/numbers.py encodes as text, one character a number. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const LIMIT = 60000; // from this number on, three characters: LIMIT, quotient, remainder
  const LAYERS = [[0, 1], [2, 6], [3, 4], [4, 3], [9, 2]]; // of each kind: base, digits a number

  /** @param {number} code a character's code unit */
  function numberOf(code) {
    if (code < 92) return code - 36;
    if (code < 127) return code - 37;
    return code < 0xd800 ? code - 70 : code - 70 - 0x800;
  }

  /** The numbers of a text.
   *  @param {string} text
   *  @returns {Int32Array} */
  function decodeNumbers(text) {
    const found = new Int32Array(text.length);
    let length = 0;
    for (let at = 0; at < text.length; at += 1, length += 1) {
      found[length] = numberOf(text.charCodeAt(at));
      if (found[length] === LIMIT) {
        found[length] = LIMIT * numberOf(text.charCodeAt(at + 1)) + numberOf(text.charCodeAt(at + 2));
        at += 2;
      }
    }
    return found.subarray(0, length);
  }

  /** The numbers of the given length whose layers begin at a place of a decoded list. A layer packs several digits into a
   *  number. What exceeds the largest digit is in the next layer.
   *  @param {Int32Array} list
   *  @param {number} at
   *  @param {number} length
   *  @returns {Int32Array} */
  function decodeLayers(list, at, length) {
    const [base, digits] = LAYERS[list[at]];
    if (!base) return list.subarray(at + 1, at + 1 + length);
    const found = new Int32Array(length);
    const exceeding = [];
    for (let next = at + 1, start = 0; start < length; next += 1, start += digits) {
      for (let packed = list[next], place = start; packed; place += 1) {
        found[place] = packed % base;
        packed = (packed - found[place]) / base;
        if (found[place] === base - 1) exceeding.push(place);
      }
    }
    if (exceeding.length) {
      const rest = decodeLayers(list, at + 1 + Math.ceil(length / digits), exceeding.length);
      exceeding.forEach((place, which) => { found[place] += rest[which]; });
    }
    return found;
  }

  search.numbers = { decodeNumbers, decodeLayers };
})(globalThis.unresSearch);
