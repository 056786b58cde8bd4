/* The index: terms with their postings, and Lunr's answers to queries over them.

   Lunr is given an index of the query's terms alone, and where many texts match, of the best of them alone: their
   results, order and scores are those of the whole index. To know the best, scores are reckoned here first, as Lunr
   does. */
'use strict';

globalThis.unresSearch = globalThis.unresSearch || {};

(function (search) {
  const { files } = search;
  const { numbers, layered } = search.numbers;
  const K1 = 1.2; // Lunr's own defaults
  const B = 0.75;
  const DENSE = '#';
  const BLOCK = 4096;
  const NEAR = 1e-9; // scores that differ by less are the same, summed in another order

  const postings = new Map(); // term → { term, fields: [{ texts, counts, lengths }, …] in the order of the header's }

  // What the shards say of a term.

  async function denseField(text) {
    const [, having, ...blocks] = text.split(DENSE);
    const texts = new Int32Array(numbers(having)[0]);
    const counts = new Int32Array(texts.length);
    let length = 0;
    for (let which = 0; which < blocks.length; which += 1) {
      await files.breathe();
      const each = layered(numbers(blocks[which]), 0, BLOCK);
      for (let at = 0; at < each.length; at += 1) {
        if (each[at]) { texts[length] = BLOCK * which + at; counts[length] = each[at]; length += 1; }
      }
    }
    return { texts, counts };
  }

  function textField(text) {
    if (text[0] === DENSE) return denseField(text);
    const list = numbers(text);
    let often = 0;
    let length = 0;
    while (length + often < list.length) { often += list[length] & 1; length += 1; }
    const texts = new Int32Array(length);
    const counts = new Int32Array(length);
    for (let place = 0, number = -1, rest = length; place < length; place += 1) {
      number += 1 + (list[place] >> 1);
      texts[place] = number;
      counts[place] = list[place] & 1 ? 2 + list[rest] : 1;
      rest += list[place] & 1;
    }
    return { texts, counts };
  }

  function shortField(text = '') {
    const list = numbers(text);
    const length = list.length / 3;
    const texts = list.slice(0, length);
    for (let place = 0, number = -1; place < length; place += 1) {
      number += 1 + texts[place];
      texts[place] = number;
    }
    return { texts, counts: list.slice(length, 2 * length).map((count) => count + 1), lengths: list.slice(2 * length) };
  }

  async function posting(term, entry) {
    const [, text, title, symbol] = entry.split(' ');
    return { term, fields: [shortField(symbol), shortField(title), await textField(text)] };
  }

  /** The postings of those terms that the archive has, in the order in which Lunr sums their scores. */
  async function load(terms) {
    const found = await files.entriesOf([...new Set(terms)]);
    for (const [term, entry] of found) {
      if (!postings.has(term)) postings.set(term, await posting(term, entry));
      await files.breathe();
    }
    return [...found.keys()].sort().map((term) => postings.get(term));
  }

  // Scores, by Lunr's formula and with its rounding: see lunr.idf and lunr.Builder.prototype.createFieldVectors.

  function weigh({ texts }, { fields }) {
    const having = fields.reduce((sum, field) => sum + field.texts.length, 0);
    return Math.log(1 + Math.abs((texts - having + 0.5) / (having + 0.5)));
  }

  /** The scores of a term's texts in a field, in their order; where some texts are flagged, of these alone. */
  function scores(about, one, place, chosen) {
    const { texts, counts, lengths } = one.fields[place];
    const idf = weigh(about, one);
    const found = new Float64Array(texts.length);
    for (let at = 0; at < texts.length; at += 1) {
      if (chosen && !chosen[texts[at]]) continue;
      const length = lengths ? lengths[at] : about.lengths[texts[at]];
      const share = K1 * (1 - B + B * (length / about.averages[place]));
      const weight = (idf * ((K1 + 1) * counts[at])) / (share + counts[at]);
      found[at] = Math.round(weight * about.boosts[place] * 1000) / 1000;
    }
    return found;
  }

  // Which texts match, best first.

  /* How many of the groups each text has a term of, up to the first that it has none of. */
  async function matching(about, groups) {
    const found = new Uint8Array(about.texts);
    for (let round = 0; round < groups.length; round += 1) {
      for (const { fields } of groups[round]) {
        for (const { texts } of fields) for (const text of texts) if (found[text] === round) found[text] = round + 1;
        await files.breathe();
      }
    }
    return found;
  }

  /* The places in a list at which a number stands. */
  function placesOf(list, wanted) {
    const found = new Uint32Array(list.length);
    let length = 0;
    for (let place = 0; place < list.length; place += 1) if (list[place] === wanted) { found[length] = place; length += 1; }
    return found.slice(0, length);
  }

  function flagged(texts, length) {
    const found = new Uint8Array(length);
    for (const text of texts) found[text] = 1;
    return found;
  }

  /** The texts that have a term of each group, in the archive's order, and all texts' scores: { texts, total }. A group
      is a list of terms; `boosts` are the weights of terms, 1 where none is given. */
  async function rank(groups, boosts = new Map()) {
    const about = await files.header();
    const all = await load(groups.flat());
    const byTerm = new Map(all.map((one) => [one.term, one]));
    const held = groups.map((group) => group.filter((term) => byTerm.has(term)).map((term) => byTerm.get(term)));
    const matched = placesOf(await matching(about, held), held.length);
    const chosen = flagged(matched, about.texts);
    await files.loadLengths(matched);
    const total = new Float64Array(about.texts);
    for (let place = 0; place < about.fields.length; place += 1) {
      for (const one of all) {
        const { texts } = one.fields[place];
        const found = scores(about, one, place, chosen);
        const boost = boosts.get(one.term) ?? 1;
        for (let at = 0; at < texts.length; at += 1) total[texts[at]] += boost * found[at];
        await files.breathe();
      }
    }
    return { texts: matched, total };
  }

  /** The best of ranked texts, best first, then in the archive's order: so many from a place on, and all that score the
      same as the last of them, up to a limit. Numbers sort by themselves; to sort all texts by them takes ten times as long. */
  function best({ texts, total }, from, wanted, limit = 20 * wanted) {
    const ordered = new Float64Array(texts.length);
    for (let place = 0; place < texts.length; place += 1) ordered[place] = total[texts[place]];
    ordered.sort();
    const least = ordered[Math.max(0, texts.length - from - wanted)] - NEAR;
    const found = Array.from(texts.filter((text) => total[text] >= least));
    return found.sort((one, other) => total[other] - total[one] || one - other).slice(from, from + limit);
  }

  // Lunr.

  /* In its graph of terms lunr.js names a node by labels and numbers without a break: where terms have digits, two nodes
     may share a name, are taken for one, and terms are lost. */
  globalThis.lunr.TokenSet.prototype.toString = function toString() {
    this._str ||= Object.keys(this.edges).sort().reduce((name, label) => `${name}${label}${this.edges[label].id},`,
      this.final ? '1' : '0');
    return this._str;
  };

  function addTerm(about, vectors, one, rank, chosen) {
    const posting = { _index: rank };
    one.fields.forEach(({ texts }, place) => {
      const name = about.fields[place];
      const weights = scores(about, one, place, chosen);
      const standing = {};
      for (let at = 0; at < texts.length; at += 1) {
        if (chosen && !chosen[texts[at]]) continue;
        const reference = `${name}/${texts[at]}`;
        standing[texts[at]] = {};
        if (!vectors.has(reference)) vectors.set(reference, []);
        vectors.get(reference).push(rank, weights[at]);
      }
      posting[name] = standing;
    });
    return posting;
  }

  const everyNumber = (about) => Array.from({ length: about.texts }, (_, text) => text);

  function emptyVectors(about) {
    return everyNumber(about).flatMap((text) => about.fields.map((field) => [`${field}/${text}`, []]));
  }

  /** A Lunr index of just these terms, and just these texts if any are given. It answers any query over them as the index
      of all terms would, score for score. Its references are the texts' numbers. With `everyText` it answers queries
      that only exclude, too. */
  async function lunrIndex(terms, { texts, everyText = false } = {}) {
    const about = await files.header();
    const chosen = texts && flagged(texts, about.texts);
    await files.loadLengths(texts ? [...texts].sort((one, other) => one - other) : everyNumber(about));
    const vectors = new Map(everyText ? emptyVectors(about) : []);
    const invertedIndex = [];
    for (const one of await load(terms)) {
      invertedIndex.push([one.term, addTerm(about, vectors, one, invertedIndex.length, chosen)]);
      await files.breathe();
    }
    return globalThis.lunr.Index.load({
      version: globalThis.lunr.version, fields: about.fields, fieldVectors: [...vectors], invertedIndex, pipeline: [],
    });
  }

  /** These texts as Lunr ranks them for any of these terms, best first: [{ number, score }]. */
  async function ask(terms, texts) {
    const index = await lunrIndex(terms, { texts });
    await files.breathe();
    const found = index.query((query) => {
      for (const term of terms) query.clause({ term, usePipeline: false });
    });
    return found.map(({ ref, score }) => ({ number: Number(ref), score }));
  }

  /** Whether a term, which must have been asked for, is of a text's own symbol. */
  function isInSymbol(term, text) {
    return Boolean(postings.get(term)?.fields[0].texts.includes(text));
  }

  search.index = { load, rank, best, lunrIndex, ask, isInSymbol };
})(globalThis.unresSearch);
