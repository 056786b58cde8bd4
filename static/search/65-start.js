/* Loads what the query in the page's address needs, while the scripts that rank texts and show them are still on their way.
   What is loaded here is not loaded again by them, and what fails here is tried again. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { files, terms } = search;
  const LONGEST = 120; // UTF-16 units: a longer query is a passage, of which other terms are asked for

  /** Loads the shards of a query's terms. @param {QueryPlan} plan */
  async function loadTerms(plan) {
    const asked = terms.askedReadings(plan).flat();
    const parts = await Promise.all(asked.filter((part) => !part.excluded || part.exact).map(terms.resolvePart));
    await files.entriesOf([...new Set(parts.flatMap((part) => part.terms).flatMap((term) => term.split('|')))]);
  }

  /** Lets go first what can go on at once, so that its files are asked for first. */
  const untilAsked = () => new Promise((resolve) => { setTimeout(resolve); });

  /** Loads what a query needs before it is known which texts it finds. A browser loads few files of a host at a time, so the
   *  directory comes first: shards wait for it.
   *  @param {string} query
   *  @param {string} language that of the page */
  async function start(query, language) {
    const shards = terms.understandInEitherScript(query).then(loadTerms);
    await files.header();
    await untilAsked();
    const lengths = search.grammar.needsGrammar(query) ? undefined : files.expectLengths(language);
    await untilAsked();
    await Promise.allSettled([shards, lengths, files.lunr(), files.confirmHeader()]);
  }

  /** @type {HTMLElement | null | undefined} */
  const root = globalThis.document?.querySelector('#search');
  if (root) {
    search.root = root.dataset.root;
    const query = new URLSearchParams(location.search).get('q') ?? '';
    const started = query.trim() && query.length <= LONGEST ? start(query, root.dataset.language ?? '') : files.lunr();
    started.catch(() => undefined);
  }
})(globalThis.unresSearch);
