/* Replaces the first symbols and titles with checked results, partial matches, filters and advice. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { view, shows, looks, results } = search;
  const { FILTERS, PAGE } = results;
  const { form, list, advice, near, more, browse, status } = view.parts;

  /** @param {number} count @param {boolean} exact */
  function setCount(count, exact) {
    list.dataset.count = count;
    list.dataset.countExact = exact;
    status.textContent = view.say(count ? (exact ? 'found' : 'found_about') : 'found_none', { count });
  }

  /** @param {CheckedText[]} found */
  function showNear(found) {
    near.querySelector('ol').replaceChildren(...found.map(shows.result));
    near.hidden = !found.length;
  }

  /** Sets up the button for further results. Texts that lack what is asked are added to the partial matches.
   *  @param {{ plan: QueryPlan, found: Candidates & { parts: ResolvedPart[] }, waiting: TextQueue, missed: number[], turn: SearchTurn }} state */
  function showMore({ plan, found, waiting, missed, turn }) {
    more.hidden = !waiting.left();
    more.onclick = () => turn.attempt(async () => {
      const page = await looks.nextResults(waiting, found.parts, PAGE);
      missed.push(...page.missed);
      const around = await looks.partialMatches(plan, found, missed, list.children.length, PAGE);
      if (!turn.isLatest()) return;
      list.append(...page.shown.map(shows.result));
      list.children[list.children.length - page.shown.length]?.querySelector('a').focus();
      showNear(around);
      showMore({ plan, found, waiting, missed, turn });
    });
  }

  /** Shows the results of a query in full.
   *  @param {QueryPlan} plan
   *  @param {ChosenCandidates} likely
   *  @param {SearchRequest} asked
   *  @param {SearchTurn} turn */
  async function complete(plan, likely, asked, turn) {
    const found = await looks.prove(likely);
    const texts = await results.filterTexts(found.ranked.texts, asked);
    const waiting = await results.makeQueue(found, texts, asked.sort);
    const page = await looks.nextResults(waiting, found.parts, PAGE);
    const count = found.exact || waiting.left() ? texts.length : page.shown.length;
    const missed = [...found.missed, ...page.missed];
    const around = await looks.partialMatches(plan, found, missed, count, PAGE);
    const counts = await looks.countFilters(found.ranked.texts, asked);
    if (!turn.isLatest()) return;
    list.replaceChildren(...page.shown.map(shows.result));
    showNear(around);
    showMore({ plan, found, waiting, missed, turn });
    showFilters(counts, texts.length > 0 || FILTERS.some((name) => asked[name]));
    advice.replaceChildren(...(count ? [] : shows.advice(asked, plan, around.length)));
    browse.hidden = count > 0;
    setCount(count, found.exact || !waiting.left());
  }

  /** @param {Record<string, Map<string, number>>} counts @param {boolean} some whether there is anything to filter */
  function showFilters(counts, some) {
    form.querySelector('.filters').hidden = !some;
    for (const name of FILTERS) shows.fillFilter(form.elements[name], counts[name]);
  }

  search.receive('snippets', { readingOf: looks.readingOf, complete });
})(globalThis.unresSearch);
