/* Builds what a look at the texts adds for the reader: passages with their words marked, filters, advice. */
'use strict';

(function (search) {
  const { passages } = search;
  const { FILTERS } = search.results;
  const { root, messages, say, element, spoken, linkTo, titled, factsOf } = search.view;
  const ROMAN = { I: 1, V: 5, X: 10, L: 50, C: 100 };
  const FIRST_YEAR = 1945; // a session with so high a number is a year

  function marked(pieces) {
    return pieces.map(({ text, marked: isMarked }) => (isMarked ? element('mark', {}, text) : text));
  }

  function placeOf({ place, number }) {
    const numbered = `place.${place}_numbered`;
    return say(number && messages[numbered] ? numbered : `place.${place}`, { number });
  }

  /** A result: its link, where its words stand, and the passage with the words marked. */
  function result({ text, verdict }) {
    const { passage, ranges, title, inSymbol } = verdict;
    const inPassage = passage.anchor && ranges.length;
    const words = marked(passages.pieces(text.title, title));
    const link = titled(text, linkTo(text, inPassage ? passage.anchor : ''), ...words);
    const found = inPassage || title.length;
    const place = found ? placeOf(passage) : inSymbol && say('place.symbol');
    const item = element('li', { 'data-symbol': text.symbol }, link, factsOf(text, place));
    if (inPassage) {
      const around = marked(passages.snippet(passage.text, ranges));
      item.append(element('p', { class: 'snippet', ...spoken(text.language) }, ...around));
    }
    return item;
  }

  function roman(numeral) {
    const values = [...numeral].map((letter) => ROMAN[letter]);
    return values.reduce((sum, value, place) => sum + (value < values[place + 1] ? -value : value), 0);
  }

  function sessionName(session) {
    const [, kind, number] = /^(?:(E?S)-)?(.*)$/.exec(session);
    const value = /^[IVXLC]+$/.test(number) ? roman(number) : number;
    if (kind) return say(kind === 'S' ? 'special' : 'emergency', { number: value });
    return say(value >= FIRST_YEAR ? 'year' : 'regular', { number: value });
  }

  const organs = JSON.parse(root.dataset.organs);
  const NAMES = { session: sessionName, organ: (organ) => organs[organ] || organ };
  const ALWAYS = ['session', 'year'];

  /** Fills a filter with the values that results have, and how many have each; the chosen one stays. A filter that has
      nothing to part is not shown. */
  function fillFilter(select, counts) {
    const chosen = select.value;
    if (chosen && !counts.has(chosen)) counts.set(chosen, 0);
    const name = NAMES[select.name] || ((value) => value);
    const values = select.name === 'year' ? [...counts].sort().reverse() : [...counts];
    const options = values.map(([value, count]) => element('option', { value }, `${name(value)} (${count})`));
    select.replaceChildren(select.options[0], ...options);
    select.value = chosen;
    select.closest('label').hidden = counts.size < 2 && !chosen && !ALWAYS.includes(select.name);
  }

  function whatToTry({ symbol, readings: [parts] }) {
    if (symbol) return 'try_symbol';
    if (!parts.some((part) => part.demands)) return 'try_words';
    return parts.length > 1 ? 'try_fewer' : 'try_shorter';
  }

  /** What to try where nothing is found, and so many texts are near. */
  function advice(asked, plan, near) {
    const filtered = FILTERS.some((name) => asked[name]);
    const keys = [...(filtered ? ['try_filters'] : []), whatToTry(plan), ...(near ? ['try_near'] : [])];
    return keys.map((key) => element('li', {}, say(key)));
  }

  search.shows = { result, fillFilter, advice };
})(globalThis.unresSearch);
