/* Reads queries of words alone. All others are read by the grammar of static/grammar/, which is loaded when one is asked. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const ALTERNATIVE = '\ue000'; // a private character between alternatives, which no text has
  // A sign, a digit or an operator.
  // matches: 58/58
  // matches: arms OR weapons
  // matches: 轻武器 或 小武器
  // rejects: small arms
  // rejects: 或者小武器
  const GRAMMATICAL = /[^\p{L}\p{M}\s]|(?<!\S)(?:OR|OU|O|ИЛИ|أو|或|或者|AND|ET|Y|И|NOT|SAUF|НЕ|不含)(?!\S)/u;
  // matches: 第五十八届会议
  // rejects: 小武器
  const HAN_NUMERAL = /[零一二三四五六七八九十百]/;
  // What follows a Han numeral in a date, in the number of a meeting or in that of a resolution.
  // matches: 十二月八日
  // rejects: 统一
  const COUNTED = /[日次号]/;

  /** Whether a query may have more than words. @param {string} query */
  const needsGrammar = (query) => GRAMMATICAL.test(query) || (HAN_NUMERAL.test(query) && COUNTED.test(query));

  search.grammar = {
    ALTERNATIVE,
    GRAMMAR: [],
    needsGrammar,
    readTokens: (normal) => (normal ? [{ kind: 'word', text: normal, term: normal }] : []),
    readWhole: () => undefined,
    readOperators: (query) => query,
    straighten: (normal) => normal,
  };
})(globalThis.unresSearch);
