/* Makes the questions to an OpenSearch endpoint: bodies of `_search` for the index that src/unres_site/search/opensearch.py
   defines. A text must have every part of the query, each in its title or in one of its passages. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { FILTERS, PAGE } = search.results;
  const OWN = 1000; // boost: a symbol's own text comes before all that cite it
  const TITLE = 5; // boost
  const EXPANSIONS = 64; // words that one beginning is expanded to
  const VALUES = 1000; // of a filter
  const [START, END] = ['\ue000', '\ue001']; // around marked words: private characters, which texts do not have

  /** @typedef {Record<string, any>} Json */

  /** @param {Json[]} should */
  const any = (...should) => ({ bool: { should, minimum_should_match: 1 } });
  /** @param {Json} query */
  const inPassages = (query) => ({ nested: { path: 'passages', query, score_mode: 'sum' } });

  /** A word may be the beginning of a longer one; a phrase may not. @param {string} field @param {{ kind: string, words?: string }} part */
  function phrase(field, { kind, words }, boost = 1) {
    if (kind === 'word') return { match_phrase_prefix: { [field]: { query: words, max_expansions: EXPANSIONS, boost } } };
    return { match_phrase: { [field]: { query: words, boost } } };
  }

  /** @param {QueryPart} part */
  const inPassage = (part) => (part.kind === 'symbol' ? { term: { 'passages.symbols': part.term } }
    : phrase('passages.text', part));

  /** @param {QueryPart} part */
  function required(part) {
    const elsewhere = part.kind === 'symbol' ? { term: { own: { value: part.term, boost: OWN } } }
      : phrase('title', part, TITLE);
    return any(elsewhere, inPassages(inPassage(part)));
  }

  /** @param {string} field */
  const highlight = (field) => (
    { pre_tags: [START], post_tags: [END], fields: { [field]: { number_of_fragments: 0 } } });

  /** Asks for the passage that has the most parts. @param {QueryPart[]} parts */
  const shown = (parts) => ({
    nested: {
      path: 'passages', query: any(...parts.map(inPassage)), score_mode: 'max',
      inner_hits: { name: 'shown', size: 1, highlight: highlight('passages.text') },
    },
  });

  /** The readings of a query are alternatives. @param {QueryPlan} plan */
  function query({ readings }) {
    const alternatives = readings.map((parts) => ({ bool: { must: parts.map(required) } }));
    return { bool: { must: [any(...alternatives)], should: [shown(readings.flat())] } };
  }

  /** @param {SearchRequest} asked @param {FilterName} [skipped] */
  const chosen = (asked, skipped) => FILTERS.filter((name) => name !== skipped && asked[name])
    .map((name) => ({ term: { [name]: asked[name] } }));

  /** Asks for the values of each filter in the archive's order, with the number of texts that pass the other filters.
   *  @param {SearchRequest} asked */
  function counts(asked) {
    return Object.fromEntries(FILTERS.map((name) => [name, {
      filter: { bool: { filter: chosen(asked, name) } },
      aggs: {
        values: {
          terms: { field: name, size: VALUES, order: { first: 'asc' } }, aggs: { first: { min: { field: 'order' } } },
        },
      },
    }]));
  }

  /** @type {Record<string, Json[]>} */
  const SORTS = {
    '': [{ _score: 'desc' }, { order: 'asc' }],
    date: [{ adopted: { order: 'desc', missing: '_last' } }, { order: 'asc' }],
  };

  /** @param {Json} body @param {number} from */
  const framed = (body, from) => ({
    from, size: PAGE, _source: ['symbol', 'title', 'adopted', 'address', 'language'], highlight: highlight('title'), ...body,
  });

  /** Asks for results from a place on. The first ten come with the counts of the filters.
   *  @param {QueryPlan} plan
   *  @param {SearchRequest} asked */
  function results(plan, asked, from = 0) {
    return framed({
      query: query(plan), post_filter: { bool: { filter: chosen(asked) } }, sort: SORTS[asked.sort] || SORTS[''],
      track_total_hits: true, ...(from ? {} : { aggs: counts(asked) }),
    }, from);
  }

  /** Asks for texts that have some of the words, or a symbol similar to the query's. @param {QueryPlan} plan */
  function near({ normal, symbol }) {
    if (symbol) {
      const likely = [
        { prefix: { own: { value: symbol } } },
        { fuzzy: { own: { value: symbol, fuzziness: 1, prefix_length: symbol.lastIndexOf('/') + 1 } } },
      ];
      return framed({ query: any(...likely) }, 0);
    }
    const some = (/** @type {string} */ field, /** @type {number} */ boost) => ({ match: { [field]: { query: normal, boost } } });
    const passages = {
      nested: {
        path: 'passages', query: some('passages.text.pairs', 1), score_mode: 'max',
        inner_hits: { name: 'shown', size: 1, highlight: highlight('passages.text.pairs') },
      },
    };
    return framed({ query: any(some('title.pairs', TITLE), passages), highlight: highlight('title.pairs') }, 0);
  }

  search.question = { results, near, START, END };
})(globalThis.unresSearch);
