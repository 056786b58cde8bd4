/* What a look at the texts makes of the first symbols and titles: results that bear it, partial matches, filters, advice. */
'use strict';

(function (search) {
  const { view, shows, looks, results } = search;
  const { FILTERS, PAGE } = results;
  const { form, list, advice, near, more, browse, status } = view.parts;

  function setCount(count, exact) {
    list.dataset.count = count;
    list.dataset.countExact = exact;
    status.textContent = view.say(count ? (exact ? 'found' : 'found_about') : 'found_none', { count });
  }

  function showNear(found) {
    near.querySelector('ol').replaceChildren(...found.map(shows.result));
    near.hidden = !found.length;
  }

  /* A button for what waits; what is looked at in vain joins the partial matches. */
  function showMore({ plan, found, waiting, missed, turn }) {
    more.hidden = !waiting.left();
    more.onclick = () => turn.attempt(async () => {
      const page = await looks.page(waiting, found.parts, PAGE);
      missed.push(...page.missed);
      const around = await looks.nearby(plan, found, missed, list.children.length, PAGE);
      if (!turn.isLatest()) return;
      list.append(...page.shown.map(shows.result));
      list.children[list.children.length - page.shown.length]?.querySelector('a').focus();
      showNear(around);
      showMore({ plan, found, waiting, missed, turn });
    });
  }

  /** Shows the results of a plan in full. A turn says whether it is still the latest (`isLatest`), and does more work for
      it (`attempt`). */
  async function complete(plan, likely, asked, turn) {
    const found = await looks.prove(likely);
    const texts = await results.passing(found.ranked.texts, asked);
    const waiting = await results.queue(found, texts, asked.sort);
    const page = await looks.page(waiting, found.parts, PAGE);
    const count = found.exact || waiting.left() ? texts.length : page.shown.length;
    const missed = [...found.missed, ...page.missed];
    const around = await looks.nearby(plan, found, missed, count, PAGE);
    const counts = await looks.counted(found.ranked.texts, asked);
    if (!turn.isLatest()) return;
    list.replaceChildren(...page.shown.map(shows.result));
    showNear(around);
    showMore({ plan, found, waiting, missed, turn });
    showFilters(counts, texts.length || FILTERS.some((name) => asked[name]));
    advice.replaceChildren(...(count ? [] : shows.advice(asked, plan, around.length)));
    browse.hidden = count > 0;
    setCount(count, found.exact || !waiting.left());
  }

  function showFilters(counts, some) {
    form.querySelector('.filters').hidden = !some;
    for (const name of FILTERS) shows.fillFilter(form.elements[name], counts[name]);
  }

  search.receive('snippets', { readingOf: looks.readingOf, complete });
})(globalThis.unresSearch);
