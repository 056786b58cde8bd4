/* The search page: what a reader types and chooses becomes results, and the page's own address. */
'use strict';

(function (search) {
  const { files, query: queries, results, view } = search;
  const { FILTERS } = results;
  const PAGE = 10; // results shown at a time
  const PAUSE = 60; // milliseconds between a key and the search

  const form = document.getElementById('search-form');
  const box = form.elements.q;
  const list = document.getElementById('results');
  const near = document.getElementById('near');
  const more = document.getElementById('more');
  const status = document.getElementById('status');
  const advice = document.getElementById('advice');
  const browse = document.getElementById('browse');

  let latest = 0; // only the latest search may show anything
  let timer;
  let composing = false;

  // What is asked, and the address that says it.

  function request() {
    return Object.fromEntries(['q', ...FILTERS, 'sort'].map((name) => [name, form.elements[name].value]));
  }

  function readAddress() {
    const asked = new URLSearchParams(location.search);
    box.value = asked.get('q') || '';
    for (const name of [...FILTERS, 'sort']) {
      const value = asked.get(name) || '';
      const select = form.elements[name];
      if (value && ![...select.options].some((option) => option.value === value)) select.append(new Option(value, value));
      select.value = value;
    }
  }

  function writeAddress(asked) {
    const said = new URLSearchParams(Object.entries(asked).filter(([, value]) => value));
    try {
      history.replaceState(null, '', `${location.pathname}${said.size ? `?${said}` : ''}`);
    } catch { /* a browser that forbids it on pages from a disk: the address stays as it was */ }
  }

  // What is shown.

  function setState(state) {
    list.dataset.state = state;
    list.setAttribute('aria-busy', String(state === 'loading'));
  }

  function setCount(count, exact) {
    list.dataset.count = count;
    list.dataset.countExact = exact;
    status.textContent = view.say(count ? (exact ? 'found' : 'found_about') : 'found_none', { count });
  }

  function showNear(found) {
    near.querySelector('ol').replaceChildren(...found.map(view.result));
    near.hidden = !found.length;
  }

  /* A button for what waits; what is looked at in vain joins the partial matches. */
  function showMore({ plan, found, waiting, missed, ticket }) {
    more.hidden = !waiting.left();
    more.onclick = () => attempt(ticket, async () => {
      const page = await results.page(waiting, found.parts, PAGE);
      missed.push(...page.missed);
      const around = await results.nearby(plan, found, missed, list.children.length, PAGE);
      if (ticket !== latest) return;
      list.append(...page.shown.map(view.result));
      list.children[list.children.length - page.shown.length]?.querySelector('a').focus();
      showNear(around);
      showMore({ plan, found, waiting, missed, ticket });
    });
  }

  function clear() {
    setState('done');
    setCount(0, true);
    status.textContent = '';
    list.replaceChildren();
    advice.replaceChildren();
    near.hidden = more.hidden = true;
    browse.hidden = form.querySelector('.filters').hidden = true;
  }

  /* What is likely found, at once and without a look at the texts: their symbols and titles. */
  async function showFirst(found, asked, ticket) {
    const texts = await results.passing(found.ranked.texts, asked);
    const numbers = await (await results.queue(found, texts, asked.sort)).take(PAGE);
    const cards = await Promise.all(numbers.map(files.text));
    if (ticket === latest) list.replaceChildren(...cards.map(view.card));
  }

  async function answer(asked, ticket) {
    const plan = await queries.understood(asked.q);
    const likely = await results.find(plan);
    await showFirst(likely, asked, ticket);
    if (ticket !== latest) return;
    const found = await results.prove(likely);
    const texts = await results.passing(found.ranked.texts, asked);
    const waiting = await results.queue(found, texts, asked.sort);
    const page = await results.page(waiting, found.parts, PAGE);
    const count = found.exact || waiting.left() ? texts.length : page.shown.length;
    const missed = [...found.missed, ...page.missed];
    const around = await results.nearby(plan, found, missed, count, PAGE);
    if (ticket !== latest) return;
    list.replaceChildren(...page.shown.map(view.result));
    showNear(around);
    showMore({ plan, found, waiting, missed, ticket });
    showFilters(await results.counted(found.ranked.texts, asked), texts.length || FILTERS.some((name) => asked[name]));
    advice.replaceChildren(...view.advice(count ? [] : adviceFor(asked, plan)));
    browse.hidden = count > 0;
    setCount(count, found.exact || !waiting.left());
  }

  function showFilters(counts, some) {
    form.querySelector('.filters').hidden = !some;
    for (const name of FILTERS) view.fillFilter(form.elements[name], counts[name]);
  }

  function adviceFor(asked, { symbol, readings }) {
    const keys = [];
    if (FILTERS.some((name) => asked[name])) keys.push('try_filters');
    if (symbol) keys.push('try_symbol');
    else keys.push(readings[0].length > 1 ? 'try_fewer' : 'try_shorter');
    return keys;
  }

  /* Does a piece of the search, and says so where a file of the index does not come. */
  async function attempt(ticket, work) {
    setState('loading');
    try {
      await work();
      if (ticket === latest) setState('done');
    } catch (error) {
      if (ticket !== latest) return;
      console.error(error);
      status.textContent = view.say('failed');
      setState('failed');
    }
  }

  function run() {
    latest += 1;
    const ticket = latest;
    const asked = request();
    writeAddress(asked);
    if (asked.q.trim()) attempt(ticket, () => answer(asked, ticket));
    else clear();
  }

  // What a reader does.

  function soon() {
    clearTimeout(timer);
    latest += 1; // what is under way is for another query
    setState('loading');
    timer = setTimeout(run, PAUSE);
  }

  function now(event) {
    event?.preventDefault();
    clearTimeout(timer);
    run();
  }

  /* Down and up go from the box through the results and back; Esc returns to the box, and then empties it. */
  function move(event) {
    const links = [...document.querySelectorAll('#results a, #near a')];
    const at = links.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (at < 0 && document.activeElement !== box) return;
    if (step && (at >= 0 || step > 0)) {
      event.preventDefault();
      (links[at + step] || (at + step < 0 ? box : links.at(-1)))?.focus();
    } else if (event.key === 'Escape' && at >= 0) {
      box.focus();
      box.select();
    }
  }

  function focusBox(event) {
    const typing = event.target.matches('input, select, textarea');
    if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    box.focus();
    box.select();
  }

  box.addEventListener('compositionstart', () => { composing = true; });
  box.addEventListener('compositionend', () => { composing = false; soon(); });
  box.addEventListener('input', (event) => { if (!composing && !event.isComposing) soon(); });
  form.addEventListener('submit', now);
  form.addEventListener('change', (event) => { if (event.target !== box) now(); });
  document.addEventListener('keydown', (event) => { if (!event.isComposing) { move(event); focusBox(event); } });

  readAddress();
  run();
})(globalThis.unresSearch);
