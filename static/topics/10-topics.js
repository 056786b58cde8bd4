/* Suggests topics whose names have what a reader types. An archive without topics does not load this. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { files, view } = search;
  const { normalize, stripAccents, BLANKS } = search.tokens;
  const { isHan } = search.understanding;
  const MOST = 4; // topics that are suggested at a time
  const row = view.parts.topics;
  /** @type {Record<string, string>} */
  const names = JSON.parse(view.root.dataset.topics || '{}');

  /** @param {string} text */
  const fold = (text) => stripAccents(normalize(text));

  /** Whether a name has all words of a query: one in Han anywhere, another at the beginning of a word.
   *  @param {string} name
   *  @param {string} query */
  function hasWords(name, query) {
    const words = fold(query).split(BLANKS).filter(Boolean);
    return words.length > 0 && words.every((word) => (isHan(word[0]) ? name.includes(word) : ` ${name}`.includes(` ${word}`)));
  }

  /** Shows the topics that a query may mean, those of the most texts first. @param {string} query */
  async function suggest(query) {
    /** @type {[string, string, string][]} */
    const topics = await files.listed('topics');
    const named = topics.map(([topic, texts, page]) => ({ name: names[topic] ?? topic, count: texts.length, page }));
    const found = named.filter(({ name }) => hasWords(fold(name), query)).sort((one, other) => other.count - one.count);
    const links = found.slice(0, MOST).map(({ name, page }) => view.element('a', { href: `topics/${encodeURIComponent(page)}.html` }, name));
    row.lastElementChild.replaceChildren(...links.flatMap((link, at) => (at ? [' · ', link] : [link])));
    row.hidden = false;
  }

  search.receive('suggestions', '', { suggest });
})(globalThis.unresSearch);
