/* The index: terms with their postings, and Lunr's answers to queries over them.

   Lunr gets an index of the query's terms alone and, if many texts match, of the best of them alone. Results, order and
   scores are those of the whole index. To find the best texts, this script computes the scores first, as Lunr does. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { files } = search;
  const { load, loaded } = search.postings;
  const K1 = 1.2; // Lunr's own defaults
  const B = 0.75;
  const NEAR = 1e-9; // scores that differ by less are the same, summed in another order

  // Scores, by Lunr's formula and with its rounding: see lunr.idf and lunr.Builder.prototype.createFieldVectors.

  /** The inverse document frequency of a term. @param {SearchHeader} header @param {TermPostings} term */
  function inverseFrequency({ texts }, { fields }) {
    const having = fields.reduce((sum, field) => sum + field.texts.length, 0);
    return Math.log(1 + Math.abs((texts - having + 0.5) / (having + 0.5)));
  }

  /** The scores of a term's texts in a field, in their order; if some texts are flagged, 0 for the others.
   *  @param {SearchHeader} header
   *  @param {TermPostings} term
   *  @param {number} place the field's place in `header.fields`
   *  @param {Uint8Array} [flags] for each text of the archive */
  function scores(header, term, place, flags) {
    const { texts, counts, lengths } = term.fields[place];
    const idf = inverseFrequency(header, term);
    const found = new Float64Array(texts.length);
    for (let at = 0; at < texts.length; at += 1) {
      if (flags && !flags[texts[at]]) continue;
      const length = lengths ? lengths[at] : header.lengths[texts[at]];
      const share = K1 * (1 - B + B * (length / header.averages[place]));
      const weight = (idf * ((K1 + 1) * counts[at])) / (share + counts[at]);
      found[at] = Math.round(weight * header.boosts[place] * 1000) / 1000;
    }
    return found;
  }

  // Which texts match, best first.

  /** For each text the number of groups of which it has a term, up to the first of which it has none.
   *  @param {SearchHeader} header
   *  @param {TermPostings[][]} groups */
  async function countMatchingGroups(header, groups) {
    const found = new Uint8Array(header.texts);
    for (let round = 0; round < groups.length; round += 1) {
      for (const { fields } of groups[round]) {
        for (const { texts } of fields) for (const text of texts) if (found[text] === round) found[text] = round + 1;
        await files.pause();
      }
    }
    return found;
  }

  /** The places of a number in a list. @param {Uint8Array} list @param {number} wanted */
  function placesOf(list, wanted) {
    const found = new Uint32Array(list.length);
    let length = 0;
    for (let place = 0; place < list.length; place += 1) if (list[place] === wanted) { found[length] = place; length += 1; }
    return found.slice(0, length);
  }

  /** @param {ArrayLike<number> & Iterable<number>} texts @param {number} length the number of all texts */
  function flagTexts(texts, length) {
    const found = new Uint8Array(length);
    for (const text of texts) found[text] = 1;
    return found;
  }

  /** The texts that have a term of each group, in the order of their numbers, and the scores of all texts of the archive.
   *  @param {string[][]} groups lists of terms
   *  @param {Map<string, number>} boosts weights of terms, 1 for the others
   *  @returns {Promise<RankedTexts>} */
  async function rank(groups, boosts = new Map()) {
    const header = await files.header();
    const all = await load(groups.flat());
    const byTerm = new Map(all.map((one) => [one.term, one]));
    const held = groups.map((group) => group.flatMap((term) => byTerm.get(term) ?? []));
    const matched = placesOf(await countMatchingGroups(header, held), held.length);
    const flags = flagTexts(matched, header.texts);
    await files.loadLengths(matched);
    const total = new Float64Array(header.texts);
    for (let place = 0; place < header.fields.length; place += 1) {
      for (const one of all) {
        const { texts } = one.fields[place];
        const found = scores(header, one, place, flags);
        const boost = boosts.get(one.term) ?? 1;
        for (let at = 0; at < texts.length; at += 1) total[texts[at]] += boost * found[at];
        await files.pause();
      }
    }
    return { texts: matched, total };
  }

  /** The best of ranked texts, best first, equal ones in the order of their numbers: those of the given places, and all others
   *  that score the same as the last of these, up to a limit. The scores alone are sorted, which takes a tenth of the time
   *  that sorting texts by their scores takes.
   *  @param {RankedTexts} ranked
   *  @param {number} from the first place
   *  @param {number} wanted the number of places */
  function best({ texts, total }, from, wanted, limit = 20 * wanted) {
    const ordered = new Float64Array(texts.length);
    for (let place = 0; place < texts.length; place += 1) ordered[place] = total[texts[place]];
    ordered.sort();
    const least = ordered[Math.max(0, texts.length - from - wanted)] - NEAR;
    const found = Array.from(texts.filter((text) => total[text] >= least));
    return found.sort((one, other) => total[other] - total[one] || one - other).slice(from, from + limit);
  }

  // Lunr.

  // lunr.js identifies a node of its token set by a string of labels and node numbers without separators. If terms have
  // digits, two nodes can get the same string and become one, which loses terms. Here a comma ends each number.
  /** @this {any} */
  function nameNode() {
    this._str ||= Object.keys(this.edges).sort().reduce((name, label) => `${name}${label}${this.edges[label].id},`,
      this.final ? '1' : '0');
    return this._str;
  }

  /** lunr.js with names of its own for nodes. */
  async function loadLunr() {
    const lunr = await files.lunr();
    lunr.TokenSet.prototype.toString = nameNode;
    return lunr;
  }

  /** Adds a term to the vectors of its texts. Returns its part of Lunr's inverted index.
   *  @param {SearchHeader} header
   *  @param {Map<string, number[]>} vectors field reference → term number, weight, term number, weight …
   *  @param {TermPostings} term
   *  @param {number} termNumber
   *  @param {Uint8Array} [flags] for each text of the archive */
  function addTerm(header, vectors, term, termNumber, flags) {
    /** @type {Record<string, any>} */
    const occurrences = { _index: termNumber };
    term.fields.forEach(({ texts }, place) => {
      const name = header.fields[place];
      const weights = scores(header, term, place, flags);
      occurrences[name] = {};
      for (let at = 0; at < texts.length; at += 1) {
        if (flags && !flags[texts[at]]) continue;
        const reference = `${name}/${texts[at]}`;
        const vector = vectors.get(reference) ?? [];
        vector.push(termNumber, weights[at]);
        vectors.set(reference, vector);
        occurrences[name][texts[at]] = {};
      }
    });
    return occurrences;
  }

  /** @param {SearchHeader} header */
  const everyText = (header) => Array.from({ length: header.texts }, (_, text) => text);

  /** @param {SearchHeader} header @returns {[string, number[]][]} */
  function emptyVectors(header) {
    /** @type {[string, number[]][]} */
    const vectors = [];
    for (const text of everyText(header)) {
      for (const field of header.fields) vectors.push([`${field}/${text}`, []]);
    }
    return vectors;
  }

  /** A Lunr index of some terms. It answers any query over them as the index of all terms would, score for score. Its
   *  references are the numbers of the texts.
   *  @param {string[]} terms
   *  @param {{ texts?: number[], withEveryText?: boolean }} options `texts`: these alone; `withEveryText`: also the texts
   *    that have none of the terms, for queries that only exclude */
  async function lunrIndex(terms, { texts, withEveryText = false } = {}) {
    const header = await files.header();
    const flags = texts && flagTexts(texts, header.texts);
    await files.loadLengths(texts ? [...texts].sort((one, other) => one - other) : everyText(header));
    const vectors = new Map(withEveryText ? emptyVectors(header) : []);
    /** @type {[string, any][]} */
    const invertedIndex = [];
    for (const one of await load(terms)) {
      invertedIndex.push([one.term, addTerm(header, vectors, one, invertedIndex.length, flags)]);
      await files.pause();
    }
    const lunr = await loadLunr();
    return lunr.Index.load({
      version: lunr.version, fields: header.fields, fieldVectors: [...vectors], invertedIndex, pipeline: [],
    });
  }

  /** Some texts as Lunr ranks them for any of some terms, best first.
   *  @param {string[]} terms
   *  @param {number[]} texts
   *  @returns {Promise<{ number: number, score: number }[]>} */
  async function ask(terms, texts) {
    const index = await lunrIndex(terms, { texts });
    await files.pause();
    const found = index.query((/** @type {any} */ query) => {
      for (const term of terms) query.clause({ term, usePipeline: false });
    });
    return found.map((/** @type {{ ref: string, score: number }} */ { ref, score }) => ({ number: Number(ref), score }));
  }

  /** Whether a term is one of a text's own symbol. Its postings must be loaded. @param {string} term @param {number} text */
  function isInSymbol(term, text) {
    return Boolean(loaded(term)?.fields[0].texts.includes(text));
  }

  /** Whether a term is in a text's title. Its postings must be loaded. @param {string} term @param {number} text */
  function isInTitle(term, text) {
    return Boolean(loaded(term)?.fields[1].texts.includes(text));
  }

  search.index = { load, rank, best, lunrIndex, ask, isInSymbol, isInTitle };
})(globalThis.unresSearch);
