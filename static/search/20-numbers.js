/* Reads the lists of numbers that src/unres_site/search/index/numbers.py writes as text: a number is a character. */
'use strict';

globalThis.unresSearch = globalThis.unresSearch || {};

(function (search) {
  const LIMIT = 60000;
  const LAYERS = [[0, 1], [2, 6], [3, 4], [4, 3], [9, 2]];

  function numberOf(code) {
    if (code < 92) return code - 36;
    if (code < 127) return code - 37;
    return code < 0xd800 ? code - 70 : code - 70 - 0x800;
  }

  /** The numbers of a text. */
  function numbers(text) {
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

  /** The list of a given length that stands in layers from a place on: several digits to a number, and what is beyond
      the largest digit in the next layer. */
  function layered(list, at, length) {
    const [base, together] = LAYERS[list[at]];
    if (!base) return list.subarray(at + 1, at + 1 + length);
    const found = new Int32Array(length);
    const open = [];
    for (let next = at + 1, start = 0; start < length; next += 1, start += together) {
      for (let number = list[next], place = start; number; place += 1) {
        found[place] = number % base;
        number = (number - found[place]) / base;
        if (found[place] === base - 1) open.push(place);
      }
    }
    if (open.length) {
      const rest = layered(list, at + 1 + Math.ceil(length / together), open.length);
      open.forEach((place, which) => { found[place] += rest[which]; });
    }
    return found;
  }

  search.numbers = { numbers, layered };
})(globalThis.unresSearch);
