/* Asks an OpenSearch endpoint instead of the site's own index, and shows its answers on the same page. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { view, shows, passages, question, understanding } = search;
  const { FILTERS, PAGE } = search.results;
  const { root, say } = view;
  const { form, list, advice, near, more, browse, status } = view.parts;
  const PATIENCE = 20000; // milliseconds to wait for an answer
  const REACH = 10000; // results that an index gives out by default

  /** An error with a sentence for the reader. @param {string} key @param {Words} [words] */
  const failure = (key, words) => Object.assign(new Error(key), { said: say(key, words) });

  /** @param {Record<string, any>} body */
  async function post(body) {
    try {
      return await fetch(root.dataset.endpoint, {
        method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' },
        credentials: 'omit', referrerPolicy: 'no-referrer', signal: AbortSignal.timeout(PATIENCE),
      });
    } catch {
      throw failure('endpoint_silent', { origin: new URL(root.dataset.endpoint).origin });
    }
  }

  /** The answer of the endpoint. @param {Record<string, any>} body @returns {Promise<any>} */
  async function ask(body) {
    const response = await post(body);
    if (!response.ok) throw failure('endpoint_refused', { status: response.status });
    try {
      const answer = await response.json();
      if (answer.timed_out || !Array.isArray(answer.hits.hits)) throw new Error('no hits');
      return answer;
    } catch {
      throw failure('endpoint_unread');
    }
  }

  // Results as the page shows them.

  /** A text without its marks, and where they are. @param {string} text */
  function readMarks(text) {
    /** @type {TextRange[]} */
    const ranges = [];
    let plain = '';
    for (const piece of text.split(question.START)) {
      const end = piece.indexOf(question.END);
      if (end > 0) ranges.push([plain.length, plain.length + end]);
      plain += piece.replace(question.END, '');
    }
    return { plain, ranges };
  }

  /** @param {string} text @param {string[]} [marked] @returns {TextRange[]} */
  function rangesOf(text, marked) {
    const found = readMarks(marked?.[0] ?? '');
    return found.plain === text ? found.ranges : [];
  }

  /** Where the symbols of a query are in a passage. The endpoint knows one spelling of each, so it can't mark them.
   *  @param {any} passage
   *  @param {QueryPlan} plan
   *  @returns {TextRange[]} */
  function symbolRanges({ anchor, place, number, text, cited }, { readings }) {
    const [looked] = passages.read([[anchor, place, number, text, cited]]);
    return readings.flat().filter(({ kind }) => kind === 'symbol').flatMap((part) => passages.ranges(looked, part));
  }

  /** A hit as a checked text. @param {any} hit @param {QueryPlan} plan @returns {{ text: TextCard, verdict: any }} */
  function readHit({ _source: text, highlight = {}, inner_hits: inner = {} }, plan) {
    const title = rangesOf(text.title, highlight.title || highlight['title.pairs']);
    const hit = inner.shown?.hits.hits[0];
    if (!hit) return { text, verdict: { passage: { anchor: '', place: 'title' }, ranges: [], title, inSymbol: !title.length } };
    const marks = hit.highlight || {};
    const ranges = rangesOf(hit._source.text, marks['passages.text'] || marks['passages.text.pairs']);
    const all = [...ranges, ...symbolRanges(hit._source, plan)];
    return { text, verdict: { passage: hit._source, ranges: all, title, inSymbol: false } };
  }

  /** @param {any} answer @param {QueryPlan} plan @returns {HTMLElement[]} */
  const items = (answer, plan) => answer.hits.hits.map((/** @type {any} */ hit) => shows.result(readHit(hit, plan)));

  /** @param {any} answer @param {SearchRequest} asked */
  function showFilters({ aggregations }, asked) {
    const chosen = FILTERS.some((name) => asked[name]);
    let some = false;
    for (const name of FILTERS) {
      /** @type {{ buckets: { key: string, doc_count: number }[] }} */
      const { buckets } = aggregations[name].values;
      const counts = new Map(buckets.map(({ key, doc_count: count }) => [key, count]));
      some = some || counts.size > 0;
      shows.fillFilter(form.elements[name], counts, true);
    }
    form.querySelector('.filters').hidden = !some && !chosen;
  }

  /** @param {QueryPlan} plan @param {SearchRequest} asked @param {number} count @param {SearchTurn} turn */
  function showMore(plan, asked, count, turn) {
    more.hidden = list.children.length >= Math.min(count, REACH - PAGE);
    more.onclick = () => turn.attempt(async () => {
      const answer = await ask(question.results(plan, asked, list.children.length));
      if (!turn.isLatest()) return;
      const added = items(answer, plan);
      list.append(...added);
      added[0]?.querySelector('a')?.focus();
      showMore(plan, asked, count, turn);
    });
  }

  /** Shows what the endpoint answers. @param {SearchRequest} asked @param {SearchTurn} turn */
  async function complete(asked, turn) {
    const plan = understanding.understand(asked.q);
    if (!plan.readings[0].length) plan.readings = [[{ kind: 'phrase', words: plan.normal, demands: [], exact: false }]];
    const answer = await ask(question.results(plan, asked));
    const count = answer.hits.total.value;
    const around = count || !turn.isLatest() ? [] : items(await ask(question.near(plan)), plan);
    if (!turn.isLatest()) return;
    list.replaceChildren(...items(answer, plan));
    near.querySelector('ol').replaceChildren(...around);
    near.hidden = !around.length;
    showFilters(answer, asked);
    showMore(plan, asked, count, turn);
    advice.replaceChildren(...(count ? [] : shows.advice(asked, plan, around.length)));
    browse.hidden = count > 0;
    list.dataset.count = count;
    list.dataset.countExact = true;
    status.textContent = say(count ? 'found' : 'found_none', { count });
  }

  search.endpoint = { complete };
})(globalThis.unresSearch);
