/* Builds what checked texts show the reader: passages with marked words, filters, advice. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { passages } = search;
  const { FILTERS } = search.results;
  const { root, messages, say, element, languageAttributes, linkTo, languageLinks, titleLink, factsOf, card, groupSeries, listYears } = search.view;
  /** @type {Record<string, number>} */
  const ROMAN = { I: 1, V: 5, X: 10, L: 50, C: 100 };
  const FIRST_YEAR = 1945; // a session with this number or a higher one is a year
  // matches: S-10
  // matches: 58
  // rejects: "\n"
  const SESSION = /^(?:(E?S)-)?(.*)$/;
  // matches: XXVI
  // rejects: 58
  const ROMAN_NUMERAL = /^[IVXLC]+$/;

  /** @param {TextPiece[]} pieces */
  function markPieces(pieces) {
    return pieces.map(({ text, marked: isMarked }) => (isMarked ? element('mark', {}, text) : text));
  }

  /** The name of a passage's place in its text. @param {{ place: string, number: string }} passage */
  function placeOf({ place, number }) {
    const numbered = `place.${place}_numbered`;
    return say(number && messages[numbered] ? numbered : `place.${place}`, { number });
  }

  /** The place in a text to which its result leads. @param {TextVerdict} verdict */
  function anchorOf({ passage, ranges, anchor }) {
    return anchor || (passage?.anchor && ranges.length ? passage.anchor : '');
  }

  /** Checked results, each series as one card with its years. @param {CheckedText[]} found */
  function cards(found) {
    return groupSeries(found).map(([first, ...others]) => {
      const made = result(first);
      if (others.length) made.append(listYears(others.map(({ text, verdict }) => ({ text, anchor: anchorOf(verdict) }))));
      return made;
    });
  }

  /** A result: its link, where its words are, and the passage with the words marked.
   *  @param {{ text: TextCard, verdict: TextVerdict }} checked */
  function result({ text, verdict }) {
    if (!verdict.passage) return card(text);
    const { passage, ranges, title, inSymbol } = verdict;
    const inPassage = passage.anchor && (ranges.length || verdict.anchor);
    const words = markPieces(passages.pieces(text.title, title));
    const anchor = anchorOf(verdict);
    const link = titleLink(text, linkTo(text, anchor), ...words);
    const found = inPassage || title.length;
    const place = found ? placeOf(passage) : inSymbol ? say('place.symbol') : '';
    const item = element('li', { 'data-symbol': text.symbol }, link, factsOf(text, place));
    if (inPassage) {
      const around = markPieces(passages.snippet(passage.text, ranges));
      item.append(element('p', { class: 'snippet', ...languageAttributes(text.language) }, ...around));
    }
    item.append(...languageLinks(text, anchor));
    return item;
  }

  /** @param {string} numeral */
  function romanValue(numeral) {
    const values = [...numeral].map((letter) => ROMAN[letter]);
    return values.reduce((sum, value, place) => sum + (value < values[place + 1] ? -value : value), 0);
  }

  /** @param {string} session as in a symbol */
  function sessionName(session) {
    const [, kind, number] = SESSION.exec(session) ?? ['', '', session];
    const value = ROMAN_NUMERAL.test(number) ? romanValue(number) : number;
    if (Number(value) >= FIRST_YEAR) return say('year', { number: value });
    const ordinal = say(Number(value) === 1 ? 'ordinal_first' : 'ordinal', { number: value });
    return say({ S: 'special', ES: 'emergency' }[kind] ?? 'regular', { number: ordinal });
  }

  const organs = JSON.parse(root.dataset.organs);
  const topics = JSON.parse(root.dataset.topics || '{}');
  /** @type {Record<string, (value: string) => string>} */
  const NAMES = {
    session: sessionName,
    organ: (organ) => organs[organ] || organ,
    topic: (topic) => topics[topic] || topic,
    language: (code) => globalThis.unresFacts.languages[code]?.name ?? code,
  };

  /** Fills a filter with the values of the results and their counts. The chosen value stays.
   *  @param {any} select
   *  @param {Map<string, number>} counts
   *  @param {boolean} exact whether the counts are */
  function fillFilter(select, counts, exact) {
    const chosen = select.value;
    if (chosen && !counts.has(chosen)) counts.set(chosen, 0);
    const name = NAMES[select.name] || String;
    const values = select.name === 'year' ? [...counts].sort().reverse() : [...counts];
    const sign = exact ? '' : '≈ ';
    const options = values.map(([value, count]) => element('option', { value }, `${name(value)} (${sign}${count})`));
    select.replaceChildren(select.options[0], ...options);
    select.value = chosen;
    select.closest('label').hidden &&= counts.size < 2 && !chosen;
  }

  /** @param {QueryPlan} plan */
  function whatToTry({ symbol, readings: [parts] }) {
    if (symbol) return 'try_symbol';
    if (!parts.some((part) => part.demands.length)) return 'try_words';
    return parts.length > 1 ? 'try_fewer' : 'try_shorter';
  }

  /** What to try if nothing is found. @param {SearchRequest} asked @param {QueryPlan} plan @param {number} near the number of partial matches */
  function advice(asked, plan, near) {
    const filtered = FILTERS.some((name) => asked[name]);
    const keys = [...(filtered ? ['try_filters'] : []), whatToTry(plan), ...(near ? ['try_near'] : [])];
    return keys.map((key) => element('li', {}, say(key)));
  }

  search.shows = { result, cards, fillFilter, advice };
})(globalThis.unresSearch);
