/* Replaces the first symbols and titles with checked results, partial matches, filters and advice. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { view, shows, looks, counts, results } = search;
  const { FILTERS, PAGE } = results;
  const { form, list, advice, near, more, browse, status } = view.parts;

  /** Judges how many resolutions are found. @param {AnswerState} state */
  function judge({ found, limit, candidates, filtered, missed, shown: { length: shown } }) {
    return counts.judge(limit, { candidates, filtered, shown, proven: found.exact, looked: shown + missed.length });
  }

  /** @param {AnswerState} state @param {TextCount} judged */
  function showCount({ candidates, missed }, { count, exact, message }) {
    const looked = list.children.length + missed.length;
    list.dataset.count = count;
    list.dataset.countExact = exact;
    const said = count || !exact ? message : 'found_none';
    status.textContent = view.say(said, { count, looked, texts: candidates, limit: counts.FEW + 1 });
  }

  /** @param {CheckedText[]} found */
  function showNear(found) {
    near.querySelector('ol').replaceChildren(...found.map(shows.result));
    near.hidden = !found.length;
  }

  /** Sets up the button for further results. Texts that lack what is asked are added to the partial matches.
   *  @param {AnswerState} state
   *  @param {TextCount} judged */
  function showMore(state, judged) {
    const { plan, found, waiting, missed, turn } = state;
    more.hidden = !waiting.left() || (judged.exact && list.children.length >= judged.count);
    more.onclick = () => turn.attempt(async () => {
      const page = await looks.nextResults(waiting, found.parts, PAGE);
      missed.push(...page.missed);
      state.shown.push(...page.shown);
      const around = await looks.partialMatches(plan, found, missed, state.shown, PAGE);
      if (!turn.isLatest()) return;
      list.append(...page.shown.map(shows.result));
      list.children[list.children.length - page.shown.length]?.querySelector('a').focus();
      showNear(around);
      const now = judge(state);
      showCount(state, now);
      showMore(state, now);
    });
  }

  /** Looks at the first of the texts that may have what is asked.
   *  @param {QueryPlan} plan
   *  @param {ChosenCandidates} likely
   *  @param {SearchRequest} asked
   *  @param {SearchTurn} turn
   *  @returns {Promise<AnswerState>} */
  async function look(plan, likely, asked, turn) {
    const found = await looks.prove(likely);
    const limit = await counts.bound(found);
    const texts = await results.filterTexts(found.ranked.texts, asked);
    const waiting = await results.makeQueue(found, texts, asked.sort);
    const patience = limit.exact ? looks.PATIENCE : looks.LOOKS;
    const { shown, missed } = await looks.nextResults(waiting, found.parts, PAGE, patience);
    const filtered = FILTERS.some((name) => asked[name]);
    return { plan, found, limit, candidates: waiting.total, filtered, waiting, missed, shown, turn };
  }

  /** Shows the results of a query in full.
   *  @param {QueryPlan} plan
   *  @param {ChosenCandidates} likely
   *  @param {SearchRequest} asked
   *  @param {SearchTurn} turn */
  async function complete(plan, likely, asked, turn) {
    const state = await look(plan, likely, asked, turn);
    const { found, candidates, filtered, missed, shown } = state;
    const judged = judge(state);
    const around = await looks.partialMatches(plan, found, [...found.missed, ...missed], shown, PAGE);
    const values = await looks.countFilters(found.ranked.texts, asked);
    if (!turn.isLatest()) return;
    list.replaceChildren(...shown.map(shows.result));
    showNear(around);
    showCount(state, judged);
    showMore(state, judged);
    showFilters(values, found.exact, candidates > 0 || filtered);
    advice.replaceChildren(...(judged.count ? [] : shows.advice(asked, plan, around.length)));
    browse.hidden = judged.count > 0;
  }

  /** @param {Record<string, Map<string, number>>} values with their counts
   *  @param {boolean} exact whether the counts are
   *  @param {boolean} some whether there is anything to filter */
  function showFilters(values, exact, some) {
    form.querySelector('.filters').hidden = !some;
    for (const name of FILTERS) shows.fillFilter(form.elements[name], values[name], exact);
  }

  search.receive('snippets', '', { readingOf: looks.readingOf, complete });
})(globalThis.unresSearch);
