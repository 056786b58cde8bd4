/* Builds what a reader first sees of a search. All words of texts and queries enter as text, never as markup. */
'use strict';

globalThis.unresSearch = globalThis.unresSearch || {};

(function (search) {
  const RIGHT_TO_LEFT = ['ar'];
  const TAGS = { zh: 'zh-Hans' };

  const [root, form, list, advice, near, more, browse, status] = [
    'search', 'search-form', 'results', 'advice', 'near', 'more', 'browse', 'status',
  ].map((id) => document.getElementById(id));
  const parts = { form, list, advice, near, more, browse, status };
  const [messages, dates] = [root.dataset.messages, root.dataset.dates].map((text) => JSON.parse(text));

  const filled = (message, words) => message.replace(/\{(\w+)\}/g, (_, name) => words[name]);

  /** A message of the catalogue with its {words} filled in. */
  const say = (key, words = {}) => filled(messages[key], words);

  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  function spoken(language) {
    if (language === root.dataset.language) return {};
    return { lang: TAGS[language] || language, dir: RIGHT_TO_LEFT.includes(language) ? 'rtl' : 'ltr' };
  }

  function dateOf(adopted) {
    const [year, month, day] = adopted.split('-').map(Number);
    return element('time', { datetime: adopted }, filled(dates[month - 1], { year, day }));
  }

  function linkTo(text, anchor) {
    const address = text.address.split('/').map(encodeURIComponent).join('/');
    return anchor ? `${address}#${encodeURIComponent(anchor)}` : address;
  }

  function titled(text, address, ...title) {
    return element('a', { href: address }, element('span', { class: 'symbol' }, text.symbol), ' ',
      element('span', { class: 'title', ...spoken(text.language) }, ...title));
  }

  /** The line below a title: when the text was adopted, and where in it the words stand. */
  function factsOf({ adopted }, place) {
    const facts = [...(adopted ? [dateOf(adopted)] : []), ...(place ? [place] : [])];
    return element('p', { class: 'place' }, ...facts.flatMap((fact, at) => (at ? [' · ', fact] : [fact])));
  }

  /** A result whose text was not looked at yet. */
  function card(text) {
    return element('li', { 'data-symbol': text.symbol, class: 'pending' }, titled(text, linkTo(text, ''), text.title),
      factsOf(text, ''));
  }

  search.view = { root, parts, messages, say, element, spoken, linkTo, titled, factsOf, card };
})(globalThis.unresSearch);
