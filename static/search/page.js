/* The search page: what a reader types and chooses becomes results, and the page's own address. */
'use strict';

(function (search) {
  const { client, passages, query: queries, view } = search;
  const PAGE = 10; // results shown at a time
  const PATIENCE = 50; // candidates looked at for one page of results, if any bears the look
  const PAUSE = 60; // milliseconds between a key and the search
  const FILTERS = ['session', 'year'];

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

  // The search itself.

  async function look(candidate, parts) {
    const text = await client.text(candidate.number);
    const found = (await client.passages(text)).map(passages.passage);
    await client.breathe();
    return { ...candidate, text, verdict: queries.check(parts, found, candidate.metadata) };
  }

  const lookAt = (candidates, parts) => Promise.all(candidates.map((candidate) => look(candidate, parts)));

  /* The strictest reading that any of the first candidates bears out; the loosest where none does. */
  async function readingOf({ candidates, readings }) {
    for (const parts of readings.slice(0, -1)) {
      const first = await lookAt(candidates.slice(0, queries.ALL_CHECKED), parts);
      if (first.some(({ verdict }) => verdict.has)) return parts;
    }
    return readings.at(-1);
  }

  /* The texts that the index names; where they are few, only those that bear a look. */
  async function gather(plan) {
    const found = await queries.candidates(plan);
    const parts = await readingOf(found);
    if (found.exact || found.candidates.length > queries.ALL_CHECKED) {
      return { parts, hits: found.candidates, missed: [], exact: found.exact };
    }
    const checked = await lookAt(found.candidates, parts);
    const [hits, missed] = [true, false].map((has) => checked.filter(({ verdict }) => verdict.has === has));
    return { parts, hits, missed, exact: true };
  }

  const expanded = (runs) => runs.flatMap(([value, count]) => Array(count).fill(value));

  function counts(hits, values) {
    const found = new Map([...new Set(values)].filter(Boolean).map((value) => [value, 0]));
    for (const { number } of hits) if (found.has(values[number])) found.set(values[number], found.get(values[number]) + 1);
    return new Map([...found].filter(([, count]) => count));
  }

  /* Each filter counts what the other one leaves. */
  async function filtered(hits, asked) {
    const { sessions, years } = await client.header();
    const values = { session: expanded(sessions), year: expanded(years) };
    const passes = (name) => ({ number }) => !asked[name] || values[name][number] === asked[name];
    const [bySession, byYear] = FILTERS.map((name) => hits.filter(passes(name)));
    view.fillFilter(form.elements.session, counts(byYear, values.session), view.sessionName);
    view.fillFilter(form.elements.year, new Map([...counts(bySession, values.year)].sort().reverse()), (year) => year);
    return bySession.filter(passes('year'));
  }

  async function sorted(hits, { sort }) {
    if (sort !== 'date') return hits;
    const dates = await client.dates();
    const newestFirst = (one, other) => (dates[one.number] < dates[other.number] ? 1 : -1);
    return [...hits].sort((one, other) => (dates[one.number] === dates[other.number] ? 0 : newestFirst(one, other)));
  }

  /* The next results that bear a look, and those that do not. */
  async function nextPage(waiting, parts) {
    const shown = [];
    const missed = [];
    for (let looks = 0; waiting.length && shown.length < PAGE && (looks < PATIENCE || !shown.length);) {
      const batch = waiting.splice(0, PAGE - shown.length);
      looks += batch.length;
      for (const one of await lookAt(batch, parts)) (one.verdict.has ? shown : missed).push(one);
    }
    return { shown, missed };
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
  function showMore({ plan, parts, waiting, missed, ticket }) {
    more.hidden = !waiting.length;
    more.onclick = () => attempt(ticket, async () => {
      const page = await nextPage(waiting, parts);
      missed.push(...page.missed);
      const around = await nearby(plan, missed, list.children.length);
      if (ticket !== latest) return;
      list.append(...page.shown.map(view.result));
      list.children[list.children.length - page.shown.length]?.querySelector('a').focus();
      showNear(around);
      showMore({ plan, parts, waiting, missed, ticket });
    });
  }

  /* What nearly has the words, with those marked that it has. Where something is found, only what was looked at. */
  async function nearby(plan, missed, count) {
    if (count && !missed.length) return [];
    const { candidates, parts } = await queries.near(plan);
    const looked = new Set(missed.map(({ number }) => number));
    const others = count ? [] : candidates.filter(({ number }) => !looked.has(number));
    return lookAt([...missed, ...others].slice(0, PAGE), parts);
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

  async function answer(asked, ticket) {
    const plan = queries.understand(asked.q);
    const { parts, hits, missed, exact } = await gather(plan);
    if (ticket !== latest) return;
    const waiting = await sorted(await filtered(hits, asked), asked);
    const named = waiting.length;
    const page = await nextPage(waiting, parts);
    const count = exact || waiting.length ? named : page.shown.length;
    missed.push(...page.missed);
    const around = await nearby(plan, missed, count);
    if (ticket !== latest) return;
    list.replaceChildren(...page.shown.map(view.result));
    showNear(around);
    showMore({ plan, parts, waiting, missed, ticket });
    advice.replaceChildren(...view.advice(count ? [] : adviceFor(asked, plan)));
    browse.hidden = count > 0;
    form.querySelector('.filters').hidden = !hits.length && !FILTERS.some((name) => asked[name]);
    setCount(count, exact || !waiting.length);
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
