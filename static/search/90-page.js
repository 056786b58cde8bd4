/* The search page: what a reader types and chooses becomes results, and the page's own address. */
'use strict';

(function (search) {
  const { files, query: queries, results, view } = search;
  const { FILTERS, PAGE } = results;
  const PAUSE = 60; // milliseconds between a key and the search

  const { form, list, advice, near, more, browse, status } = view.parts;
  const box = form.elements.q;
  const { title } = document;

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

  /* What one types takes the place of what was typed before it; what one chooses can be taken back. */
  function writeAddress(asked, how) {
    const said = new URLSearchParams(Object.entries(asked).filter(([, value]) => value));
    const address = `${location.pathname}${said.size ? `?${said}` : ''}`;
    document.title = asked.q.trim() ? `${asked.q.trim()} · ${title}` : title;
    if (new URL(address, location).href === location.href) return;
    try {
      history[how](null, '', address);
    } catch { /* a browser that forbids it on pages from a disk: the address stays as it was */ }
  }

  // What is shown.

  function setState(state) {
    list.dataset.state = state;
    list.setAttribute('aria-busy', String(state === 'loading'));
  }

  function empty() {
    list.dataset.count = 0;
    list.dataset.countExact = true;
    for (const part of [list, advice, near.querySelector('ol')]) part.replaceChildren();
    near.hidden = more.hidden = true;
  }

  function clear() {
    setState('done');
    empty();
    status.textContent = '';
    browse.hidden = form.querySelector('.filters').hidden = true;
  }

  /* Nothing that was shown may pass for an answer to what is asked now. */
  function showFailure(error) {
    empty();
    browse.hidden = false;
    throw error;
  }

  /* Shows what is likely found, at once and without a look at the texts: their symbols and titles. */
  async function showFirst(found, asked, ticket) {
    const texts = await results.passing(found.ranked.texts, asked);
    const numbers = await (await results.queue(found, texts, asked.sort)).take(PAGE);
    const cards = await Promise.all(numbers.map(files.text));
    if (ticket === latest) list.replaceChildren(...cards.map(view.card));
    return cards;
  }

  async function answer(asked, ticket) {
    const turn = { isLatest: () => ticket === latest, attempt: (work) => attempt(ticket, work) };
    if (search.endpoint) {
      await search.endpoint.complete(asked, turn);
      return;
    }
    const plan = await queries.understood(asked.q);
    const likely = await queries.find(plan);
    const texts = await showFirst(likely, asked, ticket);
    if (ticket !== latest) return;
    const [snippets] = await Promise.all([files.snippets(), ...texts.map(files.passages)]);
    await snippets.complete(plan, likely, asked, turn);
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
      status.textContent = error.said || view.say('failed');
      setState('failed');
    }
  }

  function run(how = 'replaceState') {
    latest += 1;
    const ticket = latest;
    const asked = request();
    const failed = (error) => { if (ticket === latest) showFailure(error); };
    writeAddress(asked, how);
    if (asked.q.trim()) attempt(ticket, () => answer(asked, ticket).catch(failed));
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
    run('pushState');
  }

  /* Back or forward to another query; a place on the page is none. */
  function goBack() {
    const before = JSON.stringify(request());
    readAddress();
    if (JSON.stringify(request()) !== before) run();
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

  box.addEventListener('compositionstart', () => { composing = true; });
  box.addEventListener('compositionend', () => { composing = false; soon(); });
  box.addEventListener('input', (event) => { if (!composing && !event.isComposing) soon(); });
  form.addEventListener('submit', now);
  form.addEventListener('change', (event) => { if (event.target !== box) now(); });
  document.addEventListener('keydown', (event) => { if (!event.isComposing) move(event); });
  window.addEventListener('popstate', goBack);

  readAddress();
  run();
})(globalThis.unresSearch);
