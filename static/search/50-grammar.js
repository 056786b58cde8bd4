/* The grammar of queries: quotation marks, operators and fields. What a whole query may be is in the scripts that follow.
   tests/data/scripts/queries.json has examples. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const ALTERNATIVE = '\ue000'; // a private character, which no text has

  // The quotation marks of six languages, in normal form.
  // matches: «
  // matches: 《
  // rejects: '
  const QUOTATION_MARKS = /[“”„‟«»「」『』《》〈〉]/g;
  // A text in single quotation marks.
  // matches: ‘rule of law’
  // rejects: l’homme
  const SINGLE_QUOTED = /(?<![^\s(])['‘‚]([^'‘’‚]+)['’](?![^\s),.;])/g;

  // Operators are in capital letters, so that words are none.
  // matches: OR
  // matches: 或
  // rejects: or
  // rejects: ORAL
  const ALTERNATIVES = /(?<!\S)(?:OR|OU|O|ИЛИ|أو|或|或者|\|{1,2})(?!\S)/g;
  // matches: AND
  // matches: +Afghanistan
  // rejects: and
  const CONJUNCTIONS = /(?<!\S)(?:(?:AND|ET|Y|И|&{1,2})(?!\S)|\+(?=\S))/g;
  // matches: NOT Palestine
  // rejects: not Palestine
  const NEGATIONS = /(?<!\S)(?:NOT|SAUF|НЕ|不含) {1,3}(?=\S)/g;
  // A piece that a text must not have.
  // matches: -palestine
  // matches: −巴勒斯坦
  // rejects: -5
  // rejects: 75-40
  const EXCLUSION = /^[-−–](?=[\p{L}"])/u;
  // matches: lang:en
  // rejects: language
  const LANGUAGE_FIELD = /^(?:lang|language|语言|langue|idioma|язык|لغة):(?=[a-z])/;
  // matches: title:核裁军
  // rejects: title
  const TITLE_FIELD = /^(?:title|标题|titre|título|заголовок|عنوان):(?=\S)/;
  // matches: cites:75/241
  // matches: 谁引用了75/62
  // rejects: cities 75/62
  const CITING = /^(?:(?:who |qui |quién |кто )?(?:cites?|citing|citan?|cita a|ссылки на|цитирует) ?:?|(?:谁|哪些决议)?引用了? ?:?) ?(?=[^\s:])/;

  /** A normal form with the quotation marks of a keyboard. @param {string} normal */
  const straighten = (normal) => normal.replace(SINGLE_QUOTED, '"$1"').replace(QUOTATION_MARKS, '"');

  /** A query with its operators as signs, before its letters become small: ALTERNATIVE between alternatives, − before what
   *  a text must not have.
   *  @param {string} query */
  const readOperators = (query) => query.replace(ALTERNATIVES, ALTERNATIVE).replace(CONJUNCTIONS, '').replace(NEGATIONS, '−');

  search.grammar = { ALTERNATIVE, EXCLUSION, LANGUAGE_FIELD, TITLE_FIELD, CITING, readOperators, straighten };
})(globalThis.unresSearch);
