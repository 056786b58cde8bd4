/* An OpenSearch endpoint instead of the site's own index: asks it, and shows what it answers on the same page. */
'use strict';

(function (search) {
  const { view, shows, passages, question, understanding } = search;
  const { FILTERS, PAGE } = search.results;
  const { root, say } = view;
  const { form, list, advice, near, more, browse, status } = view.parts;
  const PATIENCE = 20000; // milliseconds until an endpoint counts as silent
  const REACH = 10000; // results that an index hands out, by its own default

  const failure = (key, words) => Object.assign(new Error(key), { said: say(key, words) });

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

  /* What an endpoint answers to a body. An error says in the reader's language what went wrong. */
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

  /* A text with its marks: { plain, ranges }. */
  function unmarked(text) {
    const ranges = [];
    let plain = '';
    for (const piece of text.split(question.START)) {
      const end = piece.indexOf(question.END);
      if (end > 0) ranges.push([plain.length, plain.length + end]);
      plain += piece.replace(question.END, '');
    }
    return { plain, ranges };
  }

  function rangesOf(text, marked) {
    const found = unmarked(marked?.[0] ?? '');
    return found.plain === text ? found.ranges : [];
  }

  /* Where a symbol stands the endpoint does not say, for it knows symbols by their one spelling alone. */
  function symbolRanges({ anchor, place, number, text, cited }, { readings }) {
    const [looked] = passages.read([[anchor, place, number, text, cited]]);
    return readings.flat().filter(({ kind }) => kind === 'symbol').flatMap((part) => passages.ranges(looked, part));
  }

  function found({ _source: text, highlight = {}, inner_hits: inner = {} }, plan) {
    const title = rangesOf(text.title, highlight.title || highlight['title.pairs']);
    const hit = inner.shown?.hits.hits[0];
    if (!hit) return { text, verdict: { passage: { anchor: '', place: 'title' }, ranges: [], title, inSymbol: !title.length } };
    const marks = hit.highlight || {};
    const ranges = rangesOf(hit._source.text, marks['passages.text'] || marks['passages.text.pairs']);
    const all = [...ranges, ...symbolRanges(hit._source, plan)];
    return { text, verdict: { passage: hit._source, ranges: all, title, inSymbol: false } };
  }

  const items = (answer, plan) => answer.hits.hits.map((hit) => shows.result(found(hit, plan)));

  function showFilters({ aggregations }, asked) {
    const chosen = FILTERS.some((name) => asked[name]);
    let some = false;
    for (const name of FILTERS) {
      const counts = new Map(aggregations[name].values.buckets.map(({ key, doc_count: count }) => [key, count]));
      some = some || counts.size > 0;
      shows.fillFilter(form.elements[name], counts);
    }
    form.querySelector('.filters').hidden = !some && !chosen;
  }

  function showMore(plan, asked, count, turn) {
    more.hidden = list.children.length >= Math.min(count, REACH - PAGE);
    more.onclick = () => turn.attempt(async () => {
      const answer = await ask(question.results(plan, asked, list.children.length));
      if (!turn.isLatest()) return;
      const added = items(answer, plan);
      list.append(...added);
      added[0]?.querySelector('a').focus();
      showMore(plan, asked, count, turn);
    });
  }

  /** Shows what the endpoint answers to what is asked. A turn says whether it is still the latest (`isLatest`), and does more
      work for it (`attempt`). */
  async function complete(asked, turn) {
    const plan = understanding.understand(asked.q);
    if (!plan.readings[0].length) plan.readings = [[{ kind: 'phrase', words: plan.normal }]];
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
