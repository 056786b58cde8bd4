/* What is asked of an OpenSearch endpoint: the body of a `_search` over the index that src/unres_site/search/opensearch.py
   defines. A text must have every part of the query, each in its title or in one of its passages. */
'use strict';

(function (search) {
  const { FILTERS, PAGE } = search.results;
  const OWN = 1000; // a symbol's own text comes before all that cite it
  const TITLE = 5;
  const OPENED = 64; // words that one beginning may stand for
  const VALUES = 1000; // of a filter
  const [START, END] = ['\ue000', '\ue001']; // around marked words; no text has these, for they mean nothing

  const any = (...should) => ({ bool: { should, minimum_should_match: 1 } });
  const inPassages = (query) => ({ nested: { path: 'passages', query, score_mode: 'sum' } });

  /* A word may be the beginning of one. A phrase stands as it is. */
  function phrase(field, { kind, words }, boost = 1) {
    if (kind === 'word') return { match_phrase_prefix: { [field]: { query: words, max_expansions: OPENED, boost } } };
    return { match_phrase: { [field]: { query: words, boost } } };
  }

  const inPassage = (part) => (part.kind === 'symbol' ? { term: { 'passages.symbols': part.term } }
    : phrase('passages.text', part));

  function required(part) {
    const elsewhere = part.kind === 'symbol' ? { term: { own: { value: part.term, boost: OWN } } }
      : phrase('title', part, TITLE);
    return any(elsewhere, inPassages(inPassage(part)));
  }

  const highlight = (field) => (
    { pre_tags: [START], post_tags: [END], fields: { [field]: { number_of_fragments: 0 } } });

  /* The passage that has most of the parts, for a result to show. */
  const shown = (parts) => ({
    nested: {
      path: 'passages', query: any(...parts.map(inPassage)), score_mode: 'max',
      inner_hits: { name: 'shown', size: 1, highlight: highlight('passages.text') },
    },
  });

  /* The readings of a query are alternatives. */
  function query({ readings }) {
    const alternatives = readings.map((parts) => ({ bool: { must: parts.map(required) } }));
    return { bool: { must: [any(...alternatives)], should: [shown(readings.flat())] } };
  }

  const chosen = (asked, skipped) => FILTERS.filter((name) => name !== skipped && asked[name])
    .map((name) => ({ term: { [name]: asked[name] } }));

  /* For each filter its values, in the order of the archive, with how many texts the other filters leave them. */
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

  const SORTS = {
    '': [{ _score: 'desc' }, { order: 'asc' }],
    date: [{ adopted: { order: 'desc', missing: '_last' } }, { order: 'asc' }],
  };

  const framed = (body, from) => ({
    from, size: PAGE, _source: ['symbol', 'title', 'adopted', 'address', 'language'], highlight: highlight('title'), ...body,
  });

  /** The body that asks for results from a place on; the first ten come with the counts of the filters. */
  function results(plan, asked, from = 0) {
    return framed({
      query: query(plan), post_filter: { bool: { filter: chosen(asked) } }, sort: SORTS[asked.sort] || SORTS[''],
      track_total_hits: true, ...(from ? {} : { aggs: counts(asked) }),
    }, from);
  }

  /** The body that asks for texts that have some of the words, or a symbol near the query's. */
  function near({ normal, symbol }) {
    if (symbol) {
      const likely = [
        { prefix: { own: { value: symbol } } },
        { fuzzy: { own: { value: symbol, fuzziness: 1, prefix_length: symbol.lastIndexOf('/') + 1 } } },
      ];
      return framed({ query: any(...likely) }, 0);
    }
    const some = (field, boost) => ({ match: { [field]: { query: normal, boost } } });
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
