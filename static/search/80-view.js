/* Builds what a reader sees of a search. All words of texts and queries enter as text, never as markup. */
'use strict';

globalThis.unresSearch = globalThis.unresSearch || {};

(function (search) {
  const { passages } = search;
  const RIGHT_TO_LEFT = ['ar'];
  const TAGS = { zh: 'zh-Hans' };
  const ROMAN = { I: 1, V: 5, X: 10, L: 50, C: 100 };
  const FIRST_YEAR = 1945; // a session with so high a number is a year

  const root = document.getElementById('search');
  const messages = JSON.parse(root.dataset.messages);

  /** A message of the catalogue with its {words} filled in. */
  function say(key, words = {}) {
    return messages[key].replace(/\{(\w+)\}/g, (_, name) => words[name]);
  }

  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  function marked(pieces) {
    return pieces.map(({ text, marked: isMarked }) => (isMarked ? element('mark', {}, text) : text));
  }

  function spoken(language) {
    if (language === root.dataset.language) return {};
    return { lang: TAGS[language] || language, dir: RIGHT_TO_LEFT.includes(language) ? 'rtl' : 'ltr' };
  }

  function dateOf(adopted) {
    const words = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'long', timeZone: 'UTC' });
    return element('time', { datetime: adopted }, words.format(new Date(adopted)));
  }

  function placeOf({ place, number }) {
    const numbered = `place.${place}_numbered`;
    return say(number && messages[numbered] ? numbered : `place.${place}`, { number });
  }

  function linkTo(text, anchor) {
    const address = text.address.split('/').map(encodeURIComponent).join('/');
    return anchor ? `${address}#${encodeURIComponent(anchor)}` : address;
  }

  function titled(text, address, title) {
    return element('a', { href: address }, element('span', { class: 'symbol' }, text.symbol), ' ',
      element('span', { class: 'title', ...spoken(text.language) }, ...marked(passages.pieces(text.title, title))));
  }

  const adopted = (text) => (text.adopted ? [dateOf(text.adopted), ' · '] : []);

  /** A result whose text was not looked at yet. */
  function card(text) {
    return element('li', { 'data-symbol': text.symbol, class: 'pending' }, titled(text, linkTo(text, ''), []),
      element('p', { class: 'place' }, ...adopted(text)));
  }

  /** A result: its link, where its words stand, and the passage with the words marked. */
  function result({ text, verdict }) {
    const { passage, ranges, title, inSymbol } = verdict;
    const inPassage = passage.anchor && ranges.length;
    const link = titled(text, linkTo(text, inPassage ? passage.anchor : ''), title);
    const facts = element('p', { class: 'place' }, ...adopted(text));
    if (inPassage || title.length) facts.append(placeOf(passage));
    else if (inSymbol) facts.append(say('place.symbol'));
    const item = element('li', { 'data-symbol': text.symbol }, link, facts);
    if (inPassage) {
      const words = marked(passages.snippet(passage.text, ranges));
      item.append(element('p', { class: 'snippet', ...spoken(text.language) }, ...words));
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

  function advice(keys) {
    return keys.map((key) => element('li', {}, say(key)));
  }

  search.view = { root, say, card, result, fillFilter, advice };
})(globalThis.unresSearch);
