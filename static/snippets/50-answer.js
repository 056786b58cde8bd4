/* Replaces the first symbols and titles with checked results, partial matches, filters and advice. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { files, view, shows, looks, counts, results, query: queries } = search;
  const { isHan } = search.understanding;
  const { FILTERS, PAGE } = results;
  const { form, list, advice, near, more, browse, status } = view.parts;
  const IN_OTHER_WAY = 1; // candidates that are checked of another way to say what the first of many candidates lack
  // A number that texts write in two ways.
  // matches: 第4个
  // matches: 七十五周年
  // rejects: 2003年
  const NUMERAL = /(?:[0-9]{1,2}|[一二三四五六七八九十]{1,4})(?:届|周年|个|次)/;

  /** Judges how many resolutions are found. @param {AnswerState} state */
  function judge({ found, limit, candidates, filtered, missed, isLeast, shown: { length: shown } }) {
    if (isLeast) return { count: candidates, exact: false, message: 'found_least' };
    return counts.judge(limit, { candidates, filtered, shown, proven: found.exact, looked: shown + missed.length });
  }

  /** @param {AnswerState} state @param {TextCount} judged */
  function showCount({ candidates, missed }, { count, exact, message }) {
    const looked = view.countShown() + missed.length;
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
    more.hidden = !waiting.left() || (judged.exact && view.countShown() >= judged.count);
    more.onclick = () => turn.attempt(async () => {
      const page = await looks.nextResults(waiting, found.parts, PAGE);
      missed.push(...page.missed);
      state.shown.push(...page.shown);
      const around = state.around ?? await looks.partialMatches(plan, found, missed, state.shown, PAGE);
      if (!turn.isLatest()) return;
      const cards = shows.cards(page.shown);
      list.append(...cards);
      cards[0]?.querySelector('a')?.focus();
      showNear(around);
      const now = judge(state);
      showCount(state, now);
      showMore(state, now);
    });
  }

  /** Loads the counts that a look will need. @param {ChosenCandidates} likely */
  async function expect(likely) {
    if (!looks.mayCheckAll(likely)) await counts.bound(likely);
  }

  /** Looks at the first of the texts that may have what is asked.
   *  @param {QueryPlan} plan
   *  @param {ChosenCandidates} likely
   *  @param {SearchRequest} asked
   *  @param {SearchTurn} turn
   *  @param {number} few candidates to check if no text is known to have it
   *  @returns {Promise<AnswerState>} */
  async function look(plan, likely, asked, turn, few = looks.LOOKS) {
    const proven = await looks.prove(likely);
    const limit = await counts.bound(proven);
    const found = { ...proven, exact: proven.exact || (limit.exact && limit.most === proven.ranked.texts.length) };
    const texts = await results.filterTexts(found.ranked.texts, asked);
    const waiting = await results.makeQueue(found, texts, asked.sort);
    const patience = limit.exact ? looks.PATIENCE : few;
    const next = turn.isTyping && found.exact ? looks.glance : looks.nextResults;
    const { shown, missed } = await next(waiting, found.parts, PAGE, patience);
    const filtered = FILTERS.some((name) => asked[name]);
    return { plan, found, limit, candidates: waiting.total, filtered, waiting, missed, shown, turn };
  }

  /** The answer to what may be meant by a query that finds nothing; undefined if that finds nothing either.
   *  @param {AnswerState} state
   *  @param {SearchRequest} asked
   *  @param {number} [few] candidates of each to check if no text is known to have it */
  async function lookFurther({ plan, candidates, turn }, asked, few) {
    const { otherAnswers } = await files.fallback();
    for await (const { plan: other, likely, passage } of otherAnswers(plan, candidates)) {
      if (!turn.isLatest()) return undefined;
      const state = passage
        ? await lookApart(other, likely, passage, asked, turn)
        : { ...await look(other, likely, asked, turn, few), instead: 'found_instead' };
      if (state.shown.length || state.around?.length) return state;
    }
    return undefined;
  }

  /** The answer of texts that have a share of a query: those that have all of it as a passage are results, the others are partial
   *  matches.
   *  @param {QueryPlan} plan
   *  @param {ChosenCandidates} likely
   *  @param {FoundPassage} passage
   *  @param {SearchRequest} asked
   *  @param {SearchTurn} turn
   *  @returns {Promise<AnswerState>} */
  async function lookApart(plan, likely, { whole, isAll }, asked, turn) {
    const { resolutions } = await files.header();
    const having = new Set(whole.map((text) => resolutions[text]));
    const { ranked } = likely;
    const choose = (/** @type {(text: number) => boolean} */ isChosen) => (
      look(plan, { ...likely, ranked: { ...ranked, texts: ranked.texts.filter(isChosen) } }, asked, turn));
    const state = await choose((text) => whole.includes(text));
    const { shown: around } = await choose((text) => !having.has(resolutions[text]));
    const isFound = state.shown.length > 0;
    return { ...state, around, isApart: true, isLeast: isFound && !isAll, instead: isFound ? undefined : 'found_nearest' };
  }

  /** Shows the results of a query in full. If it is known that there are none, those of what may be meant.
   *  @param {QueryPlan} plan
   *  @param {ChosenCandidates} likely
   *  @param {SearchRequest} asked
   *  @param {SearchTurn} turn */
  async function complete(plan, likely, asked, turn) {
    const isNumbered = NUMERAL.test(plan.normal);
    const state = await look(plan, likely, asked, turn, isNumbered ? PAGE : undefined); // of these the titles are shown anyway
    const { count, exact } = judge(state); // a text that was not looked at may have it
    const isNone = (exact && !count) || (!state.shown.length && isNumbered);
    const other = isNone ? await lookFurther(state, asked, exact ? undefined : IN_OTHER_WAY) : undefined;
    const first = other ?? state;
    await show(first, asked);
    const wider = first.shown.length && !first.isApart && !turn.isTyping ? await lookWider(first, asked) : undefined;
    if (wider) await show(wider, asked);
  }

  /** Whether a query may have more answers in other words: it has words, and few results or an archive of several languages.
   *  @param {AnswerState} state
   *  @param {SearchHeader} header */
  function mayWiden({ plan, shown, turn }, { languages }) {
    const isExact = plan.normal.includes('"') && languages.length < 2;
    const isWhole = plan.readings[0].some(({ kind }) => kind === 'symbol' || kind === 'fact');
    const isMany = shown.length >= PAGE && (languages.length < 2 || [...plan.normal].some(isHan));
    return !isExact && !isWhole && !isMany && turn.isLatest();
  }

  /** The answer to a query and to other words for the same; undefined if there are none.
   *  @param {AnswerState} state
   *  @param {SearchRequest} asked
   *  @returns {Promise<AnswerState | undefined>} */
  async function lookWider(state, asked) {
    if (asked.language || !mayWiden(state, await files.header())) return undefined;
    const wider = await (await files.fallback()).widenPlan(state);
    if (!wider) return undefined;
    const further = await look(wider.plan, await queries.find(wider.plan), asked, state.turn);
    if (further.candidates === state.candidates) return undefined;
    return { ...further, instead: state.instead, translated: wider.words, leaveOut: () => state.turn.attempt(() => show(state, asked)) };
  }

  /** @param {AnswerState} state */
  function leaveOutButton({ leaveOut }) {
    const button = view.element('button', { type: 'button' }, view.say('leave_out'));
    button.addEventListener('click', () => leaveOut?.());
    return button;
  }

  /** What says which other words were searched, too, in one line. @param {string} words @param {AnswerState} state */
  function alsoSearched(words, state) {
    return view.element('li', { class: 'also' }, view.element('span', {}, view.say('also_searched', { words })), leaveOutButton(state));
  }

  /** @param {AnswerState} state @param {SearchRequest} asked */
  async function show(state, asked) {
    const { plan, found, candidates, filtered, missed, shown, isLeast, instead, translated, turn } = state;
    const judged = judge(state);
    const around = state.around ?? (instead ? [] : await looks.partialMatches(plan, found, [...found.missed, ...missed], shown, PAGE));
    const values = await looks.countFilters(found.ranked.texts, asked);
    if (!turn.isLatest()) return;
    list.replaceChildren(...shows.cards(shown));
    showNear(around);
    showCount(state, judged);
    showMore(state, judged);
    showFilters(values, found.exact && !isLeast, candidates > 0 || filtered);
    const remarks = [
      ...(instead ? [view.element('li', {}, view.say(instead, { query: plan.normal }))] : []),
      ...(translated ? [alsoSearched(translated, state)] : []),
    ];
    advice.replaceChildren(...(remarks.length || shown.length ? remarks : shows.advice(asked, plan, around.length)));
    browse.hidden = shown.length > 0;
  }

  /** @param {Record<string, Map<string, number>>} values with their counts
   *  @param {boolean} exact whether the counts are
   *  @param {boolean} some whether there is anything to filter */
  function showFilters(values, exact, some) {
    form.querySelector('.filters').hidden = !some;
    for (const name of FILTERS) shows.fillFilter(form.elements[name], values[name], exact);
  }

  search.receive('snippets', '', { readingOf: looks.readingOf, expect, complete });
})(globalThis.unresSearch);
