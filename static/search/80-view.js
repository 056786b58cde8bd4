/* Builds what a reader first sees of a search. Words of texts and queries always enter as text, never as markup. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  // matches: {count}
  // rejects: count
  const BLANK = /\{(\w+)\}/g;
  const SERIES = 3; // results of one title from which on they are one card

  /** @param {string} id @returns {any} an element that the page's template has */
  const byId = (id) => document.getElementById(id);

  const root = byId('search');
  const parts = {
    form: byId('search-form'), list: byId('results'), topics: byId('topics'), advice: byId('advice'), near: byId('near'),
    more: byId('more'), browse: byId('browse'), status: byId('status'),
  };
  /** @type {Record<string, string>} */
  const messages = JSON.parse(root.dataset.messages);
  /** @type {string[]} */
  const dates = JSON.parse(root.dataset.dates); // of each month
  /** @type {string[]} */
  const order = root.dataset.languages.split(' '); // in which the site names languages

  const SHORTEST_GROUPED = 10000;
  const YEAR = 4; // characters of a date

  /** Numbers of five digits and more are written in groups. @param {string | number} word */
  const write = (word) => (typeof word === 'number' && word >= SHORTEST_GROUPED ? word.toLocaleString('en').replaceAll(',', messages.group) : String(word));

  /** @param {string} message @param {Words} words for its {blanks} */
  const fillIn = (message, words) => message.replace(BLANK, (_, name) => write(words[name]));

  /** A message of the catalogue with its blanks filled in. @param {string} key @param {Words} words */
  const say = (key, words = {}) => fillIn(messages[key], words);

  /** @param {string} name @param {Record<string, string>} attributes @param {(Node | string)[]} children */
  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  /** The attributes of a text in a language. @param {string} language @returns {Record<string, string>} */
  function languageAttributes(language) {
    if (language === root.dataset.language) return {};
    const { tag, direction } = globalThis.unresFacts.languages[language];
    return { lang: tag, dir: direction };
  }

  /** @param {string} language */
  const tagOf = (language) => globalThis.unresFacts.languages[language].tag;

  /** @param {string} adopted `2003-12-08` */
  function dateOf(adopted) {
    const [year, month, day] = adopted.split('-').map(Number);
    const words = { year, day: day === 1 ? root.dataset.firstDay : day };
    return element('time', { datetime: adopted }, fillIn(dates[month - 1], words));
  }

  /** @param {TextCard} text @param {string} anchor may be empty */
  function linkTo(text, anchor) {
    const address = root.dataset.root + text.address.split('/').map(encodeURIComponent).join('/');
    return anchor ? `${address}#${encodeURIComponent(anchor)}` : address;
  }

  /** A result's links to its resolution in the other languages, in the order of the site. @param {TextCard} text @param {string} anchor */
  function languageLinks(text, anchor) {
    const { language, languages = [] } = text;
    const others = order.filter((other) => other !== language && languages.includes(other));
    if (!others.length) return [];
    const links = others.map((other) => element('a', { href: linkTo({ ...text, address: addressIn(text, other) }, anchor),
      hreflang: tagOf(other), ...languageAttributes(other) }, globalThis.unresFacts.languages[other].name));
    return [element('p', { class: 'languages' }, ...links.flatMap((link, at) => (at ? [' · ', link] : [link])))];
  }

  /** The address of a text's resolution in a language. The site's first language has no folder.
   *  @param {TextCard} text
   *  @param {string} other */
  function addressIn({ language, address }, other) {
    const { first } = root.dataset;
    const page = language === first ? address : address.slice(language.length + 1);
    return other === first ? page : `${other}/${page}`;
  }

  /** The link of a result. @param {TextCard} text @param {string} address @param {(Node | string)[]} title */
  function titleLink(text, address, ...title) {
    return element('a', { href: address }, element('span', { class: 'symbol' }, text.symbol), ' ',
      element('span', { class: 'title', ...languageAttributes(text.language) }, ...title));
  }

  /** The line below a title: when the text was adopted, and where its words are. @param {TextCard} text @param {string} place */
  function factsOf({ adopted }, place) {
    const facts = [...(adopted ? [dateOf(adopted)] : []), ...(place ? [place] : [])];
    return element('p', { class: 'place' }, ...facts.flatMap((fact, at) => (at ? [' · ', fact] : [fact])));
  }

  /** A result whose text is not checked yet. @param {TextCard} text */
  function card(text) {
    return element('li', { 'data-symbol': text.symbol, class: 'pending' }, titleLink(text, linkTo(text, ''), text.title),
      factsOf(text, ''), ...languageLinks(text, ''));
  }

  /** Neighbouring results of one title in one language. Fewer than three stay alone, for each shows its own passage.
   *  @template {{ text: TextCard }} T @param {T[]} found @returns {T[][]} */
  function groupSeries(found) {
    /** @type {T[][]} */
    const groups = [];
    for (const one of found) {
      const last = groups.at(-1);
      const { title, language } = last?.[0].text ?? {};
      if (last && title === one.text.title && language === one.text.language) last.push(one);
      else groups.push([one]);
    }
    return groups.flatMap((group) => (group.length < SERIES ? group.map((one) => [one]) : [group]));
  }

  /** The other years of a result's series, the newest first. @param {{ text: TextCard, anchor: string }[]} others */
  function listYears(others) {
    const newest = [...others].sort((one, other) => other.text.adopted.localeCompare(one.text.adopted));
    const items = newest.map(({ text, anchor }) => element('li', { 'data-symbol': text.symbol },
      element('a', { href: linkTo(text, anchor) }, text.symbol), ' ', element('span', { class: 'place' }, text.adopted.slice(0, YEAR))));
    return element('div', { class: 'series' }, say('same_title'), ' ', element('ul', {}, ...items));
  }

  /** Results whose texts are not checked yet, each series as one card. @param {TextCard[]} texts */
  function cards(texts) {
    return groupSeries(texts.map((text) => ({ text, anchor: '' }))).map(([{ text }, ...others]) => {
      const made = card(text);
      if (others.length) made.append(listYears(others));
      return made;
    });
  }

  /** How many results are shown, those of a series too. */
  const countShown = () => parts.list.querySelectorAll('li[data-symbol]').length;

  search.view = { root, parts, messages, say, element, languageAttributes, linkTo, languageLinks, titleLink, factsOf, card, cards, groupSeries, listYears, countShown };
})(globalThis.unresSearch);
