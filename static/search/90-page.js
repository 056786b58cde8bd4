/* The search page: shows the results for what a reader types and chooses, and writes it into the page's address. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { files, query: queries, results, view } = search;
  const { FILTERS, PAGE } = results;
  const SCREEN = 5; // titles that are shown without waiting for the others: what a phone shows, and as many files as a browser loads at a time
  const PAUSE = 60; // milliseconds between a key and the search
  const REST = 400; // milliseconds between the titles and the first passages, while a reader types words
  const SHORTEST = 3; // letters of a beginning that is searched while a reader types: too many words have a shorter one
  const LONG_REST = 600; // milliseconds more without a key, after which all passages are shown
  const ACTS = ['keydown', 'pointerdown', 'pointermove', 'scroll', 'focusout']; // of a reader who has typed
  const LONGEST = 2000; // UTF-16 units of a query; to normalize a million would stop the page for half a minute
  const LONGEST_CHOICE = 400; // of a filter's value: a topic has 200 characters, of two units at most
  // A beginning in letters of an alphabet.
  // matches: terr
  // rejects: 小
  // rejects: 58/58
  const LETTERS = /^(?:(?![\u3005\u3007\p{Script=Han}])\p{L})+$/u;
  // Half of a character of two code units, at the end.
  // matches: "小\ud840"
  // rejects: 小𠀀
  const HALF_CHARACTER = /[\ud800-\udbff]$/;

  const { form, list, topics, advice, near, more, browse, status } = view.parts;
  const box = form.elements.q;
  const { title } = document;

  let latest = 0; // only the latest search may show anything
  /** @type {number | undefined} */
  let timer;
  let composing = false;
  let hasSiteScript = Boolean(search.endpoint); // a page that asks an endpoint asks for it itself
  let typing = false; // the latest search is for what was typed, without Enter
  let entered = ''; // the address of the last choice; since then, what is typed replaces it in the history

  // What is asked, and the address that says it.

  /** A query that is not too long. Nothing else sees a longer one. @param {string} query */
  const cutQuery = (query) => query.slice(0, LONGEST).replace(HALF_CHARACTER, '');

  /** @returns {SearchRequest} */
  function request() {
    const entries = [...FILTERS, 'sort'].map((name) => [name, form.elements[name].value]);
    return { ...Object.fromEntries(entries), q: cutQuery(box.value) };
  }

  function readAddress() {
    const asked = new URLSearchParams(location.search);
    box.value = cutQuery(asked.get('q') || '');
    for (const name of [...FILTERS, 'sort']) {
      const value = (asked.get(name) || '').slice(0, LONGEST_CHOICE);
      const select = form.elements[name];
      if (value && ![...select.options].some((option) => option.value === value)) select.append(new Option(value, value));
      select.value = value;
    }
  }

  /** Writes what is asked into the address. What a reader types replaces the last entry of the history; what he chooses adds one.
   *  @param {SearchRequest} asked
   *  @param {'replaceState' | 'pushState'} how */
  function writeAddress(asked, how) {
    const said = new URLSearchParams(Object.entries(asked).filter(([, value]) => value));
    const address = `${location.pathname}${said.size ? `?${said}` : ''}`;
    document.title = asked.q.trim() ? `${asked.q.trim()} · ${title}` : title;
    try {
      if (new URL(address, location.href).href !== location.href) history[how](null, '', address);
    } catch { /* some browsers forbid it on pages from a disk; the address stays as it was */ }
    if (!typing) entered = location.href;
  }

  /** Gives what was typed an entry of its own in the history, behind the one that it took the place of. */
  function keepTyped() {
    const typed = location.href;
    if (typed === entered) return;
    history.replaceState(null, '', entered);
    history.pushState(null, '', typed);
  }

  // What is shown.

  /** @param {'loading' | 'done' | 'failed'} state */
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
    topics.lastElementChild.replaceChildren();
    browse.hidden = form.querySelector('.filters').hidden = true;
  }

  /** Removes the results of the query before, so that nobody takes them for an answer to this one. @param {unknown} error */
  function showFailure(error) {
    empty();
    browse.hidden = false;
    throw error;
  }

  /** Shows symbols and titles of the first candidates, before their texts are checked.
   *  @param {ChosenCandidates} found
   *  @param {SearchRequest} asked
   *  @param {number} ticket the number of this search
   *  @param {boolean} [isTyping] */
  async function showFirst(found, asked, ticket, isTyping) {
    const texts = await results.filterTexts(found.ranked.texts, asked);
    const first = await (await results.makeQueue(found, texts, asked.sort)).take(PAGE);
    const loading = first.map(([text]) => files.text(text));
    const show = (/** @type {TextCard[]} */ cards) => { if (ticket === latest) list.replaceChildren(...view.cards(cards)); };
    const screen = Promise.all(loading.slice(0, SCREEN)).then(show);
    if (!isTyping) screen.then(() => expectAnswer(found, loading), () => undefined);
    const [cards] = await Promise.all([Promise.all(loading), screen]);
    show(cards);
    loadSiteScript();
    if ((await files.header()).topics) suggestTopics(asked.q, ticket);
    return cards;
  }

  /** Loads what the answer needs besides titles. What fails here is tried again when it is needed.
   *  @param {ChosenCandidates} found
   *  @param {Promise<TextCard>[]} loading */
  function expectAnswer(found, loading) {
    const snippets = files.snippets().then(({ expect }) => expect(found));
    const listing = found.exact ? undefined : files.phraseListing();
    return Promise.allSettled([snippets, listing, ...loading.map((card) => card.then(files.passages))]);
  }

  /** The script of all pages. It waits for the first titles, because a browser loads few files at a time. */
  function loadSiteScript() {
    if (!hasSiteScript) search.loading?.runScript('assets/site.js').catch(() => undefined);
    hasSiteScript = true;
  }

  /** Results are there without them, too. @param {string} query @param {number} ticket */
  async function suggestTopics(query, ticket) {
    const found = await files.suggestions().catch(() => undefined);
    if (ticket === latest) found?.suggest(query);
  }

  /** Waits until a reader who has typed rests for a while, or does something else than to type. */
  function untilActs() {
    return new Promise((resolve) => {
      const watched = new AbortController();
      const act = (/** @type {Event} */ { type, target }) => {
        if (type === 'keydown' && target === box) return;
        watched.abort();
        resolve(undefined);
      };
      for (const type of ACTS) addEventListener(type, act, { signal: watched.signal, passive: true });
      setTimeout(() => act(new Event('rest')), LONG_REST);
    });
  }

  /** What a query asks for, and the texts that may have it. @param {string} query */
  async function find(query) {
    const plan = await queries.understandInEitherScript(query);
    return { plan, likely: await queries.find(plan) };
  }

  /** @param {SearchRequest} chosen @param {number} ticket */
  async function answer(chosen, ticket) {
    /** @type {SearchTurn} */
    const turn = { isLatest: () => ticket === latest, isTyping: typing, attempt: (work) => attempt(ticket, work) };
    if (search.endpoint) {
      await search.endpoint.complete(chosen, turn);
      return;
    }
    const [{ plan, likely }] = await Promise.all([find(chosen.q), files.confirmHeader()]);
    const asked = { ...chosen, language: plan.language ?? chosen.language };
    const texts = await showFirst(likely, asked, ticket, turn.isTyping);
    if (turn.isTyping) {
      await new Promise((resolve) => { setTimeout(resolve, REST); });
      // Of a Chinese phrase many texts would have to be looked at, and for nothing found other words would.
      if (ticket === latest && likely.exact && texts.length) await (await files.snippets()).complete(plan, likely, asked, turn);
      if (ticket === latest) await untilActs();
    }
    if (ticket !== latest) return;
    const [snippets] = await Promise.all([files.snippets(), ...texts.map(files.passages)]);
    await snippets.complete(plan, likely, asked, { ...turn, isTyping: false });
  }

  /** Whether the index was of an older build, and that of a newer one is loaded. An endpoint has no index. */
  const isRenewed = async () => Boolean(await files?.renew().catch(() => false));

  /** Does a piece of the search, or all of it again if another build was published meanwhile. Tells the reader if a file of the index can't be loaded.
   *  @param {number} ticket
   *  @param {() => Promise<void>} work */
  async function attempt(ticket, work) {
    setState('loading');
    try {
      await work();
      if (ticket === latest) setState('done');
    } catch (/** @type {any} */ error) {
      if (ticket !== latest) return;
      if (await isRenewed()) {
        run(); // also if a reader has asked for something else meanwhile, perhaps of both builds
        return;
      }
      if (ticket !== latest) return;
      console.error(error);
      status.textContent = error.said || view.say('failed');
      setState('failed');
    }
  }

  /** Whether a query is typed and too short to be searched before Enter. @param {string} query */
  const isBeginning = (query) => typing && !search.endpoint && query.trim().length < SHORTEST && LETTERS.test(query.trim());

  /** @param {'replaceState' | 'pushState'} how */
  function run(how = 'replaceState') {
    latest += 1;
    const ticket = latest;
    const asked = request();
    const failed = (/** @type {unknown} */ error) => { if (ticket === latest) showFailure(error); };
    writeAddress(asked, how);
    if (asked.q.trim() && !isBeginning(asked.q)) return attempt(ticket, () => answer(asked, ticket).catch(failed));
    clear();
    return Promise.resolve();
  }

  // What a reader does.

  function soon() {
    clearTimeout(timer);
    latest += 1; // what runs now is for another query
    setState('loading');
    typing = true;
    timer = setTimeout(() => run(), PAUSE);
  }

  /** @param {Event} [event] */
  function now(event) {
    event?.preventDefault();
    clearTimeout(timer);
    keepTyped();
    typing = false;
    run('pushState');
  }

  /** Searches again after a step in the history, but not if it only led to another place on the page. */
  function goBack() {
    const before = JSON.stringify(request());
    entered = location.href;
    readAddress();
    typing = false;
    if (JSON.stringify(request()) !== before) run();
  }

  // The way back from a resolution: static/snippets/60-leave.js keeps what is restored.

  /** Shows as many results as when a reader left the page, at the same place. @param {{ shown: number, top: number } | null} left */
  async function restore(left) {
    if (!left) return;
    history.scrollRestoration = 'manual';
    while (view.countShown() < left.shown && !more.hidden) await more.onclick();
    scrollTo(0, left.top);
  }

  /** Down and Up move through the box and the results. Esc returns to the box and, there, empties it.
   *  @param {KeyboardEvent} event */
  function move(event) {
    /** @type {HTMLElement[]} */
    const links = /** @type {any} */ ([...document.querySelectorAll('#results li > a, #near li > a')]);
    const at = links.findIndex((link) => link === document.activeElement);
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (at < 0 && document.activeElement !== box) return;
    if (step && (at >= 0 || step > 0)) {
      event.preventDefault();
      (links[at + step] || (at + step < 0 ? box : links.at(-1)))?.focus();
    } else if (event.key === 'Escape' && at >= 0) {
      box.focus();
      box.select();
    }
  }

  box.maxLength = LONGEST;
  box.addEventListener('compositionstart', () => { composing = true; });
  box.addEventListener('compositionend', () => { composing = false; soon(); });
  box.addEventListener('input', (/** @type {InputEvent} */ event) => { if (!composing && !event.isComposing) soon(); });
  form.addEventListener('submit', now);
  form.addEventListener('change', (/** @type {Event} */ event) => { if (event.target !== box) now(); });
  document.addEventListener('keydown', (event) => { if (!event.isComposing) move(event); });
  globalThis.addEventListener('popstate', goBack);

  readAddress();
  run().finally(loadSiteScript).then(() => restore(history.state));
})(globalThis.unresSearch);
